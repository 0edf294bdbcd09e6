import { defined } from "../../defined.ts";
import type { Knowledge } from "../../eventlet/catalogue.ts";
import type { BoundaryInput } from "../plans/boundary.ts";
import { canEnter, launches } from "../plans/boundary.ts";
import type { LabelledPlan } from "../plans/make-plans.ts";
import type { LeverageOf } from "../plans/measure-leverage.ts";
import type { PlanModel } from "../plans/plan-model.ts";
import type { Waves } from "../plans/plan-waves.ts";
import { CONFIDENCES, DECIDING_RANK } from "../program.ts";
import { awaits, isMereLock } from "../reach/find-reach.ts";
import type { Region } from "../reach/find-regions.ts";
import type { Label, ObstacleFinding, Role, Strategy, Verdict } from "../readiness.ts";
import { describePatching, type PatchingInput } from "./describe-patching.ts";
import { describeVerdict, listAlternatives } from "./describe-verdict.ts";
import { findLateObstacles } from "./late-obstacles.ts";
import { readUnknownCalls, withUnknownCalls } from "./unknown-calls.ts";

export interface AssembleInput extends BoundaryInput, Pick<PatchingInput, "findings"> {
  readonly knowledge: Knowledge;
  readonly plans: readonly LabelledPlan[];
  readonly model: PlanModel;
  readonly waves: Waves;
  readonly leverage: LeverageOf;
  readonly regions: readonly Region[];
}

/** One verdict for every function that reaches, sorted by id; read libraries are not assessed. */
export function assembleVerdicts(input: AssembleInput): readonly Verdict[] {
  const { program, decisions } = input;
  const switchedOff = findDisablable(input.regions);
  const unknown = readUnknownCalls(input.findings.unknownPackages);
  return program.nodes.flatMap((node, index) => {
    if (node.isLibrary === true || !decisions.has(index)) return [];
    const verdict = assemble(input, index, switchedOff.has(index));
    return [withUnknownCalls(verdict, unknown.get(node.id) ?? [])];
  });
}

function assemble(input: AssembleInput, index: number, isDisablable: boolean): Verdict {
  const { program, reach, decisions, waves, leverage } = input;
  const decision = decisions.get(index);
  const suspends = reach.suspends.rankOf(index) >= 0;
  const path = suspends ? reach.suspends : reach.touches;
  const via = suspends ? reach.viaOf(index) : [reach.touches.useOf(index)?.via ?? "eventlet"];
  const twin = findTwin(input, index);
  const family = familyOf(input, index);
  const relative = suspends ? program.nodes[path.relativeOf(index) ?? -1]?.id : undefined;
  return {
    function: program.nodes[index]?.id ?? "",
    reach: suspends ? "suspends" : "touches",
    via,
    direct: reach.usesOf(index).some((use) => use.how !== "import" && !isMereLock(use)),
    verdict: decision?.verdict ?? "undetermined",
    ...(decision?.reasonCode === undefined ? {} : { reasonCode: decision.reasonCode }),
    reason: describeVerdict(input, index),
    alternatives: listAlternatives(input, index),
    roles: findRoles(input, index),
    confidence: CONFIDENCES[path.rankOf(index)] ?? "possible",
    evidence: path.evidenceOf(index),
    depth: path.depthOf(index),
    obstacles: findings(input, index),
    needsAwait: reach.needsAwait.rankOf(index) >= 0,
    isDisablable,
    ...(twin === undefined ? {} : { twin }),
    labels: labelsOf(input, index),
    ...defined({ family, changesWith: relative, patching: describePatching(input, index) }),
    wave: waves.waveOf(index),
    leverage: leverage.unlocks(index),
  };
}

function findings(input: AssembleInput, index: number): ObstacleFinding[] {
  const { program, sightings, catalogue } = input;
  const own = program.nodes[index]?.path ?? "";
  const found = [...(sightings.get(index) ?? []), ...findLateObstacles(input, index)];
  return found.flatMap(({ id, path, line, detail }) => {
    const entry = catalogue.entries.get(id);
    if (entry === undefined) return [];
    const { blocks, awaitletWorks, points } = entry;
    return [{ id, path: path ?? own, line, detail, blocks, awaitletWorks, points }];
  });
}

/**
 * Roles of an Awaitlet candidate among the verdicts: who can be async calls or starts it (entry), it
 * waits itself (backend), or neither (intermediary: not a line of it changes).
 */
