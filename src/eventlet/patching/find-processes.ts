import type { Confidence, EntryPoint, FunctionId } from "../../callgraph/call-graph.ts";
import type { Knowledge, PatchingWay } from "../catalogue.ts";
import type { FindingsDiagnostic, PatchCall, Process, Signal } from "../findings.ts";
import { byCodeUnits, byPlace, type GraphView } from "../graph-view.ts";
import { findHazards } from "./find-hazards.ts";
import { type FoundPatch, findPatchCalls } from "./find-patch-calls.ts";
import { patchesByFunction } from "./patches-by-function.ts";
import { type ProcessRun, runProcess } from "./run-process.ts";

/** What is patched where, and how sure that is. */
export interface Patching {
  readonly calls: readonly PatchCall[];
  readonly processes: readonly Process[];
  readonly runs: readonly { readonly process: Process; readonly run: ProcessRun }[];
  /** Module → group → how sure it is that code of the module runs with the group patched. */
  readonly groups: ReadonlyMap<FunctionId, ReadonlyMap<string, Confidence>>;
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
const RANK: Readonly<Record<Confidence, number>> = { possible: 0, likely: 1, certain: 2 };

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
): Patching {
  const patches = findPatchCalls(view, knowledge);
  const patchesOf = patchesByFunction(view, patches);
  const ways = waysInUse(knowledge, signals);
  const entries = chooseEntries(view, ways);
  const runs = entries.map((entry) => {
    const run = runProcess(view, [entry.function], patchesOf);
    return { process: describeProcess(entry, run, ways), run };
  });
  const tests = runTests(view, patchesOf, ways);
  const all = tests === undefined ? runs : [...runs, tests];
  const { groups, diagnostics } = spreadGroups({ view, knowledge, runs, tests, ways });
  return {
    calls: [...patches.map((patch) => patchCall(view, knowledge, patch, all))].sort(byPlace),
    processes: all.map(({ process }) => process).sort(byEntry),
    runs: all,
    groups,
    diagnostics: [...diagnostics, ...patches.flatMap(errorOf)],
  };
}

interface Run {
  readonly process: Process;
  readonly run: ProcessRun;
}

/** A way of being patched without calling it, with the places that tell of it. */
interface WayInUse {
  readonly way: PatchingWay;
  readonly signals: readonly Signal[];
}

function waysInUse(knowledge: Knowledge, signals: readonly Signal[]): readonly WayInUse[] {
  return knowledge.patching.ways
    .filter(({ groups }) => groups.length > 0)
    .map((way) => ({ way, signals: signals.filter(({ rule }) => way.signals.includes(rule)) }))
    .filter((each) => each.signals.length > 0);
}

/** One entry per function: the strongest kind wins. */
function chooseEntries(view: GraphView, ways: readonly WayInUse[]): readonly EntryPoint[] {
  const own = view.graph.entryPoints.filter(
    (entry) => !view.isTest(entry.function) && view.moduleOf(entry.function) !== undefined,
  );
  const hostedKinds = new Set(ways.flatMap(({ way }) => way.entries));
  const starts = own.filter(({ kind }) => STARTS.has(kind));
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
    patchedBy: patchedBy.sort(byPlace),
    startsGreenThreads: false,
  };
}

/** All tests together: one process that imports every test module. */
function runTests(
  view: GraphView,
  patchesOf: (id: FunctionId) => readonly FoundPatch[],
  ways: readonly WayInUse[],
): Run | undefined {
  const modules = [...view.modules.values()]
    .filter(({ isTest }) => isTest === true)
    .map(({ id }) => id)
    .sort(byCodeUnits);
  const [first] = modules;
  if (first === undefined) return undefined;
  const run = runProcess(view, modules, patchesOf);
  const entry: EntryPoint = {
    function: first,
    kind: "test",
    path: view.pathOf(first),
    line: 1,
    because: "tests",
  };
  return { process: describeProcess(entry, run, ways), run };
}

interface Spreading {
  readonly view: GraphView;
  readonly knowledge: Knowledge;
  readonly runs: readonly Run[];
  readonly tests: Run | undefined;
  readonly ways: readonly WayInUse[];
}

