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

/** Whether a call goes into the function itself for good: what went there stays, whatever it hands over later. */
export function isSettled(s: Solving, record: number, index: number, receiver: number): boolean {
  if (s.apart.isOn) return false;
  return (
    s.flow.bounds.isNarrow || s.linked.get(record, index * 2 + (receiver === -1 ? 0 : 1)) !== -1
  );
}
