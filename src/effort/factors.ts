import type { EffortModel, FactorId } from "./effort-model.ts";
import type { ThreePoint, WorkPackage } from "./estimate.ts";

/** All common factors; the first one multiplies every package. */
export const FACTORS: readonly FactorId[] = [
  "pace",
  "tests",
  "functions",
  "services",
  "libraries",
  "patterns",
  "learning",
];

/** The factor that packages of a kind share: what makes them dear or cheap together. */
export const FACTOR_OF_KIND: Readonly<Record<WorkPackage["kind"], FactorId>> = {
  "api-first": "learning",
  api: "functions",
  function: "functions",
  boundary: "functions",
  module: "functions",
  service: "services",
  library: "libraries",
  pattern: "patterns",
  tests: "tests",
  fixed: "services",
};

/** A factor's range around 1. The pace is the spread of the hours in a point: it hits all packages alike. */
export function rangeOfFactor(
  { hoursPerPoint, factors }: EffortModel,
  factor: FactorId,
): ThreePoint {
  if (factor !== "pace") return factors[factor];
  const { low, likely, high } = hoursPerPoint;
  return { low: low / likely, likely: 1, high: high / likely };
}
