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
