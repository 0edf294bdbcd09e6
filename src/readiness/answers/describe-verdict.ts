import type { EntryPoint } from "../../callgraph/call-graph.ts";
import type { Knowledge } from "../../eventlet/catalogue.ts";
import type { EventletUse } from "../../eventlet/findings.ts";
import { plural, type Sentence, say, type Text, textIn } from "../../sentence.ts";
import type { Sightings } from "../obstacles/find-obstacles.ts";
import type { Sighting } from "../obstacles/obstacle.ts";
import type { ObstacleCatalogue } from "../obstacles/obstacle-catalogue.ts";
import { DECIDING_RANK, isCoroutine, type Program } from "../program.ts";
import { awaits, isMereLock, type Reach } from "../reach/find-reach.ts";
import { isTopLevel } from "../reach/run-time.ts";
import { type Block, type Decision, openSteps } from "../verdicts/decide-verdicts.ts";

export interface DescribeInput {
  readonly program: Program;
  readonly reach: Reach;
  readonly decisions: ReadonlyMap<number, Decision>;
  readonly sightings: Sightings;
  readonly catalogue: ObstacleCatalogue;
  readonly knowledge: Knowledge;
  readonly entriesOf: ReadonlyMap<string, readonly EntryPoint[]>;
}

/** Why the function has its verdict, in one plain sentence. */
export function describeVerdict(input: DescribeInput, index: number): Text {
  const decision = input.decisions.get(index);
  switch (decision?.verdict) {
    case "awaitlet-candidate":
      return describeCandidate(input, index, decision.block);
    case "redesign":
      return describeRedesign(input, index, decision);
    case "undetermined":
      return describeGuess(input, index, decision);
    default:
      return input.reach.mustAwait(index)
        ? describeReady(input, index)
        : describePlain(input, index);
  }
}

function describeCandidate(input: DescribeInput, index: number, block: Block | undefined): Text {
  const reason = say`Stays synchronous ${describeBlock(input, block, 0)}.`;
  const relative = relativeOf(input, index);
  return relative === undefined
    ? reason
    : say`${reason} It waits for nothing itself: it changes only because ${relative} does.`;
}

/** The member of its family that a function changes with, where nothing in the function itself waits. */
function relativeOf(
  { program, reach }: Pick<DescribeInput, "program" | "reach">,
  index: number,
): string | undefined {
  return program.nodes[reach.needsAwait.relativeOf(index) ?? -1]?.id;
}

const MAXIMUM_LINKS = 8;

function describeBlock(input: DescribeInput, block: Block | undefined, links: number): Sentence {
  if (block === undefined) return say`because of what stands above it`;
  if (block.kind === "obstacle") return say`because ${clauseOf(input.catalogue, block.sighting)}`;
  const { program, decisions } = input;
  const next = block.kind === "caller" ? block.link.from : block.member;
  const name = program.nodes[next]?.id ?? "";
  const above = decisions.get(next)?.block;
  if (block.kind === "family") {
    return links < MAXIMUM_LINKS
      ? say`together with its family: ${name} stays so ${describeBlock(input, above, links + 1)}`
      : say`together with its family: ${name} stays so`;
  }
  if (block.kind === "caller" && block.link.rank > DECIDING_RANK) {
    return isUnseen(input, block.link.to)
      ? say`because ${name} possibly calls it, which cannot await, and nothing else is seen to call it`
      : say`because ${name} possibly calls it, which cannot await`;
  }
  if (program.nodes[next]?.isLibrary === true) return say`because library code calls it (${name})`;
  const root = rootOf(input, next);
  if (root.index === next) return say`because ${name} calls it and cannot await: ${root.clause}`;
  const top = program.nodes[root.index]?.id ?? "";
  return say`because ${name} calls it and cannot await, below ${top}: ${root.clause}`;
}

/** The obstacle at the upper end of a chain of synchronous callers. */
function rootOf(
  { decisions, catalogue }: DescribeInput,
  start: number,
): { readonly index: number; readonly clause: Sentence } {
  const seen = new Set<number>();
  let at = start;
  for (;;) {
    const block = decisions.get(at)?.block;
    if (block === undefined || seen.has(at))
      return { index: at, clause: say`it stays synchronous` };
    if (block.kind === "obstacle")
      return { index: at, clause: clauseOf(catalogue, block.sighting) };
    if (block.kind === "caller" && block.link.rank > DECIDING_RANK) {
      const guess = say`${block.link.edge.from} possibly calls it, which cannot await`;
      return { index: at, clause: guess };
    }
    seen.add(at);
    at = block.kind === "caller" ? block.link.from : block.member;
  }
}

