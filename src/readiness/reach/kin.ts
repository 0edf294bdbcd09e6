import type { ClassInfo } from "../../callgraph/call-graph.ts";
import { groupBy } from "../../group-by.ts";

/**
 * May an object whose method one class brings have a method of the other? It may be of any class that
 * comes from both: a mixture calls what stands beside it.
 */
export function findKin(classes: readonly ClassInfo[]): (one: string, other: string) => boolean {
  const pairs = classes.flatMap(({ id, ancestors }) =>
    [id, ...ancestors].map((ancestor) => ({ ancestor, id })),
  );
  const below = new Map(
    [...groupBy(pairs, ({ ancestor }) => ancestor)].map(([ancestor, all]) => [
      ancestor,
      new Set(all.map(({ id }) => id)),
    ]),
  );
  return (one, other) => {
    if (one === other) return true;
    const theirs = below.get(other);
    return [...(below.get(one) ?? [])].some((id) => theirs?.has(id) === true);
  };
}
