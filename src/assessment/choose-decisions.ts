import { FIRST_TESTS } from "../effort/price-tests.ts";
import type { LibraryEntry } from "../eventlet/catalogue.ts";
import { type Sentence, say, type Text, textIn } from "../sentence.ts";
import type { FunctionAssessment, Summary } from "./assessment.ts";
import type { StageResults } from "./stage-results.ts";

type Decision = Summary<Text>["decisions"][number];

/** What somebody has to decide before the work can start; at most five, the weightiest first. */
export function chooseDecisions(
  results: StageResults,
  own: readonly FunctionAssessment<Text>[],
): Decision[] {
  if (own.length === 0) return [];
  const isThreads = results.estimate.recommendation.option === "threads";
  const decisions = [
    targetDecision(results),
    serverDecision(results, isThreads),
    isThreads ? threadsDecision(results) : libraryDecision(results),
    redesignDecision(own),
    isThreads ? undefined : hubDecision(results),
    testDecision(results),
  ];
  return decisions.filter((decision) => decision !== undefined).slice(0, 5);
}

function targetDecision({ estimate }: StageResults): Decision {
  const { option, reason } = estimate.recommendation;
  return {
    title: say`Choose the target`,
    text: say`Recommended: ${TARGETS[option]}. ${reason}`,
  };
}

/** What a reader calls a strategy. */
export const TARGETS = {
  awaitletFirst: say`Awaitlet first`,
  balanced: say`the balanced plan`,
  fullAsyncio: say`full asyncio`,
  threads: say`native threads`,
} as const;

function serverDecision({ findings }: StageResults, isThreads: boolean): Decision | undefined {
  // The server itself is the dearest of its family; what reads a request's body is none.
  const [server] = findings.uses
    .filter(({ category, isTest, how }) => category === "wsgi-server" && !isTest && how === "call")
    .sort((a, b) => b.effort - a.effort);
  if (server === undefined) return undefined;
  const line = String(server.line);
  return {
    title: say`Choose the server that replaces Eventlet's WSGI server`,
    text: isThreads
      ? say`${server.api} is used at ${server.path}:${line}; a WSGI server with native threads takes its place.`
      : say`${server.api} is used at ${server.path}:${line}; an ASGI server changes how requests enter the program.`,
  };
}

function libraryDecision({ findings }: StageResults): Decision | undefined {
  const rewrites = findings.libraries.filter(
    ({ suspends, library }) => suspends && library.fidelity !== "direct",
  );
  if (rewrites.length === 0) return undefined;
  const names = [...rewrites]
    .sort((a, b) => b.calls - a.calls)
    .map(({ library }) => library.distribution);
  const shown = names.slice(0, SHOWN_LIBRARIES);
  return {
    title: say`Settle the libraries`,
    text: describeRewrites(names.length, shown),
  };
}

const SHOWN_LIBRARIES = 4;

/** Which libraries are tied to Eventlet, and how each runs on native threads. */
function threadsDecision({ findings }: StageResults): Decision | undefined {
  const points = ({ threads, effort }: LibraryEntry) => threads?.effort ?? effort;
  const tied = findings.libraries
    .filter(({ suspends, library }) => suspends && library.coupling !== "none")
    .map(({ library }) => library)
    .filter((library) => points(library) > 0)
    .sort((a, b) => points(b) - points(a));
  if (tied.length === 0) return undefined;
  const switched = tied.flatMap(({ distribution, threads }) =>
    threads === undefined ? [] : [say`${distribution} (${textIn(threads.remedy)})`],
  );
  const stuck = tied.flatMap(({ distribution, threads }) =>
    threads === undefined ? [distribution] : [],
  );
  return {
    title: say`Settle the libraries`,
    text: describeThreads(switched.slice(0, SHOWN_LIBRARIES), stuck.slice(0, SHOWN_LIBRARIES)),
  };
}

function describeThreads(switched: readonly Sentence[], stuck: readonly string[]): Text {
  if (switched.length === 0) return say`No mode for native threads is known of ${stuck}.`;
  return stuck.length === 0
    ? say`To be switched to native threads: ${switched}.`
    : say`To be switched to native threads: ${switched}. No mode for native threads is known of ${stuck}.`;
}

function describeRewrites(count: number, shown: readonly string[]): Text {
  if (count === 1) return say`One library that suspends has no drop-in replacement: ${shown}.`;
  return count === shown.length
    ? say`${count} libraries that suspend have no drop-in replacement: ${shown}.`
    : say`${count} libraries that suspend have no drop-in replacement, above all ${shown}.`;
}

function redesignDecision(own: readonly FunctionAssessment<Text>[]): Decision | undefined {
  const redesigns = own.filter(({ verdict }) => verdict === "redesign");
  const [first] = [...redesigns].sort((a, b) => b.points - a.points);
  if (first === undefined) return undefined;
  const example = say`${first.id} (${first.path}:${String(first.line)})`;
  return {
    title: say`Name an owner for what must be redesigned`,
    text:
      redesigns.length === 1
        ? say`One function has no counterpart in asyncio: ${example}.`
        : say`${redesigns.length} functions have no counterpart in asyncio, for instance ${example}.`,
  };
}

function hubDecision({ findings: { hub } }: StageResults): Decision | undefined {
  if (hub.switched) return undefined;
  const [blocker] = hub.blockers;
  const isTooOld = hub.isAllowed === "no" && hub.eventletVersion !== undefined;
  const stands =
    blocker === undefined
      ? say`No obstacle to it was found.`
      : say`What prevents it: ${textIn(blocker.what)} (${blocker.path}:${String(blocker.line)}).`;
  const state = isTooOld
    ? say`It needs Eventlet 0.35 or later; the repository asks for ${hub.eventletVersion}.`
    : stands;
  return {
    title: say`Switch to the asyncio hub`,
    text: say`It is the first step of the official migration to asyncio; native threads need none. ${state}`,
  };
}

function testDecision({ estimate }: StageResults): Decision | undefined {
  const untested = estimate.packages
    .filter(({ id }) => id.startsWith(FIRST_TESTS))
    .reduce((sum, { functions }) => sum + functions.length, 0);
  if (untested === 0) return undefined;
  return {
    title: say`Decide how much to test first`,
    text: say`No test reaches ${untested} of the functions that change.`,
  };
}
