import type { ClassInfo } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";

/**
 * May an object whose method one class brings have a method of the other? It may be of any class that
 * comes from both: a mixture calls what stands beside it.
 */
export function findKin(classes: readonly ClassInfo[]): (one: string, other: string) => boolean {
  const below = new Map<string, string[]>();
  for (const { id, ancestors } of classes) {
    for (const ancestor of [id, ...ancestors]) addToGroup(below, ancestor, id);
  }
  return (one, other) => {
    if (one === other) return true;
    const theirs = new Set(below.get(other));
    return (below.get(one) ?? []).some((id) => theirs.has(id));
  };
}
