import { ArgumentKind } from "../../python/constraints.ts";
import type { Argument, Calling } from "./call-shapes.ts";
import type { MadeObject } from "./objects.ts";
import type { Solving } from "./solving.ts";

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

export function readCall(s: Solving, record: number): Calling {
  // Values reach a call in rows: the record read last is nearly always the one asked for.
  if (s.lastCall?.record === record) return s.lastCall;
  const calling = readRecord(s, record);
  s.lastCall = calling;
  return calling;
}

function readRecord({ code }: Solving, record: number): Calling {
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

/** Puts what a call gives by keyword into a mapping, each under its name. */
export function keepKeywords(s: Solving, args: readonly Argument[], mapping: MadeObject): void {
  for (const { kind, name, variable } of args) {
    if (kind === ArgumentKind.keyword) s.flow.edge(variable, s.slot(mapping, s.textKey(name)));
  }
}
