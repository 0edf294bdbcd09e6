import type { EventletUse } from "../../eventlet/findings.ts";
import type { Sightings } from "../obstacles/find-obstacles.ts";
import type { Sighting } from "../obstacles/obstacle.ts";
import type { ObstacleCatalogue } from "../obstacles/obstacle-catalogue.ts";
import { DECIDING_RANK, isBeneath, isCoroutine, type Link, type Program } from "../program.ts";
import type { Families } from "../reach/families.ts";
import type { Reach } from "../reach/find-reach.ts";
import type { GuessedCallers } from "../reach/guessed-callers.ts";
import { isImportLink, isTopLevel, type Scripts } from "../reach/run-time.ts";
import type { GivenAway } from "../reach/unseen.ts";
import type { EvidenceStep, VerdictKind } from "../readiness.ts";

/** What forbids `async def` on a function: something on it, a caller that cannot await, or its family. */
export type Block =
  | { readonly kind: "obstacle"; readonly sighting: Sighting }
  | { readonly kind: "caller"; readonly link: Link }
  | { readonly kind: "family"; readonly member: number };

export interface Decision {
  readonly verdict: VerdictKind;
  readonly reasonCode?: string;
  /** Present when `async def` is forbidden, whatever the verdict. */
  readonly block?: Block;
  /** The own call that has no counterpart. */
  readonly redesigned?: EventletUse;
  /** How it was put out of sight, where that leaves open who calls it. */
  readonly givenAway?: GivenAway;
  /** The caller of which nobody knows whether it can await. */
  readonly openCaller?: number;
}

export interface DecideInput {
  readonly program: Program;
  readonly reach: Reach;
  readonly families: Families;
  readonly sightings: Sightings;
  readonly catalogue: ObstacleCatalogue;
  readonly scripts: Scripts;
  readonly guessed: GuessedCallers;
  /** What would stand on functions that wait only if a guess is true. */
  readonly guessedSightings: Sightings;
}

/** From this effort on a call without a counterpart makes its function a redesign; below it is adapted. */
const REDESIGN_EFFORT = 5;
/** Deleted as a whole with the patching: priced once per program, no matter of the function. */
const DELETED: ReadonlySet<string> = new Set(["monkey-patch"]);

/** The verdict of every function that reaches, by its number. */
export function decideVerdicts(input: DecideInput): ReadonlyMap<number, Decision> {
  const blocks = findBlocks(input);
  const open = findOpen(input, blocks);
  const decisions = new Map<number, Decision>();
  for (let index = 0; index < input.program.nodes.length; index += 1) {
    const block = input.reach.mustAwait(index) ? blocks.get(index) : undefined;
    const decision = decide(input, index, block);
    if (decision === undefined) continue;
    const openCaller = decision.verdict === "asyncio-ready" ? open.get(index) : undefined;
    decisions.set(index, openCaller === undefined ? decision : { ...UNSEEN, openCaller });
  }
  return decisions;
}

function decide(input: DecideInput, index: number, block: Block | undefined): Decision | undefined {
  const { reach } = input;
  const suspends = reach.suspends.rankOf(index);
  if (suspends < 0 && reach.touches.rankOf(index) < 0) return undefined;
  const redesigned = reach.usesOf(index).find(isWithoutCounterpart);
  const because = { ...(block && { block }), ...(redesigned && { redesigned }) };
  if (redesigned !== undefined) return { verdict: "redesign", ...because };
  if (reach.mustAwait(index)) return { ...decideWaiting(input, index, block), ...because };
  if (suspends > DECIDING_RANK || reach.needsAwait.rankOf(index) > DECIDING_RANK) {
    return { verdict: "undetermined", reasonCode: reasonCode(input, index), ...because };
  }
  return { verdict: "asyncio-ready", ...because };
}

/** Of a function that surely waits. */
function decideWaiting(input: DecideInput, index: number, block: Block | undefined): Decision {
  if (waitsAtImportPerhaps(input, index))
    return { verdict: "undetermined", reasonCode: "weak-evidence" };
  if (hasNoWay(input, index)) return { verdict: "redesign" };
  if (block !== undefined) return { verdict: "awaitlet-candidate" };
  const givenAway = openBy(input, index);
  return givenAway === undefined ? { verdict: "asyncio-ready" } : { ...UNSEEN, givenAway };
}

const UNSEEN: Decision = { verdict: "undetermined", reasonCode: "unresolved-dispatch" };

