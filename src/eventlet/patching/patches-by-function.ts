import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { GraphView } from "../graph-view.ts";
import type { FoundPatch } from "./find-patch-calls.ts";
import type { PatchesOf } from "./run-process.ts";

/** A wrapper of a wrapper of a wrapper: enough for every real program seen. */
const MAX_DEPTH = 8;

/** Which patches calling a function leads to, through the program's own wrappers. */
export function patchesByFunction(view: GraphView, patches: readonly FoundPatch[]): PatchesOf {
  const found = new Map<FunctionId, Set<FoundPatch>>();
  for (const patch of patches) {
    let layer: readonly FunctionId[] = [patch.function];
    const seen = new Set(layer);
    for (let depth = 0; depth < MAX_DEPTH && layer.length > 0; depth++) {
      for (const id of layer) found.set(id, (found.get(id) ?? new Set()).add(patch));
      layer = layer
        .flatMap((id) => view.graph.callersOf(id))
        .filter(
          ({ from, kind, how, confidence }) =>
            kind === "call" && how !== "fallback" && confidence !== "possible" && !seen.has(from),
        )
        .map(({ from }) => from);
      for (const id of layer) seen.add(id);
    }
  }
  return (id) => [...(found.get(id) ?? [])];
}
