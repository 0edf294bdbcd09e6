import type { Profile } from "./effort-model.ts";
import type { EffortOptions } from "./effort-options.ts";
import type {
  Estimate,
  FunctionEffort,
  OptionEstimate,
  Percentiles,
  Plan,
  RiskEvent,
  WorkPackage,
} from "./estimate.ts";
import { FACTOR_OF_KIND, FACTORS, rangeOfFactor } from "./factors.ts";
import { findRisks } from "./find-risks.ts";
import { listAssumptions } from "./list-assumptions.ts";
import { makePlan } from "./make-plan.ts";
import {
  type OptionName,
  openPricing,
  type PricedFunction,
  type Pricing,
  type PricingInput,
  priceFunctions,
} from "./price-functions.ts";
import { pricePackages } from "./price-packages.ts";
import { recommend } from "./recommend.ts";
import { percentiles, pertAt, quantile, simulate } from "./simulate.ts";
import { hundredths, scale, sum } from "./three-point.ts";
import { type Team, workingDays } from "./work-calendar.ts";

const OPTIONS: readonly OptionName[] = ["awaitletFirst", "balanced", "fullAsyncio", "threads"];
/** The other options are compared, not planned: fewer draws serve. */
const COMPARISON_DRAWS = 2000;
const QUANTILES = [
  0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8,
  0.85, 0.9, 0.95, 0.99,
];

/** The work packages of the chosen strategy, their simulated cost, the other options beside it, and the plan. */
export function estimateEffort(
  given: PricingInput,
  options: EffortOptions,
): { estimate: Estimate; plan: Plan } {
  const input = openPricing(given);
  const { model, readiness } = input;
  const profile = profileOf(model.profiles, options.profile);
  const chosen = priceOption(input, readiness.strategy, profile);
  const risks = [...findRisks(input), ...(options.extraRisks ?? [])];
  const hours = drawHours(chosen.packages, input, {
    draws: options.draws,
    seed: options.seed,
    risks,
  });
  const points = drawPoints(chosen.packages, input, options);
  const hourPercentiles = rounded(percentiles(hours));
  const compared = OPTIONS.map((option) => {
    const met = [...findRisks(input, option), ...(options.extraRisks ?? [])];
    const drawn =
      option === readiness.strategy
        ? { ...chosen, hours: percentiles(hours) }
        : drawOption(input, option, { profile, options, risks: met });
    return describeOption(input, option, { drawn, team: options.team, risks: met });
  });
  const estimate: Estimate = {
    profile: options.profile,
    seed: options.seed,
    draws: options.draws,
    hoursPerDay: input.model.hoursPerDay.value,
    points: { ...total(chosen.packages, "points"), ...rounded(percentiles(points)) },
    hours: { ...total(chosen.packages, "hours"), ...hourPercentiles },
    ...calendar(hourPercentiles, chosen.packages, input, options.team),
    packages: chosen.packages,
    functions: chosen.functions.map((priced) => functionEffort(priced, input, profile)),
    tornado: tornado(chosen.packages, input, risks),
    quantiles: QUANTILES.map((q) => ({ q, hours: hundredths(quantile(hours, q)) })),
    ...cost(hourPercentiles, input, options.dayRate),
    options: compared,
    recommendation: recommend(input, { options: compared, team: options.team }),
    assumptions: [...listAssumptions(input, options), ...(options.extraAssumptions ?? [])],
    risks,
  };
  return { estimate, plan: makePlan(input, estimate, options.team) };
}

function profileOf(profiles: Readonly<Record<string, Profile>>, name: string): Profile {
  const profile = profiles[name];
  if (profile === undefined) throw new RangeError(`no effort profile "${name}"`);
  return profile;
}

interface PricedOption {
  readonly functions: readonly PricedFunction[];
  readonly packages: readonly WorkPackage[];
}

function priceOption(input: Pricing, option: OptionName, profile: Profile): PricedOption {
  const functions = priceFunctions(input, option);
  return { functions, packages: pricePackages(input, option, functions, profile) };
}

function functionEffort(
  { verdict, points, terms }: PricedFunction,
  { model }: PricingInput,
  profile: Profile,
): FunctionEffort {
  const hours = scale(points, model.hoursPerPoint.likely * profile.pace);
  const exact = hundredths(terms.reduce((total, term) => total + term.points, 0));
  return { function: verdict.function, points: exact, hours, terms };
}

function total(packages: readonly WorkPackage[], unit: "points" | "hours") {
  return sum(packages.map((part) => part[unit]));
}

interface DrawOptions {
  readonly draws: number;
  readonly seed: number;
  readonly risks: readonly RiskEvent[];
}

