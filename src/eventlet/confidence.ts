import type { Confidence } from "../callgraph/call-graph.ts";

/** The surer, the greater. */
export const SURENESS: Readonly<Record<Confidence, number>> = {
  possible: 0,
  likely: 1,
  certain: 2,
};

export function weaker(left: Confidence, right: Confidence): Confidence {
  return SURENESS[left] < SURENESS[right] ? left : right;
}
