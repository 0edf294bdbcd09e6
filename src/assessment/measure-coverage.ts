import type { Coverage } from "./assessment.ts";
import type { StageResults } from "./stage-results.ts";

/** How much of the repository was understood: what the verdicts rest on, and what they cannot see. */
export function measureCoverage({ source, graph }: StageResults): Coverage {
  const edges = { certain: 0, likely: 0, possible: 0 };
  let resolved = 0;
  let caller = "";
  const sitesOfCaller = new Set<number>();
  // The edges of one caller stand together.
  for (const { from, confidence, sites } of graph.edges) {
    if (from !== caller) {
      resolved += sitesOfCaller.size;
      sitesOfCaller.clear();
      caller = from;
    }
    if (graph.node(from)?.isLibrary === true) continue;
    edges[confidence]++;
    for (const { site } of sites) sitesOfCaller.add(site);
  }
  resolved += sitesOfCaller.size;
  const unresolved = graph.unresolvedSites.length;
  const broken = new Set(
    graph.modules
      .filter(({ diagnostics }) => diagnostics.some(({ severity }) => severity === "error"))
      .map(({ path }) => path),
  );
  const { budget: _, ...reasons } = graph.unresolved;
  return {
    filesRead: source.files.length,
    filesSkipped: source.skipped.length,
    filesWithErrors: broken.size,
    calls: resolved + unresolved,
    resolvedCalls: resolved,
    unresolved: reasons,
    edges,
  };
}
