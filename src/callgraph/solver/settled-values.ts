import { GIVEN_COPY } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { copyGiven } from "../rules/types/given-tests.ts";
import type { Renumber } from "../state/functions.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";

/** Where the record stands. */
interface Loading {
  readonly s: Solving;
  readonly facts: ModuleFacts;
  readonly variable: Renumber;
}

/** The record's variable holds what is written there, nothing else; told of small programs alone. */
export function settle({ s, facts, variable }: Loading, at: number): void {
  if (s.apart.isOn) s.apart.settled.add(variable(facts.code[at] as number));
}

/** The same of an object that a call makes of a class. */
export function settleMade(loading: Loading, at: number, callee: number): void {
  const { s } = loading;
  if (!s.apart.settled.has(callee)) return;
  const isOther = s.flow.some(callee, (value) => s.values.kind(value) !== Kind.class);
  if (!isOther) settle(loading, at);
}

/** A copy under tests, in a small program, where calls are followed one by one; false for all others. */
export function copyUnderTests(
  { s, facts, variable }: Loading,
  at: number,
  { dst, src }: { dst: number; src: number },
): boolean {
  const { code, types } = facts;
  if (code[at - 1] !== GIVEN_COPY || !s.apart.isOn) return false;
  const type = types[code[at + 4] as number];
  copyGiven(s, { dst, src, tests: type?.kind === "given" ? type.tests : [] }, variable);
  return true;
}
