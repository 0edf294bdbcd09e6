import type { Assessment, FunctionAssessment } from "../assessment/assessment.ts";

/** What changed in a program between two assessments of it. Test functions are left out, as in the summary. */
export interface Comparison {
  readonly before: Totals;
  readonly after: Totals;
  /** Functions that reach Eventlet now and did not before, or were not there. All lists are sorted by id. */
  readonly newlyReaching: readonly ReachingFunction[];
  /** Functions that reached Eventlet before and do not now, or are gone; place and verdict are those of before. */
  readonly noLongerReaching: readonly ReachingFunction[];
  /** Functions that reach Eventlet in both, with another verdict. */
  readonly newVerdicts: readonly (ReachingFunction & {
    readonly verdictBefore: FunctionAssessment["verdict"];
  })[];
  /** Names of the options that differ: figures may differ because of them alone. */
  readonly differingOptions: readonly string[];
}

/** The figures of a summary that tell how far a migration has come. */
export interface Totals {
  readonly reaching: number;
  readonly asyncioReady: number;
  readonly awaitletCandidates: number;
  readonly redesign: number;
  readonly undetermined: number;
  readonly directUses: number;
  /** Simulated effort that suffices in 50 and in 95 of 100 cases. */
  readonly pointsP50: number;
  readonly pointsP95: number;
  readonly hoursP50: number;
  readonly hoursP95: number;
}

export type ReachingFunction = Pick<FunctionAssessment, "id" | "path" | "line" | "verdict">;

/** What a comparison reads of an assessment. */
export interface Comparable
  extends Pick<Assessment, "repository" | "tool" | "options" | "summary"> {
  readonly functions: readonly (ReachingFunction & Pick<FunctionAssessment, "isTest">)[];
  readonly estimate: Pick<Assessment["estimate"], "points" | "hours">;
}

/** No more than that, so that the rest of a large assessment need not stay in memory. */
export function comparableOf({
  repository,
  tool,
  options,
  summary,
  functions,
  estimate: { points, hours },
}: Assessment): Comparable {
  return {
    repository,
    tool,
    options,
    summary,
    functions: functions.map(({ id, path, line, verdict, isTest }) => ({
      id,
      path,
      line,
      verdict,
      isTest,
    })),
    estimate: { points, hours },
  };
}

/** A function is known by its id: one that was renamed or moved counts as gone under the old name and as new under the other. */
export function compareAssessments(before: Comparable, after: Comparable): Comparison {
  const [old, now] = [reachingIn(before), reachingIn(after)];
  return {
    before: totalsOf(before),
    after: totalsOf(after),
    newlyReaching: [...now.values()].filter(({ id }) => !old.has(id)),
    noLongerReaching: [...old.values()].filter(({ id }) => !now.has(id)),
    newVerdicts: [...now.values()].flatMap((each) => {
      const verdictBefore = old.get(each.id)?.verdict;
      const isSame = verdictBefore === undefined || verdictBefore === each.verdict;
      return isSame ? [] : [{ ...each, verdictBefore }];
    }),
    differingOptions: differingOptions(before, after),
  };
}

function reachingIn({ functions }: Comparable): ReadonlyMap<string, ReachingFunction> {
  const own = functions.filter(({ isTest }) => !isTest);
  return new Map(own.map(({ id, path, line, verdict }) => [id, { id, path, line, verdict }]));
}

function totalsOf({ summary, estimate: { points, hours } }: Comparable): Totals {
  const { reaching, asyncioReady, awaitletCandidates, redesign, undetermined, directUses } =
    summary;
  return {
    reaching,
    asyncioReady,
    awaitletCandidates,
    redesign,
    undetermined,
    directUses,
    pointsP50: points.p50,
    pointsP95: points.p95,
    hoursP50: hours.p50,
    hoursP95: hours.p95,
  };
}

function differingOptions({ options: old }: Comparable, { options: now }: Comparable): string[] {
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].filter((name) => old[name] !== now[name]);
}
