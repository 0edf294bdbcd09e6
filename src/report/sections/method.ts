import type { SectionContext } from "../section.ts";

const STEPS = ["read", "graph", "uses", "verdicts", "effort"] as const;
const LIMITS = ["absence", "dynamic", "libraries", "runtime", "estimate"] as const;

/** How the numbers came about and what they cannot say. */
export function methodView({ assessment, words }: SectionContext) {
  const { estimate, summary, tool } = assessment;
  return {
    steps: STEPS.map((key) => words.t(`method.${key}`)),
    limits: LIMITS.map((key) => words.t(`limit.${key}`)),
    grade: summary.grade,
    estimate,
    tool,
    schemaVersion: assessment.schemaVersion,
  };
}
