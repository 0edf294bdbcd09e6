import { FIRST_TESTS } from "../effort/price-tests.ts";
import type { FunctionAssessment, Summary } from "./assessment.ts";
import type { StageResults } from "./stage-results.ts";

type Decision = Summary["decisions"][number];

/** What somebody has to decide before the work can start; at most five, the weightiest first. */
export function chooseDecisions(
  results: StageResults,
  own: readonly FunctionAssessment[],
): Decision[] {
  if (own.length === 0) return [];
  const decisions = [
    targetDecision(results),
    serverDecision(results),
    libraryDecision(results),
    redesignDecision(own),
    hubDecision(results),
    testDecision(results),
  ];
  return decisions.filter((decision) => decision !== undefined).slice(0, 5);
}

function targetDecision({ estimate }: StageResults): Decision {
  const { option, reason } = estimate.recommendation;
  const chosen = estimate.options.find((candidate) => candidate.option === option);
  const hours = Math.round(chosen?.hoursP80 ?? 0);
  return {
    title: "Choose the target",
    text: `Recommended: ${TARGETS[option]} (P80 ${hours} hours). ${reason}`,
  };
}

/** What a reader calls a strategy. */
export const TARGETS = {
  awaitletFirst: "Awaitlet first",
  balanced: "the balanced plan",
  fullAsyncio: "full asyncio",
  threads: "native threads",
} as const;

function serverDecision({ findings }: StageResults): Decision | undefined {
  const server = findings.uses.find(
    ({ category, isTest, how }) => category === "wsgi-server" && !isTest && how === "call",
  );
  if (server === undefined) return undefined;
  return {
    title: "Choose the server that replaces Eventlet's WSGI server",
    text: `${server.api} is used at ${server.path}:${server.line}; an ASGI server changes how requests enter the program.`,
  };
}

function libraryDecision({ findings }: StageResults): Decision | undefined {
  const rewrites = findings.libraries.filter(
    ({ suspends, library }) => suspends && library.fidelity !== "direct",
  );
  if (rewrites.length === 0) return undefined;
  const names = [...rewrites]
    .sort((a, b) => b.calls - a.calls)
    .slice(0, 4)
    .map(({ library }) => library.distribution);
  return {
    title: "Settle the libraries",
    text:
      rewrites.length === 1
        ? `One library that suspends has no drop-in twin: ${names.join()}.`
        : `${rewrites.length} libraries that suspend have no drop-in twin, above all ${names.join(", ")}.`,
  };
}

function redesignDecision(own: readonly FunctionAssessment[]): Decision | undefined {
  const redesigns = own.filter(({ verdict }) => verdict === "redesign");
  const [first] = [...redesigns].sort((a, b) => b.points - a.points);
  if (first === undefined) return undefined;
  const count =
    redesigns.length === 1
      ? "One function has no counterpart in asyncio"
      : `${redesigns.length} functions have no counterpart in asyncio, for instance`;
  return {
    title: "Name an owner for what must be redesigned",
    text: `${count}${redesigns.length === 1 ? ":" : ""} ${first.id} (${first.path}:${first.line}).`,
  };
}

function hubDecision({ findings: { hub } }: StageResults): Decision | undefined {
  if (hub.switched) return undefined;
  const [blocker] = hub.blockers;
  const isTooOld = hub.isAllowed === "no" && hub.eventletVersion !== undefined;
  const stands =
    blocker === undefined
      ? "Nothing found stands against it."
      : `${blocker.what} (${blocker.path}:${blocker.line}) stands against it.`;
  const state = isTooOld
    ? `It needs Eventlet 0.35 or later; the repository asks for ${hub.eventletVersion}.`
    : stands;
  return {
    title: "Switch to the asyncio hub",
    text: `It is the first step of the official migration. ${state}`,
  };
}

function testDecision({ estimate }: StageResults): Decision | undefined {
  const untested = estimate.packages
    .filter(({ id }) => id.startsWith(FIRST_TESTS))
    .reduce((sum, { functions }) => sum + functions.length, 0);
  if (untested === 0) return undefined;
  return {
    title: "Decide how much to test first",
    text: `No test reaches ${untested} of the functions that change.`,
  };
}