function spreadGroups({ view, knowledge, runs, tests, ways }: Spreading): {
  readonly groups: ReadonlyMap<FunctionId, ReadonlyMap<string, Confidence>>;
  readonly diagnostics: readonly FindingsDiagnostic[];
} {
  const found = new Map<FunctionId, Map<string, Confidence>>();
  const add = (module: FunctionId, group: string, confidence: Confidence): void => {
    const groups = found.get(module) ?? new Map<string, Confidence>();
    const known = groups.get(group);
    if (known === undefined || RANK[known] < RANK[confidence]) groups.set(group, confidence);
    found.set(module, groups);
  };
  for (const { process, run } of runs) {
    for (const module of run.modules) {
      for (const group of process.patchedGroups) add(module, group, sureness(run, group));
    }
  }
  for (const module of tests?.run.modules ?? []) {
    if (!view.isTest(module)) continue;
    for (const group of tests?.process.patchedGroups ?? []) add(module, group, "certain");
  }
  const assumed = assumeRest({ view, knowledge, runs, ways });
  const seen = new Set(runs.flatMap(({ run }) => [...run.modules]));
  for (const module of view.modules.keys()) {
    if (seen.has(module) && assumed.onlyUnseen) continue;
    if (view.isTest(module) && tests !== undefined && assumed.onlyUnseen) continue;
    for (const group of assumed.groups) add(module, group, assumed.confidence);
  }
  return { groups: found, diagnostics: assumed.diagnostics };
}

function sureness(run: ProcessRun, group: string): Confidence {
  const own = run.patches.filter(({ patch }) => patch.groups.includes(group));
  return own.length > 0 && own.every(({ patch }) => !patch.isCertain) ? "likely" : "certain";
}

interface Assumption {
  readonly groups: readonly string[];
  readonly confidence: Confidence;
  readonly onlyUnseen: boolean;
  readonly diagnostics: readonly FindingsDiagnostic[];
}

/** What holds for the modules that no process is seen to import. */
function assumeRest({ view, knowledge, runs, ways }: Omit<Spreading, "tests">): Assumption {
  const patched = [...new Set(runs.flatMap(({ process }) => process.patchedGroups))].sort();
  if (patched.length > 0) {
    return { groups: patched, confidence: "likely", onlyUnseen: true, diagnostics: [] };
  }
  const hosting = [...new Set(ways.flatMap(({ way }) => way.groups))].sort();
  if (hosting.length > 0 && !isOnlyTests(ways)) return hostedElsewhere(hosting, ways);
  if (runs.length > 0 || !usesEventlet(view)) {
    return { groups: [], confidence: "possible", onlyUnseen: true, diagnostics: [] };
  }
  const groups = knowledge.patching.groups.filter(({ isDefault }) => isDefault);
  return {
    groups: groups.map(({ name }) => name).sort(),
    confidence: "possible",
    onlyUnseen: false,
    diagnostics: [
      {
        code: "patched-by-its-user",
        severity: "info",
        message:
          "The repository uses Eventlet, but starts no process of its own: it is taken for a library whose user patches. Calls of the standard library that would then wait are `possible`.",
      },
    ],
  };
}

function hostedElsewhere(groups: readonly string[], ways: readonly WayInUse[]): Assumption {
  const [first] = ways.flatMap(({ signals }) => signals);
  return {
    groups,
    confidence: "likely",
    onlyUnseen: true,
    diagnostics: [
      {
        code: "patched-from-outside",
        severity: "info",
        ...(first === undefined ? {} : { path: first.path, line: first.line }),
        message: `Patched without a call of its own: ${ways.map(({ way }) => way.trigger).join("; ")}.`,
      },
    ],
  };
}

const isOnlyTests = (ways: readonly WayInUse[]): boolean =>
  ways.every(({ way }) => way.entries.every((kind) => kind === "test"));

/** Some module outside the tests imports Eventlet. */
function usesEventlet(view: GraphView): boolean {
  return view.graph.externalImports.some(
    ({ within, module }) =>
      (module === "eventlet" || module.startsWith("eventlet.")) && !view.isTest(within),
  );
}

function patchCall(
  view: GraphView,
  knowledge: Knowledge,
  patch: FoundPatch,
  runs: readonly Run[],
): PatchCall {
  return {
    function: patch.function,
    path: patch.path,
    line: patch.line,
    groups: patch.groups,
    how: patch.how,
    importedBefore: findHazards(
      view,
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
          message: `${error}: nothing is patched.`,
        },
      ];
}

function byEntry(left: Process, right: Process): number {
  return byCodeUnits(left.entry, right.entry) || byCodeUnits(left.kind, right.kind);
}
