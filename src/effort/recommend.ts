import { inPercent, onDay, plural, say } from "../sentence.ts";
import type { OptionEstimate, Recommendation } from "./estimate.ts";
import type { Pricing, PricingInput } from "./price-functions.ts";
import { finishDate, type Team } from "./work-calendar.ts";

/** Above this many modules that reach Eventlet, a code base counts as having many sub-modules. */
const MANY_MODULES = 20;
/** Eventlet is deeply rooted when this share of the reaching functions gets there through others. */
const DEEP_SHARE = 0.6;
/** Threads compete where this share of the suspending functions get there without naming Eventlet. */
const IMPLICIT_SHARE = 0.75;
/** Threads at less than this share of the next option's hours: what brings Eventlet in runs without it as well. */
const FAR_CHEAPER = 1 / 3;

type Answer = Recommendation["answers"][number];

/** What the answers need besides the findings. */
export interface Prospect {
  readonly options: readonly OptionEstimate[];
  readonly team: Team | undefined;
}

/** The official guide's decision tree (sub-modules, resources, roots, increments), answered from the repository. */
export function recommend(input: Pricing, prospect: Prospect): Recommendation {
  const facts = measure(input);
  const answers = [
    manyModules(facts),
    resources(input, prospect),
    deeplyRooted(facts),
    incremental(input),
  ];
  return { answers, ...choose(facts, answers, prospect.options) };
}

interface Facts {
  readonly modules: number;
  readonly reaching: number;
  readonly indirectShare: number;
  readonly implicitShare: number;
  readonly candidateShare: number;
}

function measure({ own }: Pricing): Facts {
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
  return {
    question: "many-modules",
    answer,
    because: plural(modules, "# module reaches Eventlet", "# modules reach Eventlet"),
  };
}

/** Time and people suffice when the strategy asked for ends, at P80, before Eventlet's support does. */
function resources({ model, readiness }: PricingInput, { options, team }: Prospect): Answer {
  const question = "resources";
  const days = options.find(({ option }) => option === readiness.strategy)?.calendarDaysP80;
  if (team?.start === undefined || days === undefined) {
    const because = say`no team with a start is given (--team, --velocity, --start)`;
    return { question, answer: "unknown", because };
  }
  const finish = finishDate(days, team, team.start);
  const isInTime = finish <= model.endOfSupport.value;
  const because = isInTime
    ? say`at P80 the work ends on ${onDay(finish)}, before the end of support`
    : say`at P80 the work ends on ${onDay(finish)}, after the end of support`;
  return { question, answer: isInTime ? "yes" : "no", because };
}

function deeplyRooted({ indirectShare }: Facts): Answer {
  const answer = indirectShare >= DEEP_SHARE ? "yes" : "no";
  return {
    question: "deeply-rooted",
    answer,
    because: say`${inPercent(indirectShare)} of the reaching functions get there through others`,
  };
}

function incremental({ findings, readiness }: PricingInput): Answer {
  const question = "incremental";
  const { isAllowed, blockers, eventletVersion } = findings.hub;
  const waves = readiness.waves.filter(({ kind }) => kind === "service").length;
  if (blockers.length > 0)
    return {
      question,
      answer: "no",
      because: plural(
        blockers.length,
        "# finding forbids the asyncio hub",
        "# findings forbid the asyncio hub",
      ),
    };
  if (isAllowed === "no") {
    const because = say`the asyncio hub needs a newer Eventlet than ${eventletVersion ?? say`is asked for`}`;
    return { question, answer: "no", because };
  }
  const because =
    isAllowed === "yes"
      ? say`nothing forbids the asyncio hub; waves of entry points: ${waves}`
      : say`whether the asyncio hub is possible cannot be told; waves of entry points: ${waves}`;
  return { question, answer: isAllowed, because };
}

/**
 * The tree: many modules, deeply rooted, mostly by patching → threads where they are cheapest; threads
 * at a third of any other option → threads; deep
 * and too little time → the cheaper of bridges and threads; deep and mostly bound to stay
 * synchronous → bridges first; small and ready → all the way; else the balanced plan.
 */
function choose(
  { reaching, implicitShare, candidateShare }: Facts,
  answers: readonly Answer[],
  options: readonly OptionEstimate[],
): Pick<Recommendation, "option" | "reason"> {
  const is = (wanted: string, given: Answer["answer"]) =>
    answers.some(({ question, answer }) => question === wanted && answer === given);
  const isDeep = is("deeply-rooted", "yes");
  const isLarge = is("many-modules", "yes");
  const cheapest = cheapestOf(options);
  if (reaching === 0)
    return {
      option: "balanced",
      reason: say`Nothing reaches Eventlet: there is nothing to migrate.`,
    };
  if (isDeep && isLarge && implicitShare >= IMPLICIT_SHARE && cheapest?.option === "threads") {
    const reason = say`${inPercent(implicitShare)} of the suspending functions never name Eventlet: native threads leave them unchanged, as most OpenStack teams chose.`;
    return { option: "threads", reason };
  }
  if (cheapest?.option === "threads" && isFarCheaper(cheapest, options)) {
    const reason = say`Little here names Eventlet, and what brings it in runs on native threads as well: they take less than a third of the work of any other option.`;
    return { option: "threads", reason };
  }
  const quick = cheapestOf(options.filter(({ option }) => QUICK.has(option)));
  if (isDeep && is("resources", "no") && quick !== undefined) {
    const reason = say`Eventlet is deeply rooted and the time is short: this leaves it behind with the least work.`;
    return { option: quick.option, reason };
  }
  if (isDeep && candidateShare >= 0.5) {
    return {
      option: "awaitletFirst",
      reason: say`${inPercent(candidateShare)} of the reaching functions must stay synchronous: bridge them first, convert later.`,
    };
  }
  if (!isLarge && candidateShare < 0.2) {
    return {
      option: "fullAsyncio",
      reason: say`Small and mostly ready: go all the way and leave no bridge behind.`,
    };
  }
  return {
    option: "balanced",
    reason:
      cheapest?.option === "threads"
        ? say`Convert where it is cheap, bridge where it is not. Native threads take less work, but leave every wait synchronous.`
        : say`Convert where it is cheap, bridge where it is not.`,
  };
}

function isFarCheaper(option: OptionEstimate, options: readonly OptionEstimate[]): boolean {
  const next = cheapestOf(options.filter((other) => other !== option));
  return next !== undefined && option.hoursP80 < next.hoursP80 * FAR_CHEAPER;
}

/** The ways out that leave most functions as they are. */
const QUICK: ReadonlySet<OptionEstimate["option"]> = new Set(["awaitletFirst", "threads"]);

function cheapestOf(options: readonly OptionEstimate[]): OptionEstimate | undefined {
  return [...options].sort((a, b) => a.hoursP80 - b.hoursP80)[0];
}
