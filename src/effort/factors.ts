import type { FactorId } from "./effort-model.ts";
import type { WorkPackage } from "./estimate.ts";

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
