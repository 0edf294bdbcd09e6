import type { SectionContext } from "../section.ts";

const STEPS = ["read", "graph", "uses", "verdicts", "effort"] as const;
const LIMITS = ["absence", "dynamic", "libraries", "runtime", "estimate"] as const;

/** How the numbers came about and what they cannot say. */
export function methodView({ assessment, words }: SectionContext) {
  const { estimate, summary, tool } = assessment;
  return {
    steps: STEPS.map((key) => words.t(`method.${key}`, { title: words.t("section.diagnostics") })),
    limits: LIMITS.map((key) => words.t(`limit.${key}`)),
    grade: summary.grade,
    formula: formulaOf(summary.grade, words),
    estimate,
    tool,
    schemaVersion: assessment.schemaVersion,
  };
}

/** The sum that makes the score, with the digits that it is reckoned with. */
function formulaOf(
  { terms, score }: SectionContext["assessment"]["summary"]["grade"],
  { number }: SectionContext["words"],
): string {
  const parts = terms.map(({ weight, value }) => `${number(weight)} × ${number(value, 3)}`);
  return `${parts.join(" + ")} = ${number(score)}`;
}
