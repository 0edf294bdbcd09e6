import { inPercent, onDay, say, type Text } from "../sentence.ts";
import type { EffortOptions } from "./effort-options.ts";
import type { Assumption } from "./estimate.ts";
import type { PricingInput } from "./price-functions.ts";

const STRATEGIES: Readonly<Record<PricingInput["readiness"]["strategy"], Text>> = {
  awaitletFirst: say`Awaitlet first`,
  balanced: say`balanced`,
  fullAsyncio: say`full asyncio`,
};

const PROFILES: Readonly<Record<string, Text>> = {
  "first-timer": say`first-timer`,
  experienced: say`experienced`,
  expert: say`expert`,
};

/** What the estimate takes for granted, numbered A-01 …; each with its source. */
export function listAssumptions(input: PricingInput, options: EffortOptions): Assumption[] {
  return [...modelAssumptions(input, options), ...teamAssumptions(input.model, options)].map(
    (text, index) => ({ id: `A-${String(index + 1).padStart(2, "0")}`, ...text }),
  );
}

function modelAssumptions(
  { model, findings, readiness }: PricingInput,
  options: EffortOptions,
): Omit<Assumption, "id">[] {
  const { hoursPerPoint, hoursPerDay, coordination, occurrence, spread } = model;
  const { direct, adapt, redesign } = occurrence.share;
  const profile = model.profiles[options.profile];
  const inferred = findings.processes.filter(
    ({ patchedGroups }) => patchedGroups.length > 0,
  ).length;
  return [
    {
      text: say`Hours per story point (optimistic / likely / pessimistic)`,
      value: say`${hoursPerPoint.low} / ${hoursPerPoint.likely} / ${hoursPerPoint.high}`,
      source: hoursPerPoint.source,
    },
    {
      text: say`Team profile "${PROFILES[options.profile] ?? options.profile}": pace and learning factors`,
      value: say`${profile?.pace ?? 1} / ${profile?.learning ?? 1}`,
      source: profile?.source ?? "",
    },
    {
      text: say`Focused hours in a working day`,
      value: say`${hoursPerDay.value}`,
      source: hoursPerDay.source,
    },
    {
      text: say`Coordination cost of each further person`,
      value: inPercent(coordination.value),
      source: coordination.source,
    },
    {
      text: say`A further occurrence of an API costs this share of its catalogue effort (direct / adapt / redesign)`,
      value: say`${inPercent(direct)} / ${inPercent(adapt)} / ${inPercent(redesign)}`,
      source: occurrence.source,
    },
    {
      text: say`Less certain verdicts widen the range`,
      value: say`possible ×${spread.possible.high}, undetermined ×${spread.undetermined.high}`,
      source: String((spread as unknown as { source?: string }).source ?? ""),
    },
    {
      text: say`The plan follows this strategy`,
      value: STRATEGIES[readiness.strategy],
      source: say`option --strategy`,
    },
    {
      text: say`Processes taken as monkey-patched`,
      value: say`${inferred}`,
      source: say`found in the repository`,
    },
    {
      text: say`Tests of the repository are adapted, not rewritten`,
      source: say`judgement; see the test packages`,
    },
    { text: say`No feature work on the same code during the migration`, source: say`judgement` },
    {
      text: say`Eventlet's end of support`,
      value: onDay(model.endOfSupport.value),
      source: model.endOfSupport.source,
    },
    {
      text: say`Packages vary independently except for the common factors of the model`,
      value: say`seed ${String(options.seed)}, ${options.draws} draws`,
      source: say`judgement`,
    },
  ];
}

/** Points are this model's: a team that counts otherwise sees here what its velocity stands for. */
function teamAssumptions(
  { hoursPerPoint, hoursPerDay }: PricingInput["model"],
  { team }: EffortOptions,
): Omit<Assumption, "id">[] {
  if (team === undefined) return [];
  const { people, velocity, sprintDays } = team;
  const used = Math.round(velocity * hoursPerPoint.likely);
  const capacity = Math.round((people * sprintDays * 5 * hoursPerDay.value) / 7);
  return [
    {
      text: say`Velocity of the team, in points of this estimate`,
      value: say`${velocity} points a sprint: ${used} of ${capacity} focused hours; team size: ${people}`,
      source: say`options --team, --velocity, --sprint`,
    },
  ];
}
