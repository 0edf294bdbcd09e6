import { FirstValues } from "./first-values.ts";
import { SharedCalls } from "./shared-calls.ts";

/** What operators ask once of one side, so that it is not asked of each pair of operands. */
export class Operands {
  readonly firsts = new FirstValues();
  readonly calls = new SharedCalls();
  /** Operator (record) → variable with what tells that the right operand is asked (reflected.ts). */
  readonly turns = new Map<number, number>();
  /** The variable of an operand of which nothing is known; made when it is first asked for. */
  unknown = -1;
}
