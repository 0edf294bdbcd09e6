import type { Calling } from "./calling.ts";
import type { Solving } from "./solving.ts";

/** The instance of a function that a call reaches: its own for small higher-order functions. */
export function cloneFor(_s: Solving, _calling: Calling, index: number): number {
  return index;
}
