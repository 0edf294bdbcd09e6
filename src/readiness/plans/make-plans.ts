import type { EventletUse } from "../../eventlet/findings.ts";
import { isCoroutine } from "../program.ts";
import { findWaits } from "../reach/waits.ts";
import type { Label, PlanSummary, Strategy } from "../readiness.ts";
import { type BoundaryInput, findBoundary } from "./boundary.ts";
import { checkSoundness } from "./check-soundness.ts";
import { solveCut } from "./min-cut.ts";
import { DEBTS, STRATEGIES } from "./plan-costs.ts";
import { isPlanned, type PlanModel, plannedLinks, problemFor } from "./plan-model.ts";

/** A plan with the label of every function by number; functions outside the choice are what they are today. */
export interface LabelledPlan {
  readonly strategy: Strategy;
  readonly summary: PlanSummary;
  labelOf(index: number): Label;
}

export interface MakePlansInput extends BoundaryInput {
  readonly model: PlanModel;
  readonly debts?: Partial<Readonly<Record<Strategy, number>>>;
}

/** One exact optimum for each strategy. */
export function makePlans(input: MakePlansInput): readonly LabelledPlan[] {
  return STRATEGIES.map((strategy) => makePlan(input, strategy));
}

function makePlan(input: MakePlansInput, strategy: Strategy): LabelledPlan {
  const { model, program } = input;
  const cut = solveCut(problemFor(model, input.debts?.[strategy] ?? DEBTS[strategy]));
  const labels: Label[] = program.nodes.map((_, index) => {
    const unit = model.unitOf(index);
    if (isCoroutine(program, index)) return "async";
    return unit !== undefined && cut.isAsync[unit] === 1 ? "async" : "sync";
  });
  const labelOf = (index: number): Label => labels[index] ?? "sync";
  const boundary = findBoundary(input, labelOf);
  const violations = checkSoundness(input, labelOf, boundary);
  const planned = labels.map((_, index) => index).filter((index) => isPlanned(input, index));
  const summary: PlanSummary = {
    strategy,
    asyncFunctions: planned.filter((index) => labelOf(index) === "async").length,
    awaitSites: planned.reduce((sum, index) => sum + awaitSitesIn(input, index, labelOf), 0),
    bridges: boundary.length,
    awaitletFunctions: planned.filter((index) => labelOf(index) === "sync").length,
    cost: cut.cost,
    isSound: violations.length === 0,
    boundary,
    violations,
  };
  return { strategy, summary, labelOf };
}

/** Sites in an async function that gain `await`: its own waits, and calls of async functions, whichever of several is called. */
function awaitSitesIn(
  input: MakePlansInput,
  index: number,
  labelOf: (index: number) => Label,
): number {
  if (labelOf(index) === "sync") return 0;
  const { program, reach } = input;
  const own = findWaits(program, reach, index).filter(({ callee }) => callee === undefined);
  const called = plannedLinks(input, index)
    .filter(({ to }) => labelOf(to) === "async")
    .flatMap(({ edge }) => edge.sites);
  return new Set([...own, ...called].map(({ site, line, column }) => `${site} ${line}:${column}`))
    .size;
}

/**
 * The way most projects took: native threads. Patched and library calls simply block again, nothing
 * becomes async; what has to be replaced are the places that name Eventlet itself.
 */
export function planThreads(uses: readonly EventletUse[]): PlanSummary {
  const named = uses.filter(
    ({ via, isTest, how }) => via === "eventlet" && !isTest && how !== "import",
  );
  return {
    strategy: "threads",
    asyncFunctions: 0,
    awaitSites: 0,
    bridges: 0,
    awaitletFunctions: 0,
    cost: named.reduce((sum, { effort }) => sum + effort * 10, 0),
    isSound: true,
    boundary: [],
    violations: [],
  };
}
