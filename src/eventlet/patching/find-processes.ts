import { byCodeUnits } from "../../by-code-units.ts";
import type { Confidence, EntryPoint, FunctionId } from "../../callgraph/call-graph.ts";
import { say, textIn } from "../../sentence.ts";
import type { Knowledge } from "../catalogue.ts";
import type { FindingsDiagnostic, PatchCall, Process, Signal } from "../findings.ts";
import { byPlace, type GraphView } from "../graph-view.ts";
import { findHazards } from "./find-hazards.ts";
import { type FoundPatch, findPatchCalls } from "./find-patch-calls.ts";
import { findLoadedUnseen } from "./loaded-unseen.ts";
import { findLooseModules, type LooseModules } from "./loose-modules.ts";
import { patchesByFunction } from "./patches-by-function.ts";
import { type ProcessRun, type RunnableProgram, runProcess } from "./run-process.ts";
import type { Run, WayInUse } from "./runs.ts";
import { spreadGroups } from "./spread-groups.ts";
import { findTestPrograms } from "./test-programs.ts";
import { type Passes, passesInProduct, passesInTests } from "./test-runner-conditions.ts";

/** What is patched where, and how sure that is. */
export interface Patching {
  readonly calls: readonly PatchCall[];
  readonly processes: readonly Process[];
  readonly runs: readonly Run[];
  /** Module → group → how sure it is that code of the module runs with the group patched. */
  readonly groups: ReadonlyMap<FunctionId, ReadonlyMap<string, Confidence>>;
  /** The repository is taken for a library, that runs in the processes of its users. */
  readonly isLibrary: boolean;
  readonly looseModules: LooseModules;
  readonly diagnostics: readonly FindingsDiagnostic[];
}

/** Processes of their own; the other entries live inside one of these. */
const STARTS: ReadonlySet<EntryPoint["kind"]> = new Set(["main", "console-script"]);
/** Entries that a server's or framework's command starts a process for. */
const HOSTED: ReadonlySet<EntryPoint["kind"]> = new Set([
  "wsgi-app",
  "task",
  "service",
  "rpc-endpoint",
  "web-handler",
]);

/**
 * Patching is a process's affair: what its entry's module imports decides. A module that no process
 * is seen to import (drivers named in settings) is taken to run in the program's patched processes,
 * as `likely`. A repository that uses Eventlet and starts no process itself is a library: its user
 * patches, `possible`.
 */
export function findPatching(
  view: GraphView,
  knowledge: Knowledge,
  signals: readonly Signal[],
  scripts: ReadonlySet<string>,
): Patching {
  const patches = findPatchCalls(view, knowledge);
  const { unclaimed, hosted, patched, ...loaded } = findLoadedUnseen(view, knowledge);
  const programIn = (passes: Passes): RunnableProgram => {
    return { view, passes, patchesOf: patchesByFunction(view, patches, passes), ...loaded };
  };
  const program = programIn(passesInProduct(view));
  const ways = waysInUse(knowledge, signals);
  const entries = chooseEntries(view, ways, { patches, scripts });
  const started = entries.map((entry) => ({ entry, run: runProcess(program, [entry.function]) }));
  const uncalled = findUncalled(program, patches, started);
  const runs = started.map(({ entry, run: seen }) => {
    const run = withUncalled(view, seen, uncalled);
    const isHosted = ways.some(({ way }) => way.entries.includes(entry.kind));
    return { process: describeProcess(entry, run, ways), run, isHosted };
  });
  const tests = runTests(programIn(passesInTests), ways);
  const all = [...runs, ...tests];
  const looseModules = findLooseModules(view, runs, { unclaimed, hosted, patched, ...loaded });
  const spread = spreadGroups({ view, knowledge, runs, tests, ways, loose: looseModules });
  return {
    calls: [...patches.map((patch) => patchCall(knowledge, patch, all))].sort(byPlace),
    processes: all.map(({ process }) => process).sort(byEntry),
    runs: all,
    groups: spread.groups,
    isLibrary: spread.isLibrary,
    looseModules,
    diagnostics: [...spread.diagnostics, ...patches.flatMap(errorOf)],
  };
}

/** Patches in functions that no process is seen to call: by name, from a table of commands. */
function findUncalled(
  { view, passes }: RunnableProgram,
  patches: readonly FoundPatch[],
  runs: readonly { readonly run: ProcessRun }[],
): readonly FoundPatch[] {
  const called = new Set(runs.flatMap(({ run }) => run.patches.map(({ patch }) => patch)));
  return patches.filter(
    (patch) =>
      !called.has(patch) &&
      !view.isTest(patch.function) &&
      passes(patch.function, patch.site) &&
      view.graph
        .callersOf(patch.function)
        .every(({ from, sites }) => sites.every(({ site }) => passes(from, site))) &&
      view.graph.node(patch.function)?.kind !== "module",
  );
}

function withUncalled(
  view: GraphView,
  run: ProcessRun,
  uncalled: readonly FoundPatch[],
): ProcessRun {
  const own = uncalled.filter((patch) =>
    run.modules.has(view.moduleOf(patch.function) ?? patch.function),
  );
  const guesses = own.map((patch) => ({ patch, before: run.imports.length, isGuess: true }));
  return { ...run, patches: [...run.patches, ...guesses] };
}

