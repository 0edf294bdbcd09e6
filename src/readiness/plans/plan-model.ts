import type { Sightings } from "../obstacles/find-obstacles.ts";
import type { ObstacleCatalogue } from "../obstacles/obstacle-catalogue.ts";
import { DECIDING_RANK, isCoroutine, type Link, type Program } from "../program.ts";
import type { Families } from "../reach/families.ts";
import { awaits, type Reach } from "../reach/find-reach.ts";
import { isTopLevel } from "../reach/run-time.ts";
import { type Decision, forbids } from "../verdicts/decide-verdicts.ts";
import { findComponents } from "./components.ts";
import { type CutArc, type CutProblem, FORBIDDEN } from "./min-cut.ts";
import { PLAN_COSTS, SHARED_GROUPS } from "./plan-costs.ts";

/** The choice as a graph problem: units of functions that share one label, and what each label costs. */
export interface PlanModel {
  /** Functions of each unit, in order; units sorted by their first function. */
  readonly units: readonly (readonly number[])[];
  /** Unit of a function; undefined for functions that are not chosen about. */
  unitOf(index: number): number | undefined;
  readonly asyncCost: Float64Array;
  /** Without the debt. */
  readonly syncCost: Float64Array;
  readonly arcs: readonly CutArc[];
}

export interface PlanInput {
  readonly program: Program;
  readonly reach: Reach;
  readonly families: Families;
  readonly decisions: ReadonlyMap<number, Decision>;
  readonly sightings: Sightings;
  readonly catalogue: ObstacleCatalogue;
}

/** The functions that a plan decides about: those that must be awaited, without tests and read libraries. */
export function isPlanned(
  { program, reach }: Pick<PlanInput, "program" | "reach">,
  index: number,
): boolean {
  const node = program.nodes[index];
  return reach.mustAwait(index) && node?.isTest !== true && node?.isLibrary !== true;
}

export function buildPlanModel(input: PlanInput): PlanModel {
  const units = groupUnits(input);
  const unitOf = new Map(
    units.flatMap((unit, number) => unit.map((index) => [index, number] as const)),
  );
  const asyncCost = new Float64Array(units.length);
  const syncCost = new Float64Array(units.length);
  units.forEach((unit, number) => {
    for (const index of unit) {
      asyncCost[number] = Math.min(
        FORBIDDEN,
        (asyncCost[number] as number) + costAsAsync(input, index),
      );
      syncCost[number] = Math.min(
        FORBIDDEN,
        (syncCost[number] as number) + costAsSync(input, index),
      );
    }
    // Where neither way is open the unit is a redesign; it stays as it is, and the soundness check says so.
    if (asyncCost[number] === FORBIDDEN && syncCost[number] === FORBIDDEN) syncCost[number] = 0;
  });
  return {
    units,
    unitOf: (index) => unitOf.get(index),
    asyncCost,
    syncCost,
    arcs: countArcs(input, unitOf),
  };
}

/** The cut problem of one strategy: every function that stays synchronous costs its debt. */
export function problemFor(
  { units, asyncCost, syncCost, arcs }: PlanModel,
  debt: number,
): CutProblem {
  const withDebt = syncCost.map((cost, unit) =>
    Math.min(FORBIDDEN, cost + debt * (units[unit]?.length ?? 0)),
  );
  return { asyncCost, syncCost: withDebt, arcs };
}

/** Inline links between planned functions, across which a stack goes on. */
export function plannedLinks(
  input: Pick<PlanInput, "program" | "reach">,
  index: number,
): readonly Link[] {
  return (input.program.callees[index] ?? []).filter(
    (link) =>
      link.isInline &&
      link.rank <= DECIDING_RANK &&
      isPlanned(input, link.to) &&
      !isHandedOver(input, link),
  );
}

/**
 * The function is handed to an API whose replacement is awaited and calls it from there:
 * `with_timeout(5, f)` becomes `wait_for(f(), 5)`. What awaits runs on the loop's side, so that no
 * `async_def()` of the caller's stack is above the function, whatever the caller is.
 */
export function isHandedOver(
  { reach }: Pick<PlanInput, "reach">,
  { from, edge, isInline }: Link,
): boolean {
  if (!isInline || edge.how !== "argument" || edge.through === undefined) return false;
  const awaited = reach.usesOf(from).filter((use) => use.api === edge.through && awaits(use));
  return edge.sites.some(({ line, column }) =>
    awaited.some((use) => use.line === line && use.column === column),
  );
}

