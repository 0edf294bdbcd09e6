import type { CallEdge, CallGraph, FunctionId } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";
import type { GraphView } from "../graph-view.ts";
import type { Standing } from "../standing.ts";

/** The calls of the analysed code by number instead of id: they are walked once for every process. */
export interface CallLinks {
  /** Functions, modules and class bodies, by their number. */
  readonly ids: readonly FunctionId[];
  readonly standings: readonly Standing[];
  /** The number of each one's module. */
  readonly moduleOf: Int32Array;
  /** What each may call, start or hand on; for a module as it is imported. */
  readonly callees: readonly (readonly number[])[];
  /** The same without guesses. */
  readonly surely: readonly (readonly number[])[];
  /** By module, what it calls below `if __name__ == "__main__"`: only where it is the program. */
  readonly guarded: ReadonlyMap<number, readonly number[]>;
  /** By module, its functions that only something outside calls, as far as is seen. */
  readonly open: ReadonlyMap<number, readonly number[]>;
  /** -1 for what is outside. */
  numberOf(id: FunctionId): number;
}

export function readCallLinks(view: GraphView): CallLinks {
  const nodes = view.graph.nodes.filter(({ kind }) => kind !== "external");
  const numbers = new Map(nodes.map(({ id }, number) => [id, number]));
  const numberOf = (id: FunctionId): number => numbers.get(id) ?? -1;
  const standings = nodes.map(({ id }) => view.standingOf(id));
  const callees: number[][] = nodes.map(() => []);
  const surely: number[][] = nodes.map(() => []);
  const guarded = new Map<number, number[]>();
  const called = new Uint8Array(nodes.length);
  for (const edge of view.graph.edges) {
    const [from, to] = [numberOf(edge.from), numberOf(edge.to)];
    // Tests and examples may put something else in the place of a class: no fact about the product.
    if (from < 0 || to < 0 || (standings[to] ?? 0) > (standings[from] ?? 0)) continue;
    const isSure = edge.confidence !== "possible";
    if (isBelowGuard(view, edge)) addToGroup(guarded, from, to);
    else {
      callees[from]?.push(to);
      if (isSure) surely[from]?.push(to);
    }
    if (isSure && from !== to && (standings[from] ?? 0) <= (standings[to] ?? 0)) called[to] = 1;
  }
  const moduleOf = Int32Array.from(nodes, ({ id }) => numberOf(view.moduleOf(id) ?? id));
  const isEntered = enteredFromOutside(view.graph);
  const open = new Map<number, number[]>();
  for (const [number, { id, kind, isLibrary }] of nodes.entries()) {
    if (kind === "module" || kind === "class-body" || isLibrary === true) continue;
    if (called[number] === 0 || isEntered(id)) addToGroup(open, moduleOf[number] ?? -1, number);
  }
  const ids = nodes.map(({ id }) => id);
  return { ids, standings, moduleOf, callees, surely, guarded, open, numberOf };
}

function isBelowGuard(view: GraphView, { from, sites }: CallEdge): boolean {
  if (sites.length === 0 || view.graph.node(from)?.kind !== "module") return false;
  return sites.every(({ site }) => view.isWithin(from, site, "main-guard"));
}

/** Plugins that packaging metadata names, and methods that a library's class calls on its subclasses. */
function enteredFromOutside({
  entryPoints,
  externalOverrides,
}: CallGraph): (id: FunctionId) => boolean {
  const declared = new Set(
    entryPoints.flatMap(({ function: id, kind }) => (kind === "plugin" ? [id] : [])),
  );
  return (id) => declared.has(id) || externalOverrides[id] !== undefined;
}
