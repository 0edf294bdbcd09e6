import { nativeKind } from "../../state/native-containers.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** Role of the container that an instance is. */
const OWN = -13;

/**
 * An instance of a subclass of `dict` or `list` is itself a container: what it holds is kept in one as
 * that of any other is, entry by entry.
 */
export function entriesOf(s: Solving, instance: number): MadeObject {
  const kind = nativeKind(s, s.values.first(instance)) ?? "dict";
  const value = s.object(instance, OWN, kind);
  return s.objects.get(s.values.first(value));
}

/**
 * `vars(C)`, `C.__dict__`, `globals()`: what the body of a class or a module binds, by name. In small programs only:
 * what loops over it is mostly a decorator that stores each wrapped method under its name, and here all names would
 * meet all methods.
 */
function entriesOfNames(s: Solving, namespace: number): MadeObject | undefined {
  const scope = s.apart.isOn ? scopeOfNames(s, s.values.first(namespace)) : -1;
  if (scope === -1) return undefined;
  const entries = s.objectOf(s.object(namespace, OWN, "dict"));
  const module = s.program.moduleOf(scope);
  if (entries?.slots !== undefined) return entries;
  for (const [local, variable] of s.program.scopeFacts(scope).names) {
    const key = s.textKey(s.program.name(module, local));
    if (entries) s.flow.edge(s.variableOf(module, variable), s.slot(entries, key));
  }
  return entries;
}

/** The scope whose names a namespace has, of a class or a module; -1 for others. */
function scopeOfNames(s: Solving, owner: number): number {
  const kind = s.values.kind(owner);
  if (kind === Kind.module) return s.program.scope(s.values.first(owner), 0);
  return kind === Kind.class ? (s.program.classScopes[s.values.first(owner)] as number) : -1;
}

/** The variable of what a library's object keeps of what it is given, where no key tells it apart. */
export function keptIn(s: Solving, value: number): number {
  return containerOf(s, value)?.rest ?? s.field(value, s.name("[]"));
}

/** What a value holds as a container; undefined for what is none. */
export function containerOf(s: Solving, value: number): MadeObject | undefined {
  if (s.values.kind(value) === Kind.namespace) return entriesOfNames(s, value);
  return s.values.kind(value) === Kind.instance ? entriesOf(s, value) : s.objectOf(value);
}
