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
  const links = linksOf(view, numberOf, standings);
  const moduleOf = Int32Array.from(nodes, ({ id }) => numberOf(view.moduleOf(id) ?? id));
  const isEntered = enteredFromOutside(view.graph);
  const open = new Map<number, number[]>();
  for (const [number, { id, kind, isLibrary }] of nodes.entries()) {
    if (kind === "module" || kind === "class-body" || isLibrary === true) continue;
    if (!links.called.has(number) || isEntered(id))
      addToGroup(open, moduleOf[number] ?? -1, number);
  }
  const ids = nodes.map(({ id }) => id);
  const { callees, surely, guarded } = links;
  return { ids, standings, moduleOf, callees, surely, guarded, open, numberOf };
}

interface Links extends Pick<CallLinks, "callees" | "surely" | "guarded"> {
  /** Whom another surely calls that stands no higher. */
  readonly called: ReadonlySet<number>;
}

function linksOf(
  view: GraphView,
  numberOf: CallLinks["numberOf"],
  standings: readonly Standing[],
): Links {
  const callees: number[][] = standings.map(() => []);
  const surely: number[][] = standings.map(() => []);
  const guarded = new Map<number, number[]>();
  const called = new Set<number>();
  for (const edge of view.graph.edges) {
    const [from, to] = [numberOf(edge.from), numberOf(edge.to)];
    const [above, below] = [standings[from], standings[to]];
    // Tests and examples may put something else in the place of a class: no fact about the product.
    if (above === undefined || below === undefined || below > above) continue;
    const isSure = edge.confidence !== "possible";
    if (isSure && from !== to && above <= below) called.add(to);
    if (isBelowGuard(view, edge)) {
      addToGroup(guarded, from, to);
      continue;
    }
    callees[from]?.push(to);
    if (isSure) surely[from]?.push(to);
  }
  return { callees, surely, guarded, called };
}

function isBelowGuard(view: GraphView, { from, sites }: CallEdge): boolean {
  if (sites.length === 0 || view.graph.node(from)?.kind !== "module") return false;
  return sites.every(({ site }) => view.isWithin(from, site, "main-guard"));
}

/**
 * Plugins that packaging metadata names, methods that a library's class calls on its subclasses, and what has the
 * signature of a WSGI application, which a server calls also where one of the program's own calls it as well.
 */
function enteredFromOutside({
  entryPoints,
  externalOverrides,
}: CallGraph): (id: FunctionId) => boolean {
  const declared = new Set(
    entryPoints.flatMap(({ function: id, kind }) =>
      kind === "plugin" || kind === "wsgi-app" ? [id] : [],
    ),
  );
  return (id) => declared.has(id) || externalOverrides[id] !== undefined;
}
