import type { SiteRef } from "../../callgraph/call-graph.ts";
import { isDeciding, type Program } from "../program.ts";
import { type ComputedCalls, findComputedCalls } from "./computed-calls.ts";

/** A place that calls what it, or what it calls, has found under a computed name. */
export interface Dispatch {
  readonly from: number;
  readonly site: SiteRef;
  /** The graph knows some of what it may have found. */
  readonly isPartial: boolean;
}

/** At most one for each function: first those whose call is not resolved at all. */
export function findDispatches(program: Program): readonly Dispatch[] {
  const computedIn = computedByFunction(program);
  const found = new Map<number, Dispatch>();
  for (const { function: id, site, text } of program.graph.unresolvedSites) {
    const from = program.indexOf(id);
    if (from === undefined || text !== "" || found.has(from)) continue;
    const isGiven = (program.callees[from] ?? []).some(({ to }) => computedIn(to).gives);
    const isOwn = computedIn(from).sites.includes(site.site);
    if (isOwn || isGiven) found.set(from, { from, site, isPartial: false });
  }
  for (const from of program.nodes.keys()) {
    const site = found.has(from) ? undefined : partialSite(program, from, computedIn(from));
    if (site !== undefined) found.set(from, { from, site, isPartial: true });
  }
  return [...found.values()];
}

function computedByFunction({ graph, nodes }: Program) {
  const computed = graph.modules.map((facts): ComputedCalls => findComputedCalls(facts));
  return (index: number) => {
    const { module = -1, scope = -1 } = nodes[index] ?? {};
    return {
      sites: computed[module]?.sites.get(scope) ?? [],
      isMixed: (site: number) => computed[module]?.mixed.has(site) === true,
      gives: computed[module]?.givers.has(scope) === true,
    };
  };
}

/**
 * The known callees of such a place are guesses, or come from elsewhere than the computed name. Where
 * the graph takes all methods of the object's classes for what `getattr()` finds, nothing is left.
 */
function partialSite(
  { callees }: Program,
  index: number,
  { sites, isMixed }: ReturnType<ReturnType<typeof computedByFunction>>,
): SiteRef | undefined {
  for (const wanted of sites) {
    const links = (callees[index] ?? []).filter(({ edge }) =>
      edge.sites.some(({ site }) => site === wanted),
    );
    const isPartial =
      links.every((link) => link.isInline && link.edge.how !== "getattr") &&
      (isMixed(wanted) || !links.some(isDeciding));
    const site = links[0]?.edge.sites.find((each) => each.site === wanted);
    if (isPartial && site !== undefined) return site;
  }
  return undefined;
}
