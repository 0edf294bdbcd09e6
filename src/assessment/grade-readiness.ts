import { say, type Text } from "../sentence.ts";
import type { Coverage, FunctionAssessment, Summary } from "./assessment.ts";
import type { StageResults } from "./stage-results.ts";

/** Lower bound of the score for each letter. */
const LETTERS = [
  ["A", 85],
  ["B", 70],
  ["C", 55],
  ["D", 40],
  ["E", 0],
] as const;

/**
 * Readiness as 0 to 100, the weighted mean of five shares, each between 0 and 1, all measured on
 * the program's own functions. The weights are judgement; the formula travels with the grade.
 */
export function gradeReadiness(
  { findings, readiness }: StageResults,
  own: readonly FunctionAssessment<Text>[],
  { functions, coverage }: { readonly functions: number; readonly coverage: Coverage },
): Summary<Text>["grade"] {
  const share = (count: number, of: number) =>
    of === 0 ? 1 : Math.max(0, Math.min(1, count / of));
  const hubIsOpen =
    findings.hub.isAllowed === "yes" ? 1 : findings.hub.isAllowed === "unknown" ? 0.5 : 0;
  const chosen = readiness.plans.find(({ strategy }) => strategy === readiness.strategy);
  const terms = [
    {
      what: say`functions that do not reach Eventlet`,
      value: share(functions - own.length, functions),
      weight: 25,
    },
    {
      what: say`reaching functions that are asyncio-ready`,
      value: share(own.filter(({ verdict }) => verdict === "asyncio-ready").length, own.length),
      weight: 30,
    },
    {
      what: say`reaching functions that need no redesign and are determined`,
      value: share(
        own.filter(({ verdict }) => verdict !== "redesign" && verdict !== "undetermined").length,
        own.length,
      ),
      weight: 20,
    },
    {
      what: say`the asyncio hub is possible and the plan is sound`,
      value: (hubIsOpen + Number(chosen?.isSound ?? true)) / 2,
      weight: 10,
    },
    {
      what: say`calls that were resolved`,
      value: share(coverage.resolvedCalls, coverage.calls),
      weight: 15,
    },
  ].map((term) => ({ ...term, value: Math.round(term.value * 1000) / 1000 }));
  const score = Math.round(terms.reduce((sum, { value, weight }) => sum + value * weight, 0));
  const letter = LETTERS.find(([, least]) => score >= least)?.[0] ?? "E";
  const formula = terms.map(({ value, weight }) => `${weight} × ${value}`).join(" + ");
  return { letter, score, formula: `${formula} = ${score}`, terms };
}