function drawHours(
  packages: readonly WorkPackage[],
  { model }: PricingInput,
  options: DrawOptions,
): Float64Array {
  return simulate({
    packages: packages.map(({ hours, kind }) => ({
      range: hours,
      factors: [0, FACTORS.indexOf(FACTOR_OF_KIND[kind])],
    })),
    factors: FACTORS.map((factor) => rangeOfFactor(model, factor)),
    risks: options.risks,
    draws: options.draws,
    seed: options.seed,
  });
}

/** Points measure size: neither the pace of a team nor risk events change them. */
function drawPoints(
  packages: readonly WorkPackage[],
  { model }: PricingInput,
  { draws, seed }: EffortOptions,
): Float64Array {
  return simulate({
    packages: packages.map(({ points, kind }) => ({
      range: points,
      factors: [FACTORS.indexOf(FACTOR_OF_KIND[kind])],
    })),
    factors: FACTORS.map((factor) => rangeOfFactor(model, factor)),
    risks: [],
    draws,
    seed,
  });
}

function rounded({ p50, p80, p95 }: Percentiles): Percentiles {
  return { p50: hundredths(p50), p80: hundredths(p80), p95: hundredths(p95) };
}

function calendar(
  hours: Percentiles,
  packages: readonly WorkPackage[],
  { model, readiness }: PricingInput,
  team: Team | undefined,
): { readonly calendarDays?: Percentiles } {
  if (team === undefined) return {};
  return { calendarDays: workingDays(hours, packages, readiness.waves, model, team) };
}

function cost(hours: Percentiles, { model }: PricingInput, rate: EffortOptions["dayRate"]) {
  if (rate === undefined) return {};
  const price = (value: number) => hundredths((value / model.hoursPerDay.value) * rate.amount);
  const range = { p50: price(hours.p50), p80: price(hours.p80), p95: price(hours.p95) };
  return { cost: { currency: rate.currency, dayRate: rate.amount, ...range } };
}

/** How far the expected hours move when one factor, or one risk, goes from its P10 to its P90. */
function tornado(
  packages: readonly WorkPackage[],
  { model }: PricingInput,
  risks: readonly RiskEvent[],
): Estimate["tornado"] {
  const mean = ({ low, likely, high }: { low: number; likely: number; high: number }) =>
    (low + 4 * likely + high) / 6;
  const factors = FACTORS.map((factor) => {
    const range = rangeOfFactor(model, factor);
    const kinds = packages.filter(
      ({ kind }) => factor === "pace" || FACTOR_OF_KIND[kind] === factor,
    );
    const expected = kinds.reduce((hours, part) => hours + mean(part.hours), 0);
    const center = mean(range);
    return {
      factor,
      low: expected * (pertAt(range, 0.1) - center),
      high: expected * (pertAt(range, 0.9) - center),
    };
  });
  const events = risks.map(({ id, probability, hours }) => {
    const expected = probability * mean(hours);
    return { factor: id, low: -expected, high: mean(hours) - expected };
  });
  return [...factors, ...events]
    .map(({ factor, low, high }) => ({ factor, low: hundredths(low), high: hundredths(high) }))
    .filter(({ low, high }) => high - low > 0)
    .sort((a, b) => b.high - b.low - (a.high - a.low) || (a.factor < b.factor ? -1 : 1));
}

interface Comparison {
  readonly profile: Profile;
  readonly options: EffortOptions;
  readonly risks: readonly RiskEvent[];
}

interface DrawnOption extends PricedOption {
  readonly hours: Percentiles;
}

function drawOption(
  input: Pricing,
  option: OptionName,
  { profile, options, risks }: Comparison,
): DrawnOption {
  const priced = priceOption(input, option, profile);
  const draws = Math.min(options.draws, COMPARISON_DRAWS);
  const hours = drawHours(priced.packages, input, { draws, seed: options.seed, risks });
  return { ...priced, hours: percentiles(hours) };
}

interface Description {
  readonly drawn: DrawnOption;
  readonly team: Team | undefined;
  readonly risks: readonly RiskEvent[];
}

function describeOption(
  input: Pricing,
  option: OptionName,
  { drawn: { packages, functions, hours }, team, risks }: Description,
): OptionEstimate {
  const plan = input.readiness.plans.find(({ strategy }) => strategy === option);
  const days = calendar(hours, packages, input, team).calendarDays?.p80;
  return {
    option,
    points: total(packages, "points").likely,
    hoursP80: hundredths(hours.p80),
    ...(days === undefined ? {} : { calendarDaysP80: days }),
    functionsChanged: functions.filter(({ terms }) => terms.length > 0).length,
    residualDebt: option === "threads" ? suspending(input) : (plan?.awaitletFunctions ?? 0),
    risks: risks.map(({ id }) => id),
  };
}

/** With native threads each of them goes on waiting as it does today. */
function suspending({ own }: Pricing): number {
  return own.filter(({ verdict }) => verdict.reach === "suspends").length;
}
