import type { EventletFindings } from "../../eventlet/findings.ts";
import { say, type Text } from "../../sentence.ts";
import { isDeciding, type Program } from "../program.ts";
import type { Families } from "../reach/families.ts";
import type { Reach } from "../reach/find-reach.ts";
import { isReaching, type Region } from "../reach/find-regions.ts";
import type { Wave } from "../readiness.ts";
import type { SharedObjects } from "./shared-objects.ts";
import { callersToTake, closeOver } from "./wave-members.ts";
import { waveTitle } from "./wave-title.ts";

export interface WavesInput {
  readonly program: Program;
  readonly reach: Reach;
  readonly families: Families;
  readonly objects: SharedObjects;
  readonly findings: EventletFindings;
  readonly regions: readonly Region[];
}

export interface Waves {
  readonly waves: readonly Wave[];
  waveOf(index: number): number;
}

/** More programs than this are not planned one by one: the smallest share a wave. */
const MAXIMUM_SERVICE_WAVES = 12;

interface Draft {
  readonly kind: Wave["kind"];
  readonly title: Text;
  readonly entries: readonly number[];
  readonly functions: readonly number[];
  readonly after: readonly number[];
}

/**
 * Waves in the order of the official guide: the hub, then services, the libraries they share, what
 * runs on threads, the end of patching, and what is left. A wave migrates whole entry points: while
 * both worlds run, no stack may hold an Eventlet wait above or below an `await`. Functions shared by
 * several entries go with the first, and with them whole families and the callers that would
 * otherwise need more bridges than their own; the later wave says that it comes after.
 */
export function planWaves(input: WavesInput): Waves {
  const { program, findings } = input;
  const drafts: Draft[] = [];
  const waveOf = new Map<number, number>();
  const add = (draft: Draft) => {
    drafts.push(draft);
    for (const index of draft.functions) if (!waveOf.has(index)) waveOf.set(index, drafts.length);
  };
  if (!findings.hub.switched) {
    const title = say`Switch to Eventlet's asyncio hub`;
    add({ kind: "hub", title, entries: [], functions: [], after: [] });
  }
  const mayMove = movable(input);
  for (const service of serviceGroups(input)) {
    const members = membersOf(input, service, { waveOf, mayMove });
    const after = wavesBelow(input, [...service.functions, ...members.functions], waveOf);
    const last = Math.max(...after);
    const joined = drafts[last - 1];
    if (joined?.kind === "service" && members.isWayIn) {
      // Nothing of its own but the way in: it migrates with what it starts.
      drafts[last - 1] = joinWave(joined, service.entries, members.functions);
      for (const index of members.functions) waveOf.set(index, last);
      continue;
    }
    add({ ...service, functions: members.functions, after });
  }
  for (const draft of laterWaves(input, waveOf)) {
    const functions = draft.functions.filter((index) => !waveOf.has(index));
    if (functions.length === 0 && draft.kind !== "cleanup") continue;
    add({ ...draft, functions, after: drafts.map((_, at) => at + 1) });
  }
  assignTests({ program, waveOf, last: drafts.length });
  return {
    waves: drafts.map((draft, at) => toWave(program, draft, at + 1)),
    waveOf: (index) => waveOf.get(index) ?? drafts.length,
  };
}

interface Members {
  readonly functions: readonly number[];
  /** The program has nothing of its own but its entries. */
  readonly isWayIn: boolean;
}

/** All that migrates when a program does and has not before. */
function membersOf(
  input: WavesInput,
  { functions, entries }: Omit<Draft, "after">,
  {
    waveOf,
    mayMove,
  }: {
    readonly waveOf: ReadonlyMap<number, number>;
    readonly mayMove: (index: number) => boolean;
  },
): Members {
  const isNew = (index: number) => !waveOf.has(index) && !isUnpatching(input, index);
  const own = functions.filter(isNew);
  if (own.every((index) => entries.includes(index))) return { functions: own, isWayIn: true };
  const whole = [...closeOver(input, own)].filter((index) => isOwn(input, index) && isNew(index));
  const callers = callersToTake(input, new Set([...waveOf.keys(), ...whole]), mayMove);
  return { functions: sorted([...whole, ...callers]), isWayIn: false };
}

/** It reaches, and is neither a test nor of a library that was read. */
function isOwn({ program, reach }: WavesInput, index: number): boolean {
  const node = program.nodes[index];
  return isReaching(reach, index) && node?.isTest !== true && node?.isLibrary !== true;
}

/** The waves that hold the functions, or what they call or start; the hub's is below all. */
function wavesBelow(
  { program, findings }: WavesInput,
  functions: readonly number[],
  waveOf: ReadonlyMap<number, number>,
): readonly number[] {
  const called = functions.flatMap((index) =>
    (program.callees[index] ?? []).filter(isDeciding).map(({ to }) => to),
  );
  const waves = [...functions, ...called].flatMap((index) => waveOf.get(index) ?? []);
  return sorted(new Set([...(findings.hub.switched ? [] : [1]), ...waves]));
}

/**
 * What no program is seen to start may go with the program that has what it calls. A program's own
 * functions wait for its wave: programs are rolled out one by one. What runs on native threads has its
 * place at the end.
 */
function movable(input: WavesInput): (index: number) => boolean {
  const threaded = threadFunctions(input.program);
  const started = new Set(input.regions.flatMap(({ functions }) => functions));
  return (index) => !started.has(index) && !threaded.has(index) && !isUnpatching(input, index);
}

