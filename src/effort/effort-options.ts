import type { Assumption, RiskEvent } from "./estimate.ts";
import type { Team } from "./work-calendar.ts";

/** What a user may choose about the estimate. */
export interface EffortOptions {
  /** Name of a profile of the model. */
  readonly profile: string;
  readonly seed: number;
  readonly draws: number;
  readonly team?: Team;
  readonly dayRate?: { readonly currency: string; readonly amount: number };
  readonly extraAssumptions?: readonly Assumption[];
  readonly extraRisks?: readonly RiskEvent[];
}
