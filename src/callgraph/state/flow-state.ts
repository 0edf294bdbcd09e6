import { IntList } from "../int-tables.ts";
import { SPARE_BIT } from "./value-limits.ts";

/** What is kept of a variable, side by side: a step looks at most of it at once. */
export const Field = {
  /** Chain of values: first and last link, and the last that was propagated; 0 for none. */
  first: 0,
  last: 1,
  done: 2,
  /** Heads of the chains of edges and of watches; 0 for none. */
  edges: 3,
  watches: 4,
  /** How many values there are, by weight (value-limits.ts), and `QUEUED`. */
  counts: 5,
  /** Class of a method whose receiver the variable is, plus one; 0 for any other variable. */
  owner: 6,
  /**
   * Of a short chain a bit for each value by its hash: where it is not set, the value is not there.
   * Of a long one where its set of values lies.
   */
  members: 7,
} as const;
/** Integers that a variable takes. */
export const WIDTH = 8;
/** Its values wait to be propagated. */
export const QUEUED = SPARE_BIT;

/** Many chains in one array: what a link holds, and the next link. Link 0 is none. */
export function chains(expected: number): IntList {
  const list = new IntList(expected + (1 << 16));
  list.pushPair(0, 0);
  return list;
}

/** One bit of 32; products of neighbouring numbers differ in their highest bits. */
export function traitOf(value: number): number {
  return 1 << (Math.imul(value, 0x9e3779b1) >>> 27);
}
