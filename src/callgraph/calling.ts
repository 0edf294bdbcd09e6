import type { Origin } from "./call-log.ts";
import type { Argument, Solving } from "./solving.ts";

/** A call record, read. */
export interface Calling {
  readonly record: number;
  readonly dst: number;
  readonly origin: Origin;
  readonly meta: number;
  /** The clone in which the call stands, 0 for none. */
  readonly context: number;
  readonly args: readonly Argument[];
}

/** Offsets of a call record's operands. */
export const CallField = {
  dst: 2,
  callee: 3,
  origin: 4,
  meta: 5,
  isWritten: 6,
  context: 7,
  count: 8,
  args: 9,
} as const;

export function readCall({ code }: Solving, record: number): Calling {
  const args: Argument[] = [];
  const count = code.at(record + CallField.count);
  for (let index = 0; index < count; index += 1) {
    const at = record + CallField.args + index * 3;
    args.push({ kind: code.at(at), name: code.at(at + 1), variable: code.at(at + 2) });
  }
  return {
    record,
    dst: code.at(record + CallField.dst),
    origin: code.at(record + CallField.origin),
    meta: code.at(record + CallField.meta),
    context: code.at(record + CallField.context),
    args,
  };
}
