import type { Coverage } from "./assessment.ts";
import type { StageResults } from "./stage-results.ts";

/** How much of the repository was understood: what the verdicts rest on, and what they cannot see. */
export function measureCoverage({ source, graph }: StageResults): Coverage {
  const own = graph.edges.filter(({ from }) => graph.node(from)?.isLibrary !== true);
  const resolved = new Set<string>();
  const edges = { certain: 0, likely: 0, possible: 0 };
  for (const { from, confidence, sites } of own) {
    edges[confidence]++;
    for (const { site } of sites) resolved.add(`${from}\n${site}`);
  }
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
    calls: resolved.size + unresolved,
    resolvedCalls: resolved.size,
    unresolved: reasons,
    edges,
  };
}
