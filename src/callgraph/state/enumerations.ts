import { fieldNames } from "./class-members.ts";
import type { Solving } from "./solving.ts";

/**
 * The value of an enumeration's member: in a small program one of its own, else (and where there are too
 * many) the one instance that all members are.
 */
export function memberOf(s: Solving, index: number, name: number): number {
  const apart = s.apart.isOn ? s.apart.member(index, name) : -1;
  return apart === -1 ? s.instance(index) : apart;
}

/** All members of an enumeration; what is asked for one that is not known gets them. */
export function membersOf(s: Solving, index: number): ReadonlySet<number> {
  const names = s.apart.isOn ? memberNames(s, index) : [];
  const members = names.map((name) => memberOf(s, index, name));
  return new Set(members.length === 0 ? [s.instance(index)] : members);
}

/** Names that the body assigns; those that begin with an underscore are the enumeration's own. */
export function memberNames(s: Solving, index: number): readonly number[] {
  return fieldNames(s, index).filter((name) => !s.text(name).startsWith("_"));
}
