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
 * `vars(C)`, `C.__dict__`: what the body of a class binds, by name. In small programs only: what loops over
 * it is mostly a decorator that stores each wrapped method under its name, and here all names would meet
 * all methods.
 */
function classEntries(s: Solving, namespace: number): MadeObject | undefined {
  const owner = s.values.first(namespace);
  if (!s.apart.isOn || s.values.kind(owner) !== Kind.class) return undefined;
  const entries = s.objectOf(s.object(namespace, OWN, "dict"));
  const scope = s.program.classScopes[s.values.first(owner)] as number;
  const module = s.program.moduleOf(scope);
  if (entries?.slots !== undefined) return entries;
  for (const [local, variable] of s.program.scopeFacts(scope).names) {
    const key = s.textKey(s.program.name(module, local));
    if (entries) s.flow.edge(s.variableOf(module, variable), s.slot(entries, key));
  }
  return entries;
}

/** The variable of what a library's object keeps of what it is given, where no key tells it apart. */
export function keptIn(s: Solving, value: number): number {
  return containerOf(s, value)?.rest ?? s.field(value, s.name("[]"));
}

/** What a value holds as a container; undefined for what is none. */
export function containerOf(s: Solving, value: number): MadeObject | undefined {
  if (s.values.kind(value) === Kind.namespace) return classEntries(s, value);
  return s.values.kind(value) === Kind.instance ? entriesOf(s, value) : s.objectOf(value);
}
