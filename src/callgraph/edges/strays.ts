import { elementVariables } from "../rules/protocols/compared-elements.ts";
import type { Solving } from "../state/solving.ts";
import { alternativeOf, isAmong, isBroad, isOutsider } from "./alternatives.ts";
import { LIKELY_ALTERNATIVES } from "./level-bounds.ts";

/**
 * What stands beside the receivers of an operator and its like, as alternatives. It is what else an operand with receivers
 * can be. Where none has any, elements of one are the receivers (`name in names`): then what is no container does not hold
 * them, and many other kinds of things in the same place count.
 */
export function findStrays(
  s: Solving,
  operands: readonly number[],
  alternatives: ReadonlySet<number>,
  valuesOf: (variable: number) => readonly number[],
): readonly number[] {
  const isReceiver = (value: number) => isBroad(s, value) || isAmong(s, value, alternatives);
  const beside = (values: readonly number[]) =>
    kindsOf(
      s,
      values.filter((each) => !isReceiver(each)),
    );
  const known = operands.map(valuesOf);
  const asked = known.filter((values) => values.some(isReceiver));
  if (asked.length > 0) return [...beside(asked.flat())];
  const elements = known
    .flat()
    .map((each) => s.objectOf(each))
    .flatMap((object) => (object === undefined ? [] : elementVariables(object)))
    .map(valuesOf)
    .filter((values) => values.some(isReceiver));
  const outsiders = [...beside(known.flat())].filter(isOutsider);
  const others = beside(elements.flat());
  // A few kinds of things may well stand side by side; many were mixed on the way.
  return others.size > LIKELY_ALTERNATIVES ? [...new Set([...outsiders, ...others])] : outsiders;
}

/** The alternatives that values are. */
export function kindsOf(s: Solving, values: readonly number[]): ReadonlySet<number> {
  return new Set(values.map((each) => alternativeOf(s, each)));
}