/** It is given away: nothing shows whether what calls it can await. */
const openBy = ({ program, guessed }: DecideInput, index: number): GivenAway | undefined =>
  isCoroutine(program, index) ? undefined : guessed.givenAway(index);

/** What such a function calls, and what that calls, which nothing else keeps synchronous; with a caller. */
function findOpen(
  input: DecideInput,
  blocks: ReadonlyMap<number, Block>,
): ReadonlyMap<number, number> {
  const { program, reach, guessed } = input;
  const isFree = (index: number) =>
    reach.mustAwait(index) && !blocks.has(index) && !isCoroutine(program, index);
  const callers = new Map<number, number>();
  const queue = program.nodes.flatMap((_, index) =>
    isFree(index) && openBy(input, index) !== undefined ? [index] : [],
  );
  for (const { from, to } of openGuesses(input, blocks)) {
    if (!isFree(to) || !guessed.isUnseen(to)) continue;
    callers.set(to, from);
    queue.push(to);
  }
  // An Array also visits what is pushed while it is being walked, so it is its own worklist.
  for (const index of queue) {
    for (const link of program.callees[index] ?? []) {
      if (!constrains(input, link) || !isFree(link.to) || callers.has(link.to)) continue;
      callers.set(link.to, index);
      queue.push(link.to);
    }
  }
  return callers;
}

/** Guessed calls from what would be as open as that, if the guess were true. */
function openGuesses(input: DecideInput, blocks: ReadonlyMap<number, Block>): readonly Link[] {
  return [...input.guessed.linksOf].flatMap(([from, links]) => {
    const isOpen = !input.reach.mustAwait(from) && openBy(input, from) !== undefined;
    return isOpen && !blocks.has(from) ? links : [];
  });
}

const NO_CALLS: ReadonlySet<EventletUse["how"]> = new Set(["import", "except", "read", "subclass"]);

function isWithoutCounterpart(use: EventletUse): boolean {
  const isCall = !NO_CALLS.has(use.how);
  const isHard =
    (use.fidelity === "redesign" || use.fidelity === "none") && use.effort >= REDESIGN_EFFORT;
  return isCall && isHard && use.confidence !== "possible" && !DELETED.has(use.category);
}

/**
 * A body that runs while it is imported and waits, if a step that is not certain is true. Programs do
 * get imported without trouble today: that hundreds of their modules must be redesigned takes proof.
 */
function waitsAtImportPerhaps({ program, reach, sightings }: DecideInput, index: number): boolean {
  const node = program.nodes[index];
  if (node === undefined || !isTopLevel(node) || reach.suspends.rankOf(index) === 0) return false;
  return (sightings.get(index) ?? []).some(isImportSighting);
}

/** Neither `async def` nor Awaitlet can serve: finalizers, raw greenlets, waits in the body of an imported module. */
function hasNoWay({ program, sightings, catalogue }: DecideInput, index: number): boolean {
  const node = program.nodes[index];
  const own = sightings.get(index) ?? [];
  if (node !== undefined && isTopLevel(node) && own.some(isImportSighting)) return true;
  return own.some(({ id }) => catalogue.entries.get(id)?.leavesNoWay === true);
}

const isImportSighting = ({ id }: Sighting): boolean =>
  id === "module-level" || id === "class-body";

/** The way that is only a guess: to where it waits, or else to what has to be awaited. */
export function openSteps(reach: Reach, index: number): readonly EvidenceStep[] {
  const open = reach.suspends.rankOf(index) > DECIDING_RANK ? reach.suspends : reach.needsAwait;
  return open.evidenceOf(index);
}

/** Why a function that only a guess connects with Eventlet stays undetermined. */
function reasonCode({ program, reach }: DecideInput, index: number): string {
  if (!program.graph.isComplete) return "budget";
  const steps = openSteps(reach, index);
  const guess = steps.find(({ confidence }) => confidence === "possible");
  const caller = program.indexOf(guess?.function ?? "");
  const link = (program.callees[caller ?? -1] ?? []).find(
    ({ edge, rank }) => edge.to === guess?.calls && rank > DECIDING_RANK,
  );
  // A step that is no call of the graph goes through a parameter (parameter-calls.ts).
  if (link === undefined && program.indexOf(guess?.calls ?? "") !== undefined) {
    return "unknown-parameter";
  }
  if (link?.edge.how === "fallback" || link?.edge.how === "override") return "unresolved-dispatch";
  return link?.edge.how === "getattr" ? "dynamic-call" : "weak-evidence";
}

