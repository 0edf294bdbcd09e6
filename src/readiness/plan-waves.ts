import type { EventletFindings, Process } from "../eventlet/findings.ts";
import type { Reach } from "./find-reach.ts";
import { DECIDING_RANK, type Program } from "./program.ts";
import type { Wave } from "./readiness.ts";

export interface WavesInput {
  readonly program: Program;
  readonly reach: Reach;
  readonly findings: EventletFindings;
  readonly regions: readonly Region[];
}

/** What one process reaches, over calls and starts alike. */
export interface Region {
  readonly process: Process;
  readonly entry: number;
  /** Reaching functions, in order. */
  readonly functions: readonly number[];
  readonly isDisablable: boolean;
}

/** More programs than this are not planned one by one: the smallest share a wave. */
const MAXIMUM_SERVICE_WAVES = 12;

export interface Waves {
  readonly waves: readonly Wave[];
  waveOf(index: number): number;
}

/** The reaching functions of each process; disablable ones never run a second green thread. */
export function findRegions(
  program: Program,
  reach: Reach,
  findings: EventletFindings,
): readonly Region[] {
  return findings.processes.flatMap((process) => {
    const entry = program.indexOf(process.entry);
    if (entry === undefined || program.nodes[entry]?.isTest === true) return [];
    const functions = [...reachable(program, entry)]
      .filter((index) => isReaching(reach, index))
      .sort((a, b) => a - b);
    const isDisablable = process.patchedGroups.length > 0 && !process.startsGreenThreads;
    return [{ process, entry, functions, isDisablable }];
  });
}

const isReaching = (reach: Reach, index: number): boolean =>
  reach.suspends.rankOf(index) >= 0 || reach.touches.rankOf(index) >= 0;

function reachable(program: Program, entry: number): ReadonlySet<number> {
  const reached = new Set([entry]);
  for (const index of reached) {
    for (const link of program.callees[index] ?? []) {
      if (link.rank <= DECIDING_RANK) reached.add(link.to);
    }
  }
  return reached;
}

interface Draft {
  readonly kind: Wave["kind"];
  readonly title: string;
  readonly entries: readonly number[];
  readonly functions: readonly number[];
  readonly after: readonly number[];
}

/**
 * Waves in the order of the official guide: the hub, then services, the libraries they share, what
 * runs on threads, the end of patching, and what is left. A wave migrates whole entry points: while
 * both worlds run, no stack may hold an Eventlet wait above or below an `await`. Functions shared by
 * several entries go with the first; the later wave says that it comes after.
 */
export function planWaves(input: WavesInput): Waves {
  const { program, reach, findings } = input;
  const reaching = program.nodes
    .map((_, index) => index)
    .filter((index) => isReaching(reach, index) && program.nodes[index]?.isLibrary !== true);
  const waveOf = new Map<number, number>();
  const drafts: Draft[] = [];
  const add = (draft: Draft) => {
    drafts.push(draft);
    for (const index of draft.functions) if (!waveOf.has(index)) waveOf.set(index, drafts.length);
  };
  const free = (indices: readonly number[]) => indices.filter((index) => !waveOf.has(index));
  const isTest = (index: number) => program.nodes[index]?.isTest === true;
  if (!findings.hub.switched)
    add({
      kind: "hub",
      title: "Switch to Eventlet's asyncio hub",
      entries: [],
      functions: [],
      after: [],
    });
  for (const service of serviceGroups(input)) {
    const after = new Set(drafts[0]?.kind === "hub" ? [1] : []);
    for (const index of service.functions) {
      const earlier = waveOf.get(index);
      if (earlier !== undefined) after.add(earlier);
    }
    add({
      ...service,
      functions: free(service.functions).filter((index) => !isUnpatching(input, index)),
      after: sorted(after),
    });
  }
  const before = () => drafts.map((_, at) => at + 1);
  const rest = (test: (index: number) => boolean) =>
    free(reaching).filter((index) => !isTest(index) && !isUnpatching(input, index) && test(index));
  const isThreaded = threadFunctions(input);
  const later: readonly (readonly [Wave["kind"], string, () => readonly number[]])[] = [
    [
      "library",
      "Library code that no program of the repository starts",
      () => rest((index) => !isThreaded.has(index) && !isOnlyDisablable(input, index)),
    ],
    ["executor", "What runs on native threads", () => rest((index) => isThreaded.has(index))],
    [
      "unpatch",
      "Stop patching the standard library",
      () => free(reaching).filter((index) => !isTest(index) && isUnpatching(input, index)),
    ],
  ];
  for (const [kind, title, functions] of later) {
    const chosen = functions();
    if (chosen.length > 0) add({ kind, title, entries: [], functions: chosen, after: before() });
  }
  add({
    kind: "cleanup",
    title: "Remove the dependency, options and leftovers",
    entries: disablableEntries(input),
    functions: free(reaching).filter((index) => !isTest(index)),
    after: before(),
  });
  assignTests({ program, waveOf, last: drafts.length });
  return {
    waves: drafts.map((draft, at) => toWave(program, draft, at + 1)),
    waveOf: (index) => waveOf.get(index) ?? drafts.length,
  };
}