function clauseOf(catalogue: ObstacleCatalogue, { id, through, count = 0 }: Sighting): Sentence {
  const entry = catalogue.entries.get(id);
  const message = entry?.clause ?? entry?.title ?? id;
  if (!message.includes("{")) return textIn(message);
  return { message, values: [through ?? say`something outside`, count] };
}

function describeRedesign(
  { sightings, catalogue }: DescribeInput,
  index: number,
  { redesigned }: Decision,
): Text {
  if (redesigned !== undefined) {
    const where = [redesigned.api, String(redesigned.line)] as const;
    return redesigned.fidelity === "none"
      ? say`Has to be redesigned: \`${where[0]}\` (line ${where[1]}) has no counterpart in asyncio.`
      : say`Has to be redesigned: nothing in asyncio behaves like \`${where[0]}\` (line ${where[1]}).`;
  }
  const own = sightings.get(index) ?? [];
  const sighting =
    own.find(({ id }) => catalogue.entries.get(id)?.leavesNoWay === true) ??
    own.find(({ id }) => id === "module-level" || id === "class-body");
  const entry = catalogue.entries.get(sighting?.id ?? "");
  const line = String(sighting?.line ?? 1);
  if (entry === undefined) return say`Has to be redesigned: neither way is open (line ${line}).`;
  return say`Has to be redesigned: ${textIn(entry.title)} (line ${line}). ${textIn(entry.why)}`;
}

function describeGuess(
  { program, reach }: DescribeInput,
  index: number,
  { reasonCode, openCaller, givenAway }: Decision,
): Text {
  if (openCaller !== undefined) {
    const caller = program.nodes[openCaller]?.id ?? "";
    return say`Not decided: ${caller} calls it, and nothing shows whether that can await.`;
  }
  if (givenAway === "computed")
    return say`Not decided: it may be found under a name made at run time and handed on, and nothing shows who calls it.`;
  if (givenAway === "replaced")
    return say`Not decided: a decorator puts something else in its place, and nothing shows who calls that.`;
  if (givenAway === "file")
    return say`Not decided: it makes its objects files, and nothing shows who reads or writes these.`;
  if (givenAway === "value")
    return say`Not decided: it is passed on as a value, and nothing shows who calls it.`;
  const steps = openSteps(reach, index);
  const guess =
    steps.find(({ confidence }) => confidence === "possible") ??
    steps.find(({ confidence }) => confidence === "likely") ??
    steps[0];
  if (guess === undefined) return say`Not decided.`;
  if (reasonCode === "unknown-parameter") {
    return say`Not decided: ${guess.function} calls a method of a parameter (line ${String(guess.line)}); nothing shows which values it has, and ${guess.calls} has that name.`;
  }
  return say`Not decided: that ${guess.function} (line ${String(guess.line)}) leads to ${guess.calls} is only a possibility.`;
}

function describeReady(input: DescribeInput, index: number): Text {
  const ready = describeChange(input, index);
  const condition = (input.sightings.get(index) ?? []).find(({ id }) => CONDITIONS.has(id));
  return condition === undefined ? ready : say`${ready} But ${condition.detail}.`;
}

/** What has to change around a function that could be awaited, for nothing awaits it today. */
const CONDITIONS: ReadonlySet<string> = new Set(["test-case", "sync-framework"]);

function describeChange({ program, reach, entriesOf }: DescribeInput, index: number): Sentence {
  const own = reach.usesOf(index).find(awaits);
  const [first] = reach.needsAwait.evidenceOf(index);
  const sites = (program.callers[index] ?? [])
    .filter(
      (link) =>
        link.isInline && link.rank <= DECIDING_RANK && program.nodes[link.from]?.isTest !== true,
    )
    .reduce((sum, { edge }) => sum + edge.sites.length, 0);
  const node = program.nodes[index];
  const what =
    node !== undefined && isTopLevel(node)
      ? say`Its top level can become the body of \`async def main()\``
      : isCoroutine(program, index)
        ? say`Is \`async def\` already`
        : say`Can become \`async def\``;
  const relative = relativeOf({ program, reach }, index);
  const through =
    relative === undefined
      ? say`it waits through ${first?.calls ?? ""}`
      : say`it waits for nothing itself, but ${relative} does, which a call may reach in its place`;
  const how = own === undefined ? through : say`it waits in \`${own.api}\``;
  if (sites === 0 && isUnseen({ program, entriesOf }, index)) {
    return hasGuessedCaller(program, index)
      ? say`${what}: ${how}; nothing is sure to call it.`
      : say`${what}: ${how}; nothing is seen to call it.`;
  }
  if (sites === 0) return say`${what}: ${how}.`;
  return say`${what}: ${how}; ${plural(sites, "# call site gains", "# call sites gain")} \`await\`.`;
}

