import { getHeapStatistics } from "node:v8";
import { tooLittleMemory } from "../failure.ts";

/**
 * Peak memory of whole runs, measured on repositories of 10,000 to 1,000,000 lines (docs/performance.md).
 * Facts and call graph live at once and grow with the lines; the rest is the program itself.
 */
const BASE_MEGABYTES = 150;
const BYTES_PER_LINE = 2900;

/** Megabytes that a run over so many lines of Python needs at its peak. */
export function estimateMemory(lines: number): number {
  return Math.ceil(BASE_MEGABYTES + (lines * BYTES_PER_LINE) / 1024 ** 2);
}

/**
 * Refuses before the work begins what would die in the midst of it. Without a budget the limit is
 * what this process may allocate at all.
 */
export function checkMemory(lines: number, budgetMegabytes: number | undefined): void {
  const limit = Math.floor(getHeapStatistics().heap_size_limit / 1024 ** 2);
  const budget = Math.min(budgetMegabytes ?? limit, limit);
  const needed = estimateMemory(lines);
  if (needed > budget) throw tooLittleMemory(needed, budget);
}
