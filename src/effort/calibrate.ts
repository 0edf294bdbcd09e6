import type { EffortModel, FactorId } from "./effort-model.ts";
import type { Estimate, ThreePoint, WorkPackage } from "./estimate.ts";
import { FACTOR_OF_KIND, FACTORS } from "./factors.ts";
import { hundredths } from "./three-point.ts";

/** A finished piece of work: the id of a package, story or function, and the hours it took. */
export interface Actual {
  readonly id: string;
  readonly hours: number;
}

/** What a user's `effort` settings take; only what the actuals say something about. */
export interface EffortProfile {
  readonly hoursPerPoint: ThreePoint & { readonly source: string };
  readonly factors: Readonly<
    Partial<Record<FactorId, ThreePoint & { readonly what: string; readonly source: string }>>
  >;
}

export interface Calibration {
  readonly profile: EffortProfile;
  readonly matched: number;
  /** Ids that the assessment does not know. */
  readonly unmatched: readonly string[];
}

/** So many tickets count as much as the model's own belief (an empirical-Bayes weight; judgement). */
const PRIOR_TICKETS = 5;

interface Match {
  readonly kind: WorkPackage["kind"];
  readonly points: number;
  readonly hours: number;
}

/**
 * Fits hours per point, and how far each kind of work departs from them, to finished tickets. Few
 * tickets move the model little: its own values weigh as much as five of them.
 */
export function calibrate(
  actuals: readonly Actual[],
  estimate: Estimate,
  stories: readonly {
    readonly id: string;
    readonly packages: readonly string[];
    readonly points: number;
  }[],
  model: EffortModel,
): Calibration {
  const matches: Match[] = [];
  const unmatched: string[] = [];
  for (const { id, hours } of actuals) {
    const found = find(id, estimate, stories);
    if (found === undefined) unmatched.push(id);
    else if (found.points > 0) matches.push({ ...found, hours });
  }
  const { hoursPerPoint } = model;
  const pace = shrunk(matches, hoursPerPoint.likely);
  const factors = FACTORS.flatMap((factor) => {
    if (factor === "pace") return [];
    const own = matches.filter(({ kind }) => FACTOR_OF_KIND[kind] === factor);
    return own.length === 0
      ? []
      : [[factor, shift(model, factor, shrunk(own, pace) / pace, own.length)] as const];
  });
  const source = calibratedOn(matches.length);
  const ratio = pace / hoursPerPoint.likely;
  const scaled = { low: hoursPerPoint.low * ratio, likely: pace, high: hoursPerPoint.high * ratio };
  return {
    profile: {
      hoursPerPoint: { ...roundAll(scaled), source },
      factors: Object.fromEntries(factors),
    },
    matched: matches.length,
    unmatched,
  };
}

function find(
  id: string,
  { packages, functions }: Estimate,
  stories: readonly {
    readonly id: string;
    readonly packages: readonly string[];
    readonly points: number;
  }[],
): { kind: WorkPackage["kind"]; points: number } | undefined {
  const part = packages.find((candidate) => candidate.id === id);
  if (part !== undefined) return { kind: part.kind, points: part.points.likely };
  const story = stories.find((candidate) => candidate.id === id);
  if (story !== undefined) {
    const kind =
      packages.find((candidate) => candidate.id === story.packages[0])?.kind ?? "function";
    return { kind, points: story.points };
  }
  const effort = functions.find((candidate) => candidate.function === id);
  return effort && { kind: "function", points: effort.points };
}

/** Hours per point of the tickets, drawn towards `prior` where they are few. */
function shrunk(matches: readonly Match[], prior: number): number {
  const points = matches.reduce((sum, match) => sum + match.points, 0);
  if (points === 0) return prior;
  const observed = matches.reduce((sum, { hours }) => sum + hours, 0) / points;
  const weight = matches.length / (matches.length + PRIOR_TICKETS);
  return observed * weight + prior * (1 - weight);
}

function shift(
  model: EffortModel,
  factor: Exclude<FactorId, "pace">,
  ratio: number,
  tickets: number,
) {
  const { low, likely, high, what } = model.factors[factor];
  const moved = { low: low * ratio, likely: likely * ratio, high: high * ratio };
  return { ...roundAll(moved), what, source: calibratedOn(tickets) };
}

function roundAll({ low, likely, high }: ThreePoint): ThreePoint {
  return { low: hundredths(low), likely: hundredths(likely), high: hundredths(high) };
}

const calibratedOn = (tickets: number): string =>
  `calibrated on ${tickets} finished ${tickets === 1 ? "ticket" : "tickets"}`;
