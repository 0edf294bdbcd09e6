import type { Assessment } from "../assessment/assessment.ts";
import { say } from "../sentence.ts";
import { answerOfNothing } from "./answer-of-nothing.ts";
import type { Words } from "./words.ts";

/** A few lines for the terminal: the counts and the range, and what the range means. */
export function renderSummary(assessment: Assessment, words: Words): string {
  const { summary, estimate } = assessment;
  if (summary.reaching === 0) return answerOfNothing(assessment, words);
  const range = ({ p50, p95 }: { readonly p50: number; readonly p95: number }) =>
    [p50, p95].map((value) => words.about(value)) as [string, string];
  const [hours, points] = [range(estimate.hours), range(estimate.points)];
  const rows = [
    [words.say(say`functions that reach Eventlet`), words.number(summary.reaching)],
    [words.t("verdict.asyncio-ready"), words.number(summary.asyncioReady)],
    [words.t("verdict.awaitlet-candidate"), words.number(summary.awaitletCandidates)],
    [words.t("verdict.redesign"), words.number(summary.redesign)],
    [words.t("verdict.undetermined"), words.number(summary.undetermined)],
    [
      words.say(say`effort (P50 to P95)`),
      words.say(say`about ${hours[0]} to ${hours[1]} hours, ${points[0]} to ${points[1]} points`),
    ],
  ] as const;
  const width = Math.max(...rows.map(([name]) => columnsOf(name)));
  return [
    ...rows.map(([name, value]) => `${name}${" ".repeat(width - columnsOf(name))}  ${value}`),
    words.say(say`P50 and P95: enough in 50 and in 95 of 100 simulated cases.`),
  ].join("\n");
}

/** Columns of a terminal: Chinese characters and kana are two wide. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter >= "\u3000" ? 2 : 1), 0);
}
