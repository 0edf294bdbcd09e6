import { findMember } from "../../state/class-members.ts";
import { eachApart } from "../../state/native-containers.ts";
import type { Solving } from "../../state/solving.ts";
import { Breadth, Kind } from "../../state/values.ts";
import { implementers } from "../classes/implementers.ts";

/**
 * Attributes of receivers of which only a base class is known: an annotation's instance, or `self`
 * in a base class with so many subclasses that they are not listed one by one. Reading such an
 * attribute reaches what the base class finds and every override below it that can be instantiated.
 */

/** More definitions than this tell nothing about the one call. */
const MAXIMAL_OVERRIDES = 40;

type ReadAttribute = (s: Solving, value: number, name: number) => number;

export function readWide(
  s: Solving,
  value: number,
  name: number,
  attribute: number,
  read: ReadAttribute,
): void {
  const index = s.values.first(value);
  const breadth = s.values.second(value);
  for (const each of representatives(s, index, breadth, name)) {
    if (each === index && breadth === Breadth.family) continue;
    const flavour = breadth === Breadth.family ? Breadth.family : Breadth.exact;
    const add = (instance: number) => {
      const part = read(s, instance, name);
      s.flow.edge(part, attribute);
      s.log.part(attribute, part);
    };
    add(s.values.of(Kind.instance, each, flavour));
    eachApart(s, each, add);
  }
}

/** One class per different definition of the name in the family: those that are instantiated, where any is. */
function representatives(
  s: Solving,
  index: number,
  breadth: number,
  name: number,
): readonly number[] {
  const others = breadth === Breadth.hinted ? implementers(s, index) : [];
  const family = [...s.hierarchy.family(index), ...others];
  const alive = family.filter((each) => s.instantiated.has(each));
  const candidates = breadth === Breadth.family ? family : alive.length > 0 ? alive : [index];
  const owners = new Map<number, number>();
  for (const each of candidates) {
    const { owner } = findMember(s, s.hierarchy.order(each), name);
    // Fields live in each class apart; methods once per definition.
    const key = owner === -1 ? -1 - each : owner;
    if (!owners.has(key)) owners.set(key, each);
    if (owners.size >= MAXIMAL_OVERRIDES) break;
  }
  return [...owners.values()].sort((a, b) => a - b);
}

/** Lets stores through `self` of a many-membered base class reach the instances of its subclasses. */
export function registerRead(s: Solving, index: number, name: number, variable: number): void {
  s.familyFields.read(name, { index, variable });
}

export function registerFamilyStore(s: Solving, value: number, name: number): void {
  if (s.values.isExact(value) || s.fields.get(value, name) !== -1) return;
  const index = s.values.first(value);
  s.familyFields.store(name, { index, variable: s.field(value, name) });
}
