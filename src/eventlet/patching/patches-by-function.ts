import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { GraphView } from "../graph-view.ts";
import type { FoundPatch } from "./find-patch-calls.ts";
import type { PatchesOf } from "./run-process.ts";
import type { Passes } from "./test-runner-conditions.ts";

/** A wrapper of a wrapper of a wrapper: enough for every real program seen. */
const MAX_DEPTH = 8;

/**
 * Which patches calling a function leads to, through the program's own wrappers, in processes that
 * get to the places where `passes` says so.
 */
export function patchesByFunction(
  view: GraphView,
  patches: readonly FoundPatch[],
  passes: Passes,
): PatchesOf {
  const found = new Map<FunctionId, Set<FoundPatch>>();
  for (const patch of patches) {
    if (!passes(patch.function, patch.site)) continue;
    let layer: readonly FunctionId[] = [patch.function];
    const seen = new Set(layer);
    for (let depth = 0; depth < MAX_DEPTH && layer.length > 0; depth++) {
      for (const id of layer) found.set(id, (found.get(id) ?? new Set()).add(patch));
      layer = layer
        .flatMap((id) => view.graph.callersOf(id))
        .filter(
          ({ from, kind, how, confidence, sites }) =>
            kind === "call" &&
            how !== "fallback" &&
            confidence !== "possible" &&
            !seen.has(from) &&
            sites.some(({ site }) => passes(from, site)),
        )
        .map(({ from }) => from);
      for (const id of layer) seen.add(id);
    }
  }
  return (id) => [...(found.get(id) ?? [])];
}