function findRoles(input: AssembleInput, index: number): readonly Role[] {
  const { reach, decisions } = input;
  if (decisions.get(index)?.verdict !== "awaitlet-candidate") return [];
  // Nothing in it waits: whoever enters the family enters another member of it.
  if (reach.needsAwait.relativeOf(index) !== undefined) return ["intermediary"];
  const callers = inlineCallers(input, index);
  const isEntry =
    callers.some((from) => isAsyncSide(input, from)) || isStarted(input, index, callers);
  const isBackend = reach.usesOf(index).some(awaits);
  if (!isEntry && !isBackend) return ["intermediary"];
  return [...(isEntry ? (["entry"] as const) : []), ...(isBackend ? (["backend"] as const) : [])];
}

function inlineCallers({ program }: AssembleInput, index: number): readonly number[] {
  return (program.callers[index] ?? [])
    .filter(({ isInline, rank }) => isInline && rank <= DECIDING_RANK)
    .map(({ from }) => from)
    .filter((from) => program.nodes[from]?.isTest !== true);
}

/** It can be `async def`, or will be written anew as such. */
function isAsyncSide({ decisions }: AssembleInput, index: number): boolean {
  const decision = decisions.get(index);
  if (decision?.verdict === "redesign") return decision.block === undefined;
  return decision?.verdict === "asyncio-ready";
}

/** Something outside starts it. That it looks like an entry counts only where nobody of ours calls it. */
function isStarted(input: AssembleInput, index: number, callers: readonly number[]): boolean {
  if (launches(input, index).some(canEnter)) return true;
  if (callers.length > 0) return false;
  const id = input.program.nodes[index]?.id ?? "";
  // A library's base class calls it back inside one of our own calls: the stack was entered there.
  const isCalledBack = input.program.graph.externalOverrides[id] !== undefined;
  const entries = (input.entriesOf.get(id) ?? []).filter(
    ({ kind }) => kind !== "callback" || !isCalledBack,
  );
  if (entries.length > 0) return true;
  return !isCalledBack && input.families.membersOf(index).length < 2;
}

function labelsOf(input: AssembleInput, index: number): Readonly<Record<Strategy, Label>> {
  const labels: Partial<Record<Strategy, Label>> = {};
  for (const plan of input.plans) labels[plan.strategy] = labelIn(input, plan, index);
  const { awaitletFirst = "sync", balanced = "sync", fullAsyncio = "sync" } = labels;
  return { awaitletFirst, balanced, fullAsyncio };
}

/** A test is async where something that it calls is. */
function labelIn({ program }: AssembleInput, { labelOf }: LabelledPlan, index: number): Label {
  if (program.nodes[index]?.isTest !== true) return labelOf(index);
  const isAsync = (program.callees[index] ?? []).some(
    ({ to, isInline, rank }) => isInline && rank <= DECIDING_RANK && labelOf(to) === "async",
  );
  return isAsync ? "async" : "sync";
}

function findTwin(
  { program, reach, catalogue, entriesOf, sightings }: AssembleInput,
  index: number,
): string | undefined {
  const id = program.nodes[index]?.id ?? "";
  const runner = (sightings.get(index) ?? []).find((sighting) => sighting.id === "test-case");
  const names = [
    ...(typeof runner?.through === "string" ? [runner.through] : []),
    ...reach.usesOf(index).map(({ api }) => api),
    ...(entriesOf.get(id) ?? []).map(({ because }) => because),
    program.graph.externalOverrides[id] ?? "",
  ];
  return catalogue.twins.find(({ pattern }) => names.some((name) => pattern.test(name)))?.twin;
}

function familyOf({ program, model, families }: AssembleInput, index: number): string | undefined {
  const unit = model.units[model.unitOf(index) ?? -1] ?? families.membersOf(index);
  return unit.length < 2 ? undefined : program.nodes[unit[0] ?? index]?.id;
}

/** Functions that only programs without a second green thread reach. */
function findDisablable(regions: readonly Region[]): ReadonlySet<number> {
  const off = new Set(
    regions.filter(({ isDisablable }) => isDisablable).flatMap(({ functions }) => functions),
  );
  for (const { isDisablable, functions } of regions) {
    if (!isDisablable) for (const index of functions) off.delete(index);
  }
  return off;
}