/**
 * The greatest set of functions that can be `async def`: all that must be awaited, less those with
 * a forbidding obstacle, less (again and again) those that a synchronous caller calls, and whole
 * families with any of these. Breadth first, so that each function learns its nearest reason; what
 * only a guessed caller forbids comes last.
 */
function findBlocks(input: DecideInput): ReadonlyMap<number, Block> {
  const { program, reach, guessed } = input;
  const blocks = new Map<number, Block>();
  const queue: number[] = [];
  const block = (index: number, by: Block) => {
    const waits = reach.mustAwait(index) || guessed.wouldWait.has(index);
    if (blocks.has(index) || !waits || isCoroutine(program, index)) return;
    blocks.set(index, by);
    queue.push(index);
  };
  for (const [index, by] of firstBlocks(input)) block(index, by);
  const guess = (index: number) => {
    for (const link of guessed.linksOf.get(index) ?? []) block(link.to, { kind: "caller", link });
  };
  let settled = 0;
  for (let at = 0; at < queue.length; at += 1) {
    const index = queue[at] as number;
    for (const [next, by] of blocksOf(input, index)) block(next, by);
    if (isCalledByName(input, blocks.get(index)))
      for (const standIn of guessed.standInsOf(index))
        block(standIn, { kind: "family", member: index });
    if (at < queue.length - 1) continue;
    for (const end = queue.length; settled < end; settled += 1) guess(queue[settled] as number);
  }
  return blocks;
}

/**
 * Does somebody who cannot await call the function by its name? Then he calls what decorators put in
 * its place, which stays synchronous with it.
 */
function isCalledByName({ catalogue }: DecideInput, block: Block | undefined): boolean {
  if (block?.kind === "obstacle")
    return catalogue.entries.get(block.sighting.id)?.group === "override";
  return block?.kind === "family" || (block?.kind === "caller" && block.link.rank > DECIDING_RANK);
}

/** Functions with an obstacle of their own, and those that a library's code calls. */
function* firstBlocks(input: DecideInput): Generator<readonly [number, Block]> {
  const { program, catalogue, sightings, guessedSightings } = input;
  for (const [index, own] of [...sightings, ...guessedSightings]) {
    const sighting = own.find(({ id }) => forbids(catalogue, id) && !isInBody(catalogue, id));
    if (sighting !== undefined) yield [index, { kind: "obstacle", sighting }];
  }
  for (const [index, node] of program.nodes.entries()) {
    const link = node.isLibrary === true ? undefined : libraryCaller(program, index);
    if (link !== undefined) yield [index, { kind: "caller", link }];
  }
}

/** What stays synchronous because a function does: its family, its wrappers, what it calls. */
function* blocksOf(input: DecideInput, index: number): Generator<readonly [number, Block]> {
  const { program, families, guessed } = input;
  for (const member of families.membersOf(index)) {
    if (!isBeneath(program, index, member)) yield [member, { kind: "family", member: index }];
  }
  for (const wrapper of guessed.wrappersOf(index))
    yield [wrapper, { kind: "family", member: index }];
  for (const link of program.callees[index] ?? []) {
    if (constrains(input, link)) yield [link.to, { kind: "caller", link }];
  }
}

/** It goes when the function's own logic is written anew: what stands above and below is free of it. */
function isInBody(catalogue: ObstacleCatalogue, id: string): boolean {
  const entry = catalogue.entries.get(id);
  return entry?.leavesNoWay === true && BODY_GROUPS.has(entry.group);
}

const BODY_GROUPS: ReadonlySet<string> = new Set(["lowlevel", "state"]);

export function forbids(catalogue: ObstacleCatalogue, id: string): boolean {
  const blocks = catalogue.entries.get(id)?.blocks;
  return blocks === "async-def" || blocks === "both";
}

/** Code of a library that was read calls the function and will not be changed. */
function libraryCaller(program: Program, index: number): Link | undefined {
  return (program.callers[index] ?? []).find(
    (link) =>
      link.isInline && link.rank <= DECIDING_RANK && program.nodes[link.from]?.isLibrary === true,
  );
}

/** A caller that stays synchronous keeps its callee so: not across guesses, launches, or from tests and examples. */
function constrains({ program, scripts }: DecideInput, link: Link): boolean {
  if (!link.isInline || link.rank > DECIDING_RANK) return false;
  if (isBeneath(program, link.from, link.to)) return false;
  const caller = program.nodes[link.from];
  // A script's body and a main guard become `asyncio.run(main())`: they start the callee, they do not call it.
  if (caller !== undefined && isTopLevel(caller)) return isImportLink(program, scripts, link);
  return true;
}
