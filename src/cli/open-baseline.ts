import type { Assessment } from "../assessment/assessment.ts";
import {
  type Comparison,
  comparableOf,
  compareAssessments,
} from "../report/compare-assessments.ts";
import { renderComparison } from "../report/render-comparison.ts";
import { readAssessment } from "./read-assessment.ts";

export interface Changes {
  readonly comparison: Comparison;
  /** The same for a terminal. */
  readonly text: string;
}

/** What has changed since the assessment in a file, which is read now: a wrong one is told before the work begins. */
export async function openBaseline(path: string): Promise<(after: Assessment) => Changes> {
  const before = comparableOf(await readAssessment(path));
  return (after) => {
    const comparison = compareAssessments(before, after);
    return { comparison, text: renderComparison(before, after, comparison) };
  };
}