function waysInUse(knowledge: Knowledge, signals: readonly Signal[]): readonly WayInUse[] {
  return knowledge.patching.ways
    .filter(({ groups }) => groups.length > 0)
    .map((way) => ({ way, signals: signals.filter(({ rule }) => way.signals.includes(rule)) }))
    .filter((each) => each.signals.length > 0);
}

/** What shows that a module which nothing imports is a program: its body patches, or its first line says so. */
interface ProgramSigns {
  readonly patches: readonly FoundPatch[];
  readonly scripts: ReadonlySet<string>;
}

/** One entry per function: the strongest kind wins. */
function chooseEntries(
  view: GraphView,
  ways: readonly WayInUse[],
  { patches, scripts }: ProgramSigns,
): readonly EntryPoint[] {
  const own = view.graph.entryPoints.filter(
    (entry) => !view.isTest(entry.function) && view.moduleOf(entry.function) !== undefined,
  );
  const hostedKinds = new Set(ways.flatMap(({ way }) => way.entries));
  const isLibrary = patches.length === 0 && declaresPluginsAlone(own);
  const named = own.filter(
    (entry) => STARTS.has(entry.kind) && !(isLibrary && isInPackage(view, entry)),
  );
  const ran = new Set(named.map((entry) => view.moduleOf(entry.function)));
  const patching = new Set(patches.map((patch) => patch.function));
  const unnamed = own.filter(
    ({ kind, function: id, path }) =>
      kind === "module" && !ran.has(id) && (patching.has(id) || scripts.has(path)),
  );
  const starts = [...named, ...unnamed];
  // Where nothing else starts, a WSGI application is some server's.
  const hosted = own.filter(
    ({ kind }) =>
      HOSTED.has(kind) && (hostedKinds.has(kind) || (kind === "wsgi-app" && starts.length === 0)),
  );
  const chosen = new Map<FunctionId, EntryPoint>();
  for (const entry of [...starts, ...hosted]) {
    if (!chosen.has(entry.function)) chosen.set(entry.function, entry);
  }
  return [...chosen.values()];
}

/**
 * Packaging metadata that declares plugins and no command speaks of a library: a main guard in a module of
 * its package is there to try that out.
 */
function declaresPluginsAlone(entries: readonly EntryPoint[]): boolean {
  return (
    entries.some(({ kind, group }) => kind === "plugin" && group !== undefined) &&
    entries.every(({ kind }) => kind !== "console-script" && kind !== "wsgi-app")
  );
}

function isInPackage(view: GraphView, { function: id }: EntryPoint): boolean {
  return view.factsOf(view.moduleOf(id) ?? id)?.module.includes(".") === true;
}

function describeProcess(entry: EntryPoint, run: ProcessRun, ways: readonly WayInUse[]): Process {
  const hosts = ways.filter(({ way }) => way.entries.includes(entry.kind));
  const groups = new Set([
    ...run.patches.flatMap(({ patch }) => patch.groups),
    ...hosts.flatMap(({ way }) => way.groups),
  ]);
  const patchedBy = [
    ...run.patches.map(({ patch }) => ({ path: patch.path, line: patch.line })),
    ...hosts.flatMap(({ signals }) => signals.map(({ path, line }) => ({ path, line }))),
  ];
  return {
    entry: entry.function,
    kind: entry.kind,
    path: entry.path,
    line: entry.line,
    patchedGroups: [...groups].sort(),
    patchedBy: unique(patchedBy).sort(byPlace),
    startsGreenThreads: false,
  };
}

/** Several rules may tell of one line. */
function unique(places: Process["patchedBy"]): Process["patchedBy"][number][] {
  return [...new Map(places.map((place) => [`${place.path}:${place.line}`, place])).values()];
}

/** The tests' processes; tests tell of no process of the product. */
function runTests(program: RunnableProgram, ways: readonly WayInUse[]): readonly Run[] {
  const { view } = program;
  return findTestPrograms(program).map(({ entries, run }) => {
    const [first = ""] = entries;
    const entry = { function: first, kind: "test", path: view.pathOf(first), line: 1 } as const;
    return { process: describeProcess({ ...entry, because: "tests" }, run, ways), run };
  });
}

function patchCall(knowledge: Knowledge, patch: FoundPatch, runs: readonly Run[]): PatchCall {
  return {
    function: patch.function,
    path: patch.path,
    line: patch.line,
    groups: patch.groups,
    how: patch.how,
    importedBefore: findHazards(
      knowledge,
      patch,
      runs.map(({ run }) => run),
    ),
  };
}

function errorOf({ path, line, error }: FoundPatch): readonly FindingsDiagnostic[] {
  return error === undefined
    ? []
    : [
        {
          code: "patch-call-raises",
          severity: "warning",
          path,
          line,
          message: say`${textIn(error)}: nothing is patched.`,
        },
      ];
}

export function byEntry(left: Process, right: Process): number {
  return byCodeUnits(left.entry, right.entry) || byCodeUnits(left.kind, right.kind);
}