/** The graph knows of a call that is possible only. */
const hasGuessedCaller = ({ callers, nodes }: Program, index: number): boolean =>
  (callers[index] ?? []).some(
    ({ from, rank, isInline }) =>
      isInline && rank > DECIDING_RANK && nodes[from]?.isTest !== true && from !== index,
  );

/** Neither called, nor started, nor an entry: how it is reached is not visible here. */
function isUnseen(
  { program, entriesOf }: Pick<DescribeInput, "program" | "entriesOf">,
  index: number,
): boolean {
  const node = program.nodes[index];
  if (node === undefined || isTopLevel(node)) return false;
  const isCalled = (program.callers[index] ?? []).some(
    ({ from, rank }) => rank <= DECIDING_RANK && program.nodes[from]?.isTest !== true,
  );
  return !isCalled && !entriesOf.has(node.id);
}

function describePlain({ program, reach }: DescribeInput, index: number): Text {
  if (isCoroutine(program, index))
    return say`Is \`async def\` already, and nothing of Eventlet's in it has to be awaited.`;
  const uses = reach.usesOf(index).filter((use) => use.how !== "import" && !isMereLock(use));
  const switching = uses.find(({ yields }) => yields);
  const [first] = uses;
  if (switching !== undefined) {
    return say`Stays \`def\`: \`${switching.api}\` can switch today, its asyncio counterpart is not awaited.`;
  }
  if (uses.some(({ category }) => category === "spawn")) {
    return say`Stays \`def\`: it only starts green threads, and starting a task does not wait.`;
  }
  if (first !== undefined) return say`Stays \`def\`: \`${first.api}\` does not wait.`;
  if (reach.suspends.rankOf(index) >= 0) {
    const [step] = reach.suspends.evidenceOf(index);
    if (isModule(program, step?.calls) || reach.usesOf(index).some(isWaitingImport)) {
      return say`Stays as it is: importing ${step?.calls ?? ""} runs a body that waits, and that body has to change.`;
    }
    return say`Stays \`def\`: what it reaches through ${step?.calls ?? say`its family`} can switch today, but its asyncio counterpart is not awaited.`;
  }
  const [step] = reach.touches.evidenceOf(index);
  return say`Stays \`def\`: it reaches Eventlet through ${step?.calls ?? say`its callees`}, without waiting for it.`;
}

const isWaitingImport = ({ how, yields }: EventletUse): boolean => how === "import" && yields;

/** Nothing calls a module: what leads to one imports it. */
function isModule({ nodes, indexOf }: Program, id: string | undefined): boolean {
  return nodes[indexOf(id ?? "") ?? -1]?.kind === "module";
}

/** What else was open, in plain words; empty where nothing was. */
export function listAlternatives(input: DescribeInput, index: number): readonly Text[] {
  const { program, decisions, sightings, catalogue, knowledge, reach } = input;
  const decision = decisions.get(index);
  const sighted = sightings.get(index) ?? [];
  const remedies: Text[] = [];
  const block = decision?.block;
  if (block?.kind === "obstacle")
    remedies.push(catalogue.entries.get(block.sighting.id)?.remedy ?? "");
  if (decision?.redesigned !== undefined) {
    const replacement = knowledge.apis.get(decision.redesigned.api)?.asyncio.replacement;
    if (replacement !== undefined && replacement !== "-")
      remedies.push(
        say`Closest to \`${decision.redesigned.api}\`, but different in behaviour: ${textIn(replacement)}`,
      );
  }
  for (const { id } of sighted) {
    const entry = catalogue.entries.get(id);
    if (entry?.leavesNoWay === true || entry?.blocks === "both") remedies.push(entry.remedy);
  }
  if (
    decision?.verdict === "asyncio-ready" &&
    reach.mustAwait(index) &&
    !isCoroutine(program, index)
  ) {
    remedies.push(stayingPlain(sighted));
  }
  if (decision?.verdict === "awaitlet-candidate" && block?.kind !== "obstacle") {
    remedies.push(say`Becomes \`async def\` once the functions above it can await it.`);
  }
  return [...new Set(remedies)].filter((remedy) => remedy !== "");
}

/** Nothing of the program stands above a handler: an asyncio server calls a plain function on the loop itself. */
function stayingPlain(sightings: readonly { readonly id: string }[]): Sentence {
  return sightings.some(({ id }) => id === "sync-framework")
    ? say`Stay \`def\` under Awaitlet: \`awaitlet(…)\` at its waits, and register an \`async def\` that does \`await async_def(handler, …)\`.`
    : say`Stay \`def\` under Awaitlet: \`awaitlet(…)\` at its waits, \`async_def(…)\` above it.`;
}
