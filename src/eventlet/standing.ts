import type { CallGraph, GraphNode } from "../callgraph/call-graph.ts";
import { isBeside } from "./beside.ts";

/** 0 the product, 1 what stands beside it (documentation, examples, scripts), 2 tests. */
export type Standing = 0 | 1 | 2;

/**
 * How much code says about the product: what an example or a script calls, or puts in the place of a
 * method, decides nothing for the product. A folder's name is not enough: what the product imports
 * belongs to it.
 */
export function readStanding(graph: CallGraph): (node: GraphNode) => Standing {
  const paths = new Map(graph.nodes.map(({ id, path = "" }) => [id, path]));
  const tests = new Set(graph.nodes.flatMap(({ path, isTest }) => (isTest === true ? [path] : [])));
  const imports = graph.moduleImports
    .map(({ from, to }) => [paths.get(from) ?? "", paths.get(to) ?? ""] as const)
    .filter(([from, to]) => isBeside(to) && !tests.has(from));
  const used = new Set<string>();
  for (let before = -1; before < used.size; ) {
    before = used.size;
    for (const [from, to] of imports) if (!isBeside(from) || used.has(from)) used.add(to);
  }
  return ({ path = "", isTest }) => {
    if (isTest === true) return 2;
    return isBeside(path) && !used.has(path) ? 1 : 0;
  };
}
