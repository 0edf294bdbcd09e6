import { definesMethod, findMember, hasMethod } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/**
 * An attribute that was stored in the object itself hides what its class has under that name, unless
 * that is a data descriptor: a property, or an object with `__set__` or `__delete__`
 * (https://docs.python.org/3/howto/descriptor.html#invocation-from-an-instance).
 */

interface StoredUse {
  readonly name: number;
  /** What was stored there right before. */
  readonly stored: number;
  readonly dst: number;
}

/** A read right behind a store; `otherwise` reads as if nothing were known of it. */
export function loadStored(
  s: Solving,
  value: number,
  { name, stored, dst }: StoredUse,
  otherwise: () => void,
): void {
  const kind = s.values.kind(value);
  const keep = () => s.flow.edge(stored, dst);
  if (kind === Kind.module || kind === Kind.class || kind === Kind.function) keep();
  else if (kind !== Kind.instance || isComputed(s, value)) otherwise();
  else {
    const member = findMember(s, s.hierarchy.order(s.values.first(value)), name);
    if (member.external !== -1) otherwise();
    else if (member.variable === -1) keep();
    else {
      s.late.push(() => {
        const isData = s.flow.some(member.variable, (each) => isDataDescriptor(s, each));
        (isData ? otherwise : keep)();
      });
    }
  }
}

/** Stores and reads of such an object are calls, or it may be any of many. */
function isComputed(s: Solving, value: number): boolean {
  if (!s.values.isExact(value)) return true;
  const index = s.values.first(value);
  return definesMethod(s, index, "__setattr__") || definesMethod(s, index, "__getattribute__");
}

function isDataDescriptor(s: Solving, value: number): boolean {
  const isProperty = s.objectOf(value)?.kind === "property";
  return isProperty || hasMethod(s, value, "__set__") || hasMethod(s, value, "__delete__");
}

/** Remembers a store with which the initialiser at the site begins. */
export function noteInitial(s: Solving, name: number, site: number): void {
  s.initialStores.add(s.program.classOfMethod(s.program.scopeOfSite(site)), name);
}

/** Whether objects of the class have an attribute of their own before anything can ask for it. */
export function isInitialised(s: Solving, value: number, name: number): boolean {
  if (!s.values.isExact(value)) return false;
  const order = s.hierarchy.order(s.values.first(value));
  const { owner } = findMember(s, order, s.name("__init__"));
  return owner !== -1 && s.initialStores.get(owner, name) !== -1;
}

/** Of what the class has under a name the data descriptors alone. */
export function dataMembersOf(s: Solving, member: number): number {
  const kept = s.flow.variable();
  s.each(member, (each) => {
    if (isDataDescriptor(s, each)) s.flow.add(kept, each);
  });
  return kept;
}
