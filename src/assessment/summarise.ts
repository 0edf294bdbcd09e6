import type { Estimate } from "../effort/estimate.ts";
import type { Via } from "../eventlet/catalogue.ts";
import { inPercent, plural, say, type Text } from "../sentence.ts";
import type { Coverage, FunctionAssessment, Summary } from "./assessment.ts";
import { chooseDecisions, TARGETS } from "./choose-decisions.ts";
import { gradeReadiness } from "./grade-readiness.ts";
import type { StageResults } from "./stage-results.ts";

/** The numbers of the first page. Tests are counted apart everywhere. */
export function summarise(
  results: StageResults,
  functions: readonly FunctionAssessment<Text>[],
  coverage: Coverage,
): Summary<Text> {
  const { source, graph, findings } = results;
  const own = functions.filter(({ isTest }) => !isTest);
  const callable = graph.nodes.filter(
    ({ kind, isLibrary }) =>
      isLibrary !== true && (kind === "function" || kind === "method" || kind === "lambda"),
  );
  const ownCallable = callable.filter(({ isTest }) => isTest !== true).length;
  const counts = {
    reaching: own.length,
    suspends: own.filter((fn) => fn.reach === "suspends" && !isOnlyFamily(fn)).length,
    touches: own.filter(({ reach }) => reach === "touches").length,
    withFamily: own.filter(isOnlyFamily).length,
    asyncioReady: countOf(own, "asyncio-ready"),
    awaitletCandidates: countOf(own, "awaitlet-candidate"),
    redesign: countOf(own, "redesign"),
    undetermined: countOf(own, "undetermined"),
  };
  const bodies = own.filter(({ kind }) => kind === "module" || kind === "class-body").length;
  const counted = ownCallable + bodies;
  return {
    files: source.files.length,
    lines: source.files.reduce((sum, { lines }) => sum + lines, 0),
    functions: counted,
    testFunctions: callable.length - ownCallable,
    ...counts,
    unaffected: counted - own.length,
    directUses: findings.uses.filter(({ isTest, how }) => !isTest && how !== "import").length,
    viaCounts: countVia(own),
    grade: gradeReadiness(results, own, { functions: counted, coverage }),
    sentence: sentence(counts, results.estimate, TARGETS[results.readiness.strategy]),
    decisions: chooseDecisions(results, own),
  };
}

const isOnlyFamily = ({ changesWith }: FunctionAssessment<Text>): boolean =>
  changesWith !== undefined;

function countOf(
  functions: readonly FunctionAssessment<Text>[],
  kind: FunctionAssessment["verdict"],
): number {
  return functions.filter(({ verdict }) => verdict === kind).length;
}

function countVia(functions: readonly FunctionAssessment<Text>[]): Readonly<Record<Via, number>> {
  const count = (wanted: Via) => functions.filter(({ via }) => via.includes(wanted)).length;
  return {
    eventlet: count("eventlet"),
    "monkey-patch": count("monkey-patch"),
    library: count("library"),
  };
}

function sentence(
  {
    reaching,
    asyncioReady,
    awaitletCandidates,
  }: { reaching: number; asyncioReady: number; awaitletCandidates: number },
  { hours }: Estimate,
  target: Text,
): Text {
  if (reaching === 0)
    return say`No function of this repository reaches Eventlet: nothing has to be migrated.`;
  const ready = inPercent(asyncioReady / reaching);
  const bridged = inPercent(awaitletCandidates / reaching);
  return say`${plural(reaching, "# function reaches", "# functions reach")} Eventlet: ${ready} can become async, ${bridged} stay synchronous under Awaitlet; with ${target} the work takes about ${twoFigures(hours.p50)} to ${twoFigures(hours.p95)} hours (P50 to P95).`;
}

/** An estimate promises no more. */
const twoFigures = (value: number): number => Number(value.toPrecision(2));
