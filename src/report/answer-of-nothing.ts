import type { Assessment } from "../assessment/assessment.ts";
import type { Words } from "./words.ts";

/** Where nothing of the program reaches Eventlet: do its tests, or is it named where programs are set up? */
export function answerOfNothing(assessment: Assessment, words: Words): string {
  const { repository, summary, functions, signals } = assessment;
  const tests = functions.filter(({ isTest }) => isTest).length;
  const named = signals.filter(
    ({ kind, what }) => SET_UP.has(kind) && /eventlet/i.test(what),
  ).length;
  const params = { repository: repository.name };
  if (tests > 0) return words.t("summary.answer.testsOnly", { ...params, n: tests });
  if (named > 0) return words.t("summary.answer.named", { ...params, n: named });
  return words.t("summary.answer.nothing", { ...params, n: summary.functions });
}

/** What decides whether Eventlet is installed or runs; what documents or tests say does not. */
const SET_UP: ReadonlySet<string> = new Set(["dependency", "deployment", "config", "env"]);
