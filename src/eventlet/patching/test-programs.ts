import { byCodeUnits } from "../../by-code-units.ts";
import type { FunctionId } from "../../callgraph/call-graph.ts";
import { groupBy } from "../../group-by.ts";
import type { GraphView } from "../graph-view.ts";
import { findImportPatches } from "./import-patches.ts";
import { type ProcessRun, type RunnableProgram, type RunPatch, runProcess } from "./run-process.ts";

/** Test modules that are taken to run in one process, patched alike. */
export interface TestProgram {
  /** In order. */
  readonly entries: readonly FunctionId[];
  /** What the entries import; patches that only other modules of their suite make are guesses. */
  readonly run: ProcessRun;
}

/**
 * Tests by the programs that run them. What a test module imports, its packages and the `conftest.py`
 * of its folders among it, is patched for sure. A runner imports all modules of a suite into one
 * process, mostly: what one of them patches is then patched for its mates too, but not where somebody
 * runs them apart. Suites of different kinds (unit, integration, …) are run apart, and scripts alone.
 */
export function findTestPrograms(program: RunnableProgram): readonly TestProgram[] {
  const { view } = program;
  const patchesAt = findImportPatches(program);
  const conftests = findConftests(view);
  const own = (entry: FunctionId): readonly FunctionId[] => [...conftests(entry), entry];
  const groupsOf = (entry: FunctionId): string =>
    [...new Set(own(entry).flatMap((each) => patchesAt(each).flatMap(({ groups }) => groups)))]
      .sort(byCodeUnits)
      .join(" ");
  const scripts = findScripts(view);
  const entries = findEntries(view, scripts);
  const suites = groupBy(entries, (entry) => suiteOf(view, scripts, entry));
  return [...suites.entries()].flatMap(([suite, members]) => {
    const patched = groupBy(members, groupsOf);
    return [...patched].map(([groups, alike]): TestProgram => {
      const run = runProcess(program, unique(alike.flatMap(own)));
      if (groups !== "" || suite === SCRIPTS || patched.size === 1) return { entries: alike, run };
      const mates = runProcess(program, unique(members.flatMap(own))).patches;
      return { entries: alike, run: { ...run, patches: guessed(mates, run) } };
    });
  });
}

function guessed(patches: readonly RunPatch[], { imports }: ProcessRun): readonly RunPatch[] {
  return patches.map(({ patch }) => ({ patch, before: imports.length, isGuess: true }));
}

const unique = (ids: readonly FunctionId[]): readonly FunctionId[] => [...new Set(ids)];

const COLLECTED = /(^|\/)(tests?|test_[^/]*|[^/]*_tests?)\.pyw?$/i;
const CONFTEST = /(^|\/)conftest\.py$/;

/** What a runner collects by its name, and what no other test imports: the rest are helpers of these. */
function findEntries(view: GraphView, scripts: ReadonlySet<FunctionId>): readonly FunctionId[] {
  const tests = [...view.modules.keys()].filter((id) => view.isTest(id)).sort(byCodeUnits);
  const imported = new Set(tests.flatMap((id) => view.importsOf(id).map(({ to }) => to)));
  return tests.filter((id) => {
    const path = view.pathOf(id);
    if (CONFTEST.test(path)) return false;
    return COLLECTED.test(path) || scripts.has(id) || !imported.has(id);
  });
}

/** Modules that somebody starts by themselves. */
function findScripts({ graph }: GraphView): ReadonlySet<FunctionId> {
  const started = graph.entryPoints.filter(({ kind }) => kind === "main");
  return new Set(started.map(({ function: id }) => id));
}

/** The suite of what somebody starts and no runner collects. */
const SCRIPTS = "";

/** The kinds of tests that people keep apart, as their folders are called. */
const KIND =
  /(?:^|[-_])(unit|functional|func|integration|system|e2e|end_to_end|acceptance|smoke|probe|perf|performance|load|stress|scenario|tempest|fullstack)(?:[-_]?tests?|s)?$/i;

/** Project or package, and kind: what one command runs. */
function suiteOf(view: GraphView, scripts: ReadonlySet<FunctionId>, module: FunctionId): string {
  const path = view.pathOf(module);
  if (scripts.has(module) && !COLLECTED.test(path)) return SCRIPTS;
  const [top = "", ...folders] = path.split("/").slice(0, -1);
  const kinds = [top, ...folders].map((folder) => KIND.exec(folder)?.[1]?.toLowerCase());
  return `${top}/${kinds.find((kind) => kind !== undefined) ?? ""}`;
}

/** pytest loads the `conftest.py` of each folder above a test before the test. */
function findConftests(view: GraphView): (module: FunctionId) => readonly FunctionId[] {
  const byFolder = new Map<string, FunctionId>();
  for (const id of view.modules.keys()) {
    const path = view.pathOf(id);
    if (CONFTEST.test(path)) byFolder.set(path.slice(0, -"conftest.py".length), id);
  }
  return (module) => {
    const parts = view.pathOf(module).split("/");
    return parts.flatMap((_, depth) => {
      const folder = parts
        .slice(0, depth)
        .map((part) => `${part}/`)
        .join("");
      return byFolder.get(folder) ?? [];
    });
  };
}