const sorted = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b);

/** Programs in the order of their size, smallest first, so that the first wave is the one to learn on. */
function serviceGroups({ program, regions }: WavesInput): readonly Omit<Draft, "after">[] {
  const groups = new Map<string, { entries: Set<number>; functions: readonly number[] }>();
  for (const { entry, functions, isDisablable } of regions) {
    if (isDisablable || functions.length === 0) continue;
    const key = functions.join(" ");
    const group = groups.get(key) ?? { entries: new Set<number>(), functions };
    group.entries.add(entry);
    groups.set(key, group);
  }
  const ordered = [...groups.values()]
    .map(({ entries, functions }) => ({ entries: sorted(entries), functions }))
    .sort(
      (a, b) =>
        a.functions.length - b.functions.length || (a.entries[0] ?? 0) - (b.entries[0] ?? 0),
    );
  const surplus = Math.max(0, ordered.length - MAXIMUM_SERVICE_WAVES);
  const small = ordered.slice(0, surplus + (surplus > 0 ? 1 : 0));
  const single = ordered.slice(small.length);
  const merged = small.length === 0 ? [] : [mergeGroups(small)];
  return [...merged, ...single].map(({ entries, functions }) => ({
    kind: "service" as const,
    title:
      entries.length === 1
        ? `${program.nodes[entries[0] ?? -1]?.id}`
        : `${entries.length} programs: ${program.nodes[entries[0] ?? -1]?.id} …`,
    entries,
    functions,
  }));
}

interface Group {
  readonly entries: readonly number[];
  readonly functions: readonly number[];
}

const mergeGroups = (groups: readonly Group[]): Group => ({
  entries: sorted(new Set(groups.flatMap(({ entries }) => entries))),
  functions: sorted(new Set(groups.flatMap(({ functions }) => functions))),
});

function isUnpatching({ reach }: WavesInput, index: number): boolean {
  return (
    !reach.mustAwait(index) &&
    reach.usesOf(index).some(({ category, how }) => category === "monkey-patch" && how !== "import")
  );
}

function threadFunctions({ program }: WavesInput): ReadonlySet<number> {
  const reached = new Set<number>();
  for (const { function: id, kind } of program.graph.entryPoints) {
    const index = program.indexOf(id);
    if (index !== undefined && (kind === "native-thread" || kind === "process")) reached.add(index);
  }
  for (const index of reached) {
    for (const link of program.callees[index] ?? [])
      if (link.isInline && link.rank <= DECIDING_RANK) reached.add(link.to);
  }
  return reached;
}

function isOnlyDisablable({ regions }: WavesInput, index: number): boolean {
  return regions.some(({ isDisablable, functions }) => isDisablable && functions.includes(index));
}

const disablableEntries = ({ regions }: WavesInput): number[] =>
  sorted(new Set(regions.filter(({ isDisablable }) => isDisablable).map(({ entry }) => entry)));

/** A test migrates with the last of the functions that it calls. */
function assignTests({
  program,
  waveOf,
  last,
}: {
  readonly program: Program;
  readonly waveOf: Map<number, number>;
  readonly last: number;
}): void {
  program.nodes.forEach((node, index) => {
    if (node.isTest !== true) return;
    const called = (program.callees[index] ?? [])
      .filter(({ to, rank }) => rank <= DECIDING_RANK && program.nodes[to]?.isTest !== true)
      .map(({ to }) => waveOf.get(to))
      .filter((wave) => wave !== undefined);
    waveOf.set(index, called.length === 0 ? last : Math.max(...called));
  });
}

function toWave(
  program: Program,
  { kind, title, entries, functions, after }: Draft,
  number: number,
): Wave {
  const ids = (indices: readonly number[]) =>
    indices.map((index) => program.nodes[index]?.id ?? "");
  return { number, kind, title, entries: ids(entries), functions: ids(functions), after };
}
