import { ArgumentKind } from "../../python/constraints.ts";
import { CallField } from "../state/calling.ts";
import type { Solving } from "../state/solving.ts";

/** Whether an argument of a call is of one of these kinds. */
export function isGiven(
  { code, flow, values }: Solving,
  record: number,
  kinds: readonly number[],
): boolean {
  const last = record + CallField.args + code.at(record + CallField.count) * 3;
  for (let at = record + CallField.args; at < last; at += 3) {
    if (flow.some(code.at(at + 2), (value) => kinds.includes(values.kind(value)))) return true;
  }
  return false;
}

/** An argument that holds so many values says nothing of its call. */
const MIXED = 24;
const NO_SLOTS: ReadonlyMap<number, number> = new Map();

/** Whether what a call gives is a mixture already: an instance of its own would tell nothing apart. */
function isMixed(s: Solving, record: number): boolean {
  const last = record + CallField.args + s.code.at(record + CallField.count) * 3;
  for (let at = record + CallField.args; at < last; at += 3) {
    const variable = s.code.at(at + 2);
    if (holdsMixture(s, variable)) return true;
    const isSpread =
      s.code.at(at) === ArgumentKind.star || s.code.at(at) === ArgumentKind.doubleStar;
    if (isSpread && s.flow.some(variable, (value) => isMixture(s, value))) return true;
  }
  return false;
}

/** Whether a variable holds so many values that they say nothing of whoever gives it. */
export function holdsMixture({ flow }: Solving, variable: number): boolean {
  return variable >= 0 && flow.size(variable) >= MIXED;
}

function isMixture(s: Solving, value: number): boolean {
  const object = s.objectOf(value);
  if (!object) return false;
  if (holdsMixture(s, object.rest)) return true;
  const slots = object.slots ?? NO_SLOTS;
  if (slots.size > MIXED) return false;
  return [...slots.values()].some((variable) => holdsMixture(s, variable));
}

/** Whether a call goes into the function itself for good: what went there stays, whatever it hands over later. */
export function isSettled(s: Solving, record: number, index: number, receiver: number): boolean {
  if (s.apart.isOn) return false;
  return (
    s.flow.bounds.isNarrow ||
    isMixed(s, record) ||
    s.linked.get(record, index * 2 + (receiver === -1 ? 0 : 1)) !== -1
  );
}
