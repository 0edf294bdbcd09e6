import type { OptionEstimate, Recommendation } from "./estimate.ts";
import { ownVerdicts, type PricingInput } from "./price-functions.ts";

/** Above this many modules that reach Eventlet, a code base counts as having many sub-modules. */
const MANY_MODULES = 20;
/** Eventlet is deeply rooted when this share of the reaching functions gets there through others. */
const DEEP_SHARE = 0.6;
/** Threads compete where this share of the suspending functions get there without naming Eventlet. */
const IMPLICIT_SHARE = 0.75;

type Answer = Recommendation["answers"][number];

/** The official guide's decision tree (sub-modules, resources, roots, increments), answered from the repository. */
export function recommend(
  input: PricingInput,
  options: readonly OptionEstimate[],
  hasTeam: boolean,
): Recommendation {
  const facts = measure(input);
  const answers = [manyModules(facts), resources(hasTeam), deeplyRooted(facts), incremental(input)];
  return { answers, ...choose(facts, answers, options) };
}

interface Facts {
  readonly modules: number;
  readonly reaching: number;
  readonly indirectShare: number;
  readonly implicitShare: number;
  readonly candidateShare: number;
}

function measure(input: PricingInput): Facts {
  const own = ownVerdicts(input);
  const suspending = own.filter(({ verdict }) => verdict.reach === "suspends");
  const share = (count: number, of: number) => (of === 0 ? 0 : count / of);
  const indirect = own.filter(({ verdict }) => !verdict.direct).length;
  const implicit = suspending.filter(({ verdict }) => !verdict.via.includes("eventlet")).length;
  const candidates = own.filter(({ verdict }) => verdict.verdict === "awaitlet-candidate").length;
  return {
    modules: new Set(own.map(({ path }) => path)).size,
    reaching: own.length,
    indirectShare: share(indirect, own.length),
    implicitShare: share(implicit, suspending.length),
    candidateShare: share(candidates, own.length),
  };
}

function manyModules({ modules }: Facts): Answer {
  const answer = modules > MANY_MODULES ? "yes" : "no";
  return { question: "many-modules", answer, because: `${modules} modules reach Eventlet` };
}

function resources(hasTeam: boolean): Answer {
  const because = hasTeam
    ? "a team is given; see the finish dates"
    : "no team is given (--team, --velocity)";
  return { question: "resources", answer: hasTeam ? "yes" : "unknown", because };
}

function deeplyRooted({ indirectShare }: Facts): Answer {
  const percent = Math.round(indirectShare * 100);
  const answer = indirectShare >= DEEP_SHARE ? "yes" : "no";
  return {
    question: "deeply-rooted",
    answer,
    because: `${percent} % of the reaching functions get there through others`,
  };
}

function incremental({ findings, readiness }: PricingInput): Answer {
  const { isAllowed, blockers } = findings.hub;
  const waves = readiness.waves.filter(({ kind }) => kind === "service").length;
  const because = `${waves} service waves; the asyncio hub has ${blockers.length} blockers`;
  const answer =
    isAllowed === "unknown"
      ? "unknown"
      : isAllowed === "yes" && blockers.length === 0
        ? "yes"
        : "no";
  return { question: "incremental", answer, because };
}

function choose(
  { reaching, implicitShare, candidateShare }: Facts,
  answers: readonly Answer[],
  options: readonly OptionEstimate[],
): Pick<Recommendation, "option" | "reason"> {
  const isDeep = answers.some(
    ({ question, answer }) => question === "deeply-rooted" && answer === "yes",
  );
  const isLarge = answers.some(
    ({ question, answer }) => question === "many-modules" && answer === "yes",
  );
  const cheapest = [...options].sort((a, b) => a.hoursP80 - b.hoursP80)[0];
  if (reaching === 0)
    return { option: "balanced", reason: "Nothing reaches Eventlet: there is nothing to migrate." };
  if (isDeep && isLarge && implicitShare >= IMPLICIT_SHARE && cheapest?.option === "threads") {
    const percent = Math.round(implicitShare * 100);
    const reason = `${percent} % of the suspending functions never name Eventlet: native threads leave them unchanged, as most OpenStack teams chose.`;
    return { option: "threads", reason };
  }
  if (isDeep && candidateShare >= 0.5) {
    const percent = Math.round(candidateShare * 100);
    return {
      option: "awaitletFirst",
      reason: `${percent} % of the reaching functions must stay synchronous: bridge them first, convert later.`,
    };
  }
  if (!isLarge && candidateShare < 0.2) {
    return {
      option: "fullAsyncio",
      reason: "Small and mostly ready: go all the way and leave no bridge behind.",
    };
  }
  return {
    option: "balanced",
    reason: "Convert where it is cheap, bridge where it is not: the least sum of work and debt.",
  };
}