function joinWave(draft: Draft, entries: readonly number[], functions: readonly number[]): Draft {
  return {
    ...draft,
    entries: sorted(new Set([...draft.entries, ...entries])),
    functions: sorted([...draft.functions, ...functions]),
  };
}

const sorted = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b);

/** Programs in the order of their size, smallest first, so that the first wave is the one to learn on. */
function serviceGroups({ program, regions }: WavesInput): readonly Omit<Draft, "after">[] {
  const groups = new Map<string, Group>();
  for (const { title, entries, functions, isDisablable } of regions) {
    if (isDisablable || functions.length === 0) continue;
    const key = functions.join(" ");
    const before = groups.get(key);
    groups.set(key, {
      titles: [...(before?.titles ?? []), title],
      entries: sorted(new Set([...(before?.entries ?? []), ...entries])),
      functions,
    });
  }
  const ordered = [...groups.values()].sort(
    (a, b) => a.functions.length - b.functions.length || (a.entries[0] ?? 0) - (b.entries[0] ?? 0),
  );
  const surplus = ordered.length - MAXIMUM_SERVICE_WAVES;
  const small = surplus > 0 ? ordered.slice(0, surplus + 1) : [];
  const single = ordered.slice(small.length);
  const merged = small.length === 0 ? [] : [mergeGroups(small)];
  return [...merged, ...single].map(({ titles, entries, functions }) => ({
    kind: "service" as const,
    title: waveTitle(
      titles,
      functions.map((index) => program.nodes[index]?.id ?? ""),
    ),
    entries,
    functions,
  }));
}

interface Group {
  readonly titles: readonly string[];
  readonly entries: readonly number[];
  readonly functions: readonly number[];
}

const mergeGroups = (groups: readonly Group[]): Group => ({
  titles: groups.flatMap(({ titles }) => titles),
  entries: sorted(new Set(groups.flatMap(({ entries }) => entries))),
  functions: sorted(new Set(groups.flatMap(({ functions }) => functions))),
});

/** What no service wave has taken, in the order of the guide. */
function laterWaves(input: WavesInput, taken: ReadonlyMap<number, number>): readonly Draft[] {
  const { program, regions } = input;
  const rest = program.nodes
    .map((_, index) => index)
    .filter((index) => isOwn(input, index) && !taken.has(index));
  const off = regions.filter(({ isDisablable }) => isDisablable);
  const switchedOff = new Set(off.flatMap(({ functions }) => functions));
  const threaded = threadFunctions(program);
  const unpatching = rest.filter((index) => isUnpatching(input, index));
  const unstarted = rest.filter((index) => !switchedOff.has(index));
  // What these call as well cannot wait for the end: no stack mixes both worlds.
  const shared = closeOver(input, unstarted);
  const own = rest.filter((index) => shared.has(index) && !unpatching.includes(index));
  const onLoop = closeOver(
    input,
    own.filter((index) => !threaded.has(index)),
    ({ isInline }) => isInline,
  );
  const draft = (kind: Wave["kind"], title: Text, functions: readonly number[]): Draft => ({
    kind,
    title,
    functions,
    entries: kind === "cleanup" ? sorted(new Set(off.flatMap(({ entries }) => entries))) : [],
    after: [],
  });
  return [
    draft(
      "library",
      say`Code that no program of the repository visibly starts`,
      own.filter((index) => onLoop.has(index)),
    ),
    draft(
      "executor",
      say`What runs on native threads`,
      own.filter((index) => !onLoop.has(index)),
    ),
    draft("unpatch", say`Stop patching the standard library`, unpatching),
    draft("cleanup", say`Remove the dependency, options and leftovers`, rest),
  ];
}

/** It patches and does not wait: it goes when the patching goes. */
function isUnpatching({ reach }: WavesInput, index: number): boolean {
  if (reach.mustAwait(index)) return false;
  return reach
    .usesOf(index)
    .some(({ category, how }) => category === "monkey-patch" && how !== "import");
}

function threadFunctions(program: Program): ReadonlySet<number> {
  const threads = program.graph.entryPoints
    .filter(({ kind }) => kind === "native-thread" || kind === "process")
    .flatMap(({ function: id }) => program.indexOf(id) ?? []);
  const reached = new Set(threads);
  for (const index of reached) {
    for (const link of program.callees[index] ?? []) {
      if (link.isInline && isDeciding(link)) reached.add(link.to);
    }
  }
  return reached;
}

interface TestWaves {
  readonly program: Program;
  readonly waveOf: Map<number, number>;
  readonly last: number;
}

/** A test migrates with the last of the functions that it calls. */
function assignTests({ program, waveOf, last }: TestWaves): void {
  program.nodes.forEach((node, index) => {
    if (node.isTest !== true) return;
    const called = (program.callees[index] ?? [])
      .filter((link) => isDeciding(link) && program.nodes[link.to]?.isTest !== true)
      .map(({ to }) => waveOf.get(to))
      .filter((wave) => wave !== undefined);
    waveOf.set(index, called.length === 0 ? last : Math.max(...called));
  });
}

function toWave(program: Program, draft: Draft, number: number): Wave {
  const { kind, title, entries, functions, after } = draft;
  const ids = (indices: readonly number[]) => indices.map((at) => program.nodes[at]?.id ?? "");
  return { number, kind, title, entries: ids(entries), functions: ids(functions), after };
}
