import type { EntryPoint } from "../../callgraph/call-graph.ts";
import type { EventletFindings, Process } from "../../eventlet/findings.ts";
import { DECIDING_RANK, type Program } from "../program.ts";
import type { Reach } from "./find-reach.ts";

/** What migrates together because it is entered together: a process, or a service that a library starts. */
export interface Region {
  readonly title: string;
  readonly entries: readonly number[];
  /** Reaching functions below the entries, over calls and starts alike, in order. */
  readonly functions: readonly number[];
  /** Present where the region is a process of the repository's own. */
  readonly process?: Process;
  /** The process is patched and never starts a second green thread. */
  readonly isDisablable: boolean;
}

const SERVICE_KINDS: ReadonlySet<EntryPoint["kind"]> = new Set([
  "wsgi-app",
  "web-handler",
  "rpc-endpoint",
  "service",
  "task",
  "plugin",
]);

export function findRegions(
  program: Program,
  reach: Reach,
  findings: EventletFindings,
): readonly Region[] {
  const drives = callsIntoDrivers(program, reach, findings);
  const served = servedFunctions(program);
  const region = (title: string, entries: readonly number[]) => ({
    title,
    entries,
    functions: [...reachable(program, entries)]
      .filter((index) => isReaching(reach, index))
      .sort((a, b) => a - b),
  });
  const processes = findings.processes.flatMap((process): Region[] => {
    const entry = program.indexOf(process.entry);
    if (entry === undefined || program.nodes[entry]?.isTest === true) return [];
    const isDisablable =
      process.patchedGroups.length > 0 &&
      !process.startsGreenThreads &&
      ![...reachable(program, [entry])].some((index) => drives(index) || served.has(index));
    // Not patched: what it shares with other programs does not wait where it runs.
    if (!isDisablable && !isReaching(reach, entry)) return [];
    return [{ ...region(process.entry, [entry]), process, isDisablable }];
  });
  const covered = new Set(processes.flatMap(({ functions }) => functions));
  const services = [...groupServices(program, covered)].map(([title, entries]) => ({
    ...region(title, entries),
    isDisablable: false,
  }));
  return [...processes, ...services];
}

/** What a server or a framework calls: it may do so in green threads of its own, one for each request. */
function servedFunctions(program: Program): ReadonlySet<number> {
  return new Set(
    program.graph.entryPoints
      .filter(({ kind }) => SERVICE_KINDS.has(kind) && kind !== "plugin")
      .flatMap(({ function: id }) => program.indexOf(id) ?? []),
  );
}

/** Libraries that run services, or cannot do without Eventlet, may start green threads out of sight. */
function callsIntoDrivers(
  program: Program,
  reach: Reach,
  { libraries }: EventletFindings,
): (index: number) => boolean {
  const names = libraries
    .filter(({ library }) => library.coupling === "required")
    .flatMap(({ library }) => library.importNames);
  const isDriver = (name: string) => names.some((own) => name.startsWith(`${own}.`));
  return (index) =>
    (program.outward[index] ?? []).some(({ name }) => isDriver(name)) ||
    reach.usesOf(index).some(({ via, category }) => via === "library" && category === "service");
}

export const isReaching = (reach: Reach, index: number): boolean =>
  reach.suspends.rankOf(index) >= 0 || reach.touches.rankOf(index) >= 0;

function reachable(program: Program, entries: readonly number[]): ReadonlySet<number> {
  const reached = new Set(entries);
  for (const index of reached) {
    for (const link of program.callees[index] ?? []) {
      if (link.rank <= DECIDING_RANK) reached.add(link.to);
    }
  }
  return reached;
}

/**
 * Entry points that no process is seen to reach (libraries load them by name), by class or else by module;
 * plugins without a class by package: the migrations of one folder are loaded by one program.
 */
function groupServices(
  program: Program,
  covered: ReadonlySet<number>,
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, Set<number>>();
  for (const { function: id, kind } of program.graph.entryPoints) {
    const index = program.indexOf(id);
    const node = program.nodes[index ?? -1];
    if (index === undefined || node === undefined || !SERVICE_KINDS.has(kind)) continue;
    if (node.isTest === true || covered.has(index)) continue;
    const module = outerOf(id);
    const title = node.class ?? (kind === "plugin" ? outerOf(module) : module);
    const group = groups.get(title) ?? new Set();
    group.add(index);
    groups.set(title, group);
  }
  return new Map(
    [...groups].map(([title, indices]) => [title, [...indices].sort((a, b) => a - b)]),
  );
}

/** The dotted name around a name; of a name without dots, the name. */
const outerOf = (name: string) =>
  name.slice(0, name.includes(".") ? name.lastIndexOf(".") : undefined);
