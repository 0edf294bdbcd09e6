import type { Assessment } from "../assessment/assessment.ts";

/** A few lines for the terminal: the counts and the range, and what the range means. */
export function renderSummary({ summary, estimate }: Assessment): string {
  const { points, hours } = estimate;
  const rows: readonly (readonly [string, number | string])[] = [
    ["functions that reach Eventlet", summary.reaching],
    ["asyncio-ready", summary.asyncioReady],
    ["Awaitlet candidates", summary.awaitletCandidates],
    ["redesign", summary.redesign],
    ["undetermined", summary.undetermined],
    [
      "effort (P50 to P95)",
      `${Math.round(hours.p50)} to ${Math.round(hours.p95)} hours, ${Math.round(points.p50)} to ${Math.round(points.p95)} points`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    "P50 and P95: what suffices in 50 and in 95 of 100 simulated cases.",
  ].join("\n");
}
