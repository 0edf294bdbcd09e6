import { definitionsOf, findMember } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/**
 * Which classes of right operands come before which of left ones
 * (https://docs.python.org/3/reference/datamodel.html#object.__radd__). Asked of pairs of operands, so each class is looked at once.
 */

/** The right operand's class is a subclass of the left one's, with a reflected method of its own. */
export function refines(s: Solving, right: number, left: number, reflected: string): boolean {
  if (!isExactInstance(s, right) || !isExactInstance(s, left)) return false;
  return refinedBy(s, right, reflected).has(s.values.first(left));
}

/** The classes whose instances, as left operands, come after a right one. */
export function refinedBy(s: Solving, right: number, reflected: string): ReadonlySet<number> {
  if (reflected === "" || !isExactInstance(s, right)) return NONE;
  const index = s.values.first(right);
  const name = s.name(reflected);
  const { refined } = definitionsOf(s);
  const known = refined.get(index)?.get(name);
  if (known !== undefined) return known;
  const found = findRefined(s, index, name);
  refined.set(index, (refined.get(index) ?? new Map()).set(name, found));
  return found;
}

/** Whether some right operand could come before this left one. */
export function isRefinable(s: Solving, left: number, reflected: string): boolean {
  if (reflected === "" || !isExactInstance(s, left)) return false;
  const index = s.values.first(left);
  const name = s.name(reflected);
  const { refinable } = definitionsOf(s);
  const known = refinable.get(index, name);
  if (known !== -1) return known === 1;
  const family = s.hierarchy.family(index);
  const answer = family.some((each) => refinedBy(s, s.instance(each), reflected).has(index));
  refinable.set(index, name, answer ? 1 : 0);
  return answer;
}

const NONE: ReadonlySet<number> = new Set();

function findRefined(s: Solving, index: number, name: number): ReadonlySet<number> {
  const order = s.hierarchy.order(index);
  const { owner } = findMember(s, order, name);
  if (owner === -1) return NONE;
  const found = order.filter(
    (base) =>
      base >= 0 && base !== index && findMember(s, s.hierarchy.order(base), name).owner !== owner,
  );
  return new Set(found);
}

function isExactInstance(s: Solving, value: number): boolean {
  return s.values.kind(value) === Kind.instance && s.values.isExact(value);
}
