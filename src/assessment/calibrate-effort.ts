import { type Actual, type Calibration, calibrate } from "../effort/calibrate.ts";
import { loadEffortModel } from "../effort/effort-model.ts";
import { readAsset } from "../shipped.ts";
import type { Assessment } from "./assessment.ts";

/** An effort profile fitted to what finished work took, for the `effort` key of a settings file. */
export async function calibrateEffort(
  { estimate, plan }: Assessment,
  actuals: readonly Actual[],
  overrides: Readonly<Record<string, unknown>> | undefined,
): Promise<Calibration> {
  const model = loadEffortModel(await readAsset("knowledge/effort-model.json"), overrides);
  return calibrate(actuals, estimate, plan.stories, model);
}
