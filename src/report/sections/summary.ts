import { byCodeUnits } from "../../by-code-units.ts";
import { answerOfNothing } from "../answer-of-nothing.ts";
import { chartTexts } from "../chart.ts";
import { drawStackedBar } from "../charts/stacked-bar.ts";
import { recommendedInstead } from "../recommended-instead.ts";
import type { SectionContext } from "../section.ts";
import { capped, share, VERDICTS, wordFor } from "../section.ts";
import { chosenPlan, unsoundPlaces } from "./boundary.ts";
import { callersOfUnknown } from "./inventory.ts";
import { expectedHours } from "./risks.ts";

type Summary = SectionContext["assessment"]["summary"];

const DECISIONS = 5;
const RISKS = 4;
const MODULES = 3;
const EPICS = 4;
const BAR_ON_PAPER = 640;
const BAR_ON_SCREEN = 920;

/** The page that a director reads: the answer, the grade, the price, the date, and what is not known. */
export function summaryView(context: SectionContext) {
  const { assessment, words } = context;
  const { summary, estimate, plan } = assessment;
  const verdicts = VERDICTS.map((kind) => {
    const value = countOf(summary, kind);
    return { kind, name: words.t(`verdict.${kind}`), value, share: share(value, summary.reaching) };
  });
  const text = chartTexts(words, "verdicts", { n: summary.reaching });
  return {
    answer: answerOf(context),
    grade: summary.grade,
    gradeTerms: summary.grade.terms,
    reaching: summary.reaching,
    functions: summary.functions,
    reachingShare: share(summary.reaching, summary.functions),
    hours: estimate.hours,
    cost: estimate.cost,
    hasWork: plan.stories.length > 0,
    finish: plan.finish,
    calendarDays: estimate.calendarDays,
    team: plan.team,
    isLate: plan.finish !== undefined && plan.finish.p80 > plan.endOfSupport,
    endOfSupport: plan.endOfSupport,
    verdicts,
    verdictBar: drawStackedBar(
      verdicts.map(({ kind, name, value }) => ({ kind, name, value, shown: words.number(value) })),
      context.isPrint ? BAR_ON_PAPER : BAR_ON_SCREEN,
      text,
    ),
    decisions: summary.decisions.slice(0, DECISIONS),
    risks: topRisks(assessment),
    where: largestModules(context),
    order: capped(assessment.plan.epics, EPICS),
    understood: understandingOf(context),
  };
}

export function countOf(summary: Summary, verdict: (typeof VERDICTS)[number]): number {
  switch (verdict) {
    case "asyncio-ready":
      return summary.asyncioReady;
    case "awaitlet-candidate":
      return summary.awaitletCandidates;
    case "redesign":
      return summary.redesign;
    case "undetermined":
      return summary.undetermined;
  }
}

/** One sentence, from the numbers; its clauses depend on what was found. */
function answerOf({ assessment, words }: SectionContext): string {
  const { summary, estimate, repository } = assessment;
  if (summary.reaching === 0) return answerOfNothing(assessment, words);
  const shareOf = (count: number) => words.percent(share(count, summary.reaching));
  const other = recommendedInstead({ assessment });
  return words.t(other === undefined ? "summary.answer" : "summary.answer.other", {
    repository: repository.name,
    n: summary.reaching,
    functions: summary.functions,
    ready: summary.asyncioReady,
    readyShare: shareOf(summary.asyncioReady),
    candidates: summary.awaitletCandidates,
    candidateShare: shareOf(summary.awaitletCandidates),
    redesign: summary.redesign,
    undetermined: summary.undetermined,
    unknown: shareOf(summary.undetermined),
    option: words.t(`option.${estimate.recommendation.option}`),
    p50: words.about(estimate.hours.p50),
    p95: words.about(estimate.hours.p95),
    plan: wordFor(words, "option", other?.plan ?? ""),
    otherHours: words.about(other?.option.hoursP80 ?? 0),
  });
}

/** The modules whose functions cost most; of nothing where nothing is to be paid. */
function largestModules({ assessment }: SectionContext) {
  return assessment.modules
    .filter(({ isTest, points }) => !isTest && points > 0)
    .sort((a, b) => b.points - a.points || byCodeUnits(a.path, b.path))
    .slice(0, MODULES)
    .map(({ path, points }) => ({ path, points }));
}

/** The risks with the largest expected effect. */
function topRisks({ risks }: SectionContext["assessment"]) {
  return [...risks]
    .map((risk) => ({ ...risk, expected: expectedHours(risk) }))
    .sort((a, b) => b.expected - a.expected || byCodeUnits(a.id, b.id))
    .slice(0, RISKS);
}

/** What the reader must not take for understood. */
function understandingOf({ assessment }: SectionContext) {
  const { coverage, summary } = assessment;
  return {
    calls: coverage.calls,
    resolved: share(coverage.resolvedCalls, coverage.calls),
    unresolved: coverage.calls - coverage.resolvedCalls,
    isWhole: coverage.filesWithErrors === 0 && coverage.filesSkipped === 0,
    filesWithErrors: coverage.filesWithErrors,
    filesSkipped: coverage.filesSkipped,
    undetermined: summary.undetermined,
    callersOfUnknown: callersOfUnknown(assessment),
    unknownPackages: assessment.unknownPackages?.length ?? 0,
    unsound: unsoundPlaces(chosenPlan(assessment)).length,
  };
}
