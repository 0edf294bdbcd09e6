import { DECIDING_RANK, type Link, type Program } from "../program.ts";
import type { Reach } from "../reach/find-reach.ts";
import { countDominated, findDominators, reversePostOrder } from "./dominators.ts";

/** What hangs on each function. */
export interface LeverageOf {
  /** Functions that reach Eventlet only through this one, itself included; 1 for those that nothing hangs on. */
  unlocks(index: number): number;
  /** Reaching functions that call or start it. */
  fanIn(index: number): number;
}

/**
 * A function unlocks what it dominates in the graph that runs from Eventlet (the root) up through
 * the functions that use it to their callers: every way from there to Eventlet leads through it.
 */
export function measureLeverage(program: Program, reach: Reach): LeverageOf {
  const isReaching = (index: number) =>
    reach.suspends.rankOf(index) >= 0 || reach.touches.rankOf(index) >= 0;
  const reaching = program.nodes.map((_, index) => index).filter(isReaching);
  const numbers = new Map(reaching.map((index, at) => [index, at + 1]));
  const direct = reaching.filter((index) =>
    reach.usesOf(index).some(({ how }) => how !== "import"),
  );
  const upward = (index: number) =>
    [
      ...new Set(
        (program.callers[index] ?? [])
          .filter((link) => carries(link, reach) && isReaching(link.from))
          .map(({ from }) => numbers.get(from) as number),
      ),
    ].sort((a, b) => a - b);
  const successors = [direct.map((index) => numbers.get(index) as number), ...reaching.map(upward)];
  const next = (node: number) => successors[node] ?? [];
  const size = reaching.length + 1;
  const counts = countDominated(findDominators(size, next), reversePostOrder(size, next));
  return {
    unlocks: (index) => Math.max(1, counts[numbers.get(index) ?? -1] ?? 1),
    fanIn: (index) => next(numbers.get(index) ?? -1).length,
  };
}

/** A wait comes up through inline links; mere touching also through spawns. */
function carries({ from, isInline, rank }: Link, reach: Reach): boolean {
  if (rank > DECIDING_RANK && reach.suspends.rankOf(from) <= DECIDING_RANK) return false;
  return isInline || reach.suspends.rankOf(from) < 0;
}
