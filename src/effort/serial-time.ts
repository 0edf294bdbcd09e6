import { alg, Graph } from "@dagrejs/graphlib";
import type { Wave } from "../readiness/readiness.ts";
import type { WorkPackage } from "./estimate.ts";

/** A package of more hours than this can be shared out among people. */
const INDIVISIBLE_HOURS = 24;

/**
 * Hours that no number of people can undercut: along the longest chain of waves, the largest piece
 * of work of each that one person has to do alone (the critical path of the wave graph).
 */
export function serialHours(packages: readonly WorkPackage[], waves: readonly Wave[]): number {
  const graph = waveGraph(
    packages.map(({ wave }) => wave),
    waves,
  );
  const finish = new Map<string, number>();
  for (const wave of alg.topsort(graph)) {
    const before = (graph.predecessors(wave) ?? []).map((other) => finish.get(other) ?? 0);
    const longest = Math.max(0, ...hoursOf(packages, Number(wave)));
    finish.set(wave, Math.max(0, ...before) + Math.min(longest, INDIVISIBLE_HOURS));
  }
  return Math.max(0, ...finish.values());
}

function hoursOf(packages: readonly WorkPackage[], wave: number): number[] {
  return packages.filter((part) => part.wave === wave).map(({ hours }) => hours.likely);
}

/** Waves as the plan orders them; the first and the last one frame all others. */
export function waveGraph(present: readonly number[], waves: readonly Wave[]): Graph {
  const graph = new Graph();
  const numbers = [...new Set(present)].sort((a, b) => a - b);
  const connect = (before: number | undefined, after: number | undefined) => {
    const isKnown = graph.hasNode(String(before)) && graph.hasNode(String(after));
    if (isKnown && Number(before) < Number(after)) graph.setEdge(String(before), String(after));
  };
  for (const number of numbers) graph.setNode(String(number));
  for (const number of numbers) {
    connect(numbers[0], number);
    connect(number, numbers.at(-1));
  }
  for (const { number, after } of waves) for (const other of after) connect(other, number);
  return graph;
}