/** Families first; then cycles of calls among what is left of the graph. What is `async def` already ties nobody: its label is given. */
function groupUnits(input: PlanInput): (readonly number[])[] {
  const planned = input.program.nodes
    .map((_, index) => index)
    .filter((index) => isPlanned(input, index));
  const familyOf = new Map<number, number>();
  const families: number[][] = [];
  for (const index of planned) {
    if (familyOf.has(index)) continue;
    const members = input.families.membersOf(index).filter((member) => isPlanned(input, member));
    for (const member of members) familyOf.set(member, families.length);
    families.push(members);
  }
  const successors = families.map((members) =>
    members.some((member) => isCoroutine(input.program, member))
      ? []
      : [
          ...new Set(
            members.flatMap((member) =>
              plannedLinks(input, member).map(({ to }) => familyOf.get(to) as number),
            ),
          ),
        ],
  );
  return findComponents(families.length, (family) => successors[family] ?? [])
    .map((component) => component.flatMap((family) => families[family] ?? []).sort((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

function costAsAsync(input: PlanInput, index: number): number {
  const { program, decisions, catalogue, sightings } = input;
  const decision = decisions.get(index);
  const isCandidate = decision?.verdict === "awaitlet-candidate";
  const isStuck =
    (decision?.verdict === "redesign" || decision?.verdict === "undetermined") &&
    decision.block !== undefined;
  if (isCandidate || isStuck) return FORBIDDEN;
  const node = program.nodes[index];
  if (node !== undefined && isTopLevel(node)) return 0;
  const sites = (program.callers[index] ?? [])
    .filter((link) => link.isInline && link.rank <= DECIDING_RANK && isPlanned(input, link.from))
    .reduce((sum, { edge }) => sum + edge.sites.length, 0);
  const points = pointsOf(sightings.get(index) ?? [], catalogue, () => true);
  const signature = isCoroutine(program, index) ? 0 : PLAN_COSTS.signature;
  return signature + sites * PLAN_COSTS.awaitSite + points * PLAN_COSTS.obstaclePoint;
}

function costAsSync(input: PlanInput, index: number): number {
  const { program, decisions, catalogue, sightings } = input;
  const own = sightings.get(index) ?? [];
  const node = program.nodes[index];
  const isCandidate = decisions.get(index)?.verdict === "awaitlet-candidate";
  if (isCoroutine(program, index)) return FORBIDDEN;
  if (node !== undefined && isTopLevel(node)) return decisions.get(index)?.block ? 0 : FORBIDDEN;
  // A thread's target starts a stack of its own: nothing above it can be `async_def()`.
  const isUncovered = own.some(
    ({ id }) => catalogue.entries.get(id)?.awaitletWorks === "no" && !forbids(catalogue, id),
  );
  if (isUncovered && !isCandidate && own.some(({ id }) => id === "thread-target")) return FORBIDDEN;
  const starts = launchesOf(input, index);
  const points = pointsOf(own, catalogue, (group) => SHARED_GROUPS.has(group));
  return starts * PLAN_COSTS.asyncDef + points * PLAN_COSTS.obstaclePoint;
}

/** Places that start the function rather than call it: spawns, registrations, entry points. */
function launchesOf(input: PlanInput, index: number): number {
  const { program } = input;
  const links = (program.callers[index] ?? []).filter(
    (link) =>
      (link.isInline ? isHandedOver(input, link) : link.edge.kind !== "call") &&
      link.rank <= DECIDING_RANK &&
      program.nodes[link.from]?.isTest !== true,
  );
  return links.reduce((sum, { edge }) => sum + edge.sites.length, 0);
}

function pointsOf(
  sightings: readonly { readonly id: string }[],
  catalogue: ObstacleCatalogue,
  counts: (group: string) => boolean,
): number {
  return sightings.reduce((sum, { id }) => {
    const entry = catalogue.entries.get(id);
    return sum + (entry !== undefined && counts(entry.group) ? entry.points : 0);
  }, 0);
}

const PROTOCOLS: ReadonlySet<string> = new Set(["with", "generator", "iteration"]);

function countArcs(input: PlanInput, unitOf: ReadonlyMap<number, number>): readonly CutArc[] {
  const weights = new Map<string, { from: number; to: number; weight: number }>();
  for (const [index, from] of unitOf) {
    for (const { to: callee, edge } of plannedLinks(input, index)) {
      const to = unitOf.get(callee);
      if (to === undefined || to === from) continue;
      const arc = weights.get(`${from} ${to}`) ?? { from, to, weight: 0 };
      const factor = PROTOCOLS.has(edge.how) ? PLAN_COSTS.protocolFactor : 1;
      arc.weight += factor * Math.max(1, edge.sites.length);
      weights.set(`${from} ${to}`, arc);
    }
  }
  return [...weights.values()]
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({ from, to, weight }) => ({
      from,
      to,
      down: weight * PLAN_COSTS.asyncDef,
      up: weight * PLAN_COSTS.awaitlet,
    }));
}
