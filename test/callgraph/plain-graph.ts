import type { CallEdge, CallGraph, GraphNode } from "../../src/callgraph/call-graph.ts";

/** A complete graph of these nodes and edges that knows of nothing else; `details` stand over it. */
export function plainGraph(
  nodes: readonly GraphNode[],
  edges: readonly CallEdge[],
  details: Partial<CallGraph> = {},
): CallGraph {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return {
    modules: [],
    nodes,
    edges,
    externalCalls: [],
    externalReferences: [],
    classes: [],
    entryPoints: [],
    moduleImports: [],
    externalImports: [],
    overrideFamilies: [],
    externalOverrides: {},
    unresolved: {
      "unknown-receiver": 0,
      "unknown-name": 0,
      "unknown-parameter": 0,
      "unknown-result": 0,
      dynamic: 0,
      budget: 0,
    },
    unresolvedSites: [],
    steps: 0,
    isComplete: true,
    node: (id) => byId.get(id),
    callersOf: (id) => edges.filter(({ to }) => to === id),
    calleesOf: (id) => edges.filter(({ from }) => from === id),
    ...details,
  };
}
