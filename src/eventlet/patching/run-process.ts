import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { GraphView } from "../graph-view.ts";
import type { FoundPatch } from "./find-patch-calls.ts";
import type { LoadedUnseen } from "./loaded-unseen.ts";
import type { Passes } from "./test-runner-conditions.ts";

/** An import of a module outside the analysed code, as a process executes it. */
export interface ImportEvent {
  readonly module: string;
  readonly name?: string;
  readonly path: string;
  readonly line: number;
}

/** What a process executes while its modules are imported, in order. */
export interface ProcessRun {
  /** Every module that the process imports, now or later. */
  readonly modules: ReadonlySet<FunctionId>;
  /** Patches with the external imports that ran before each. */
  readonly patches: readonly RunPatch[];
  readonly imports: readonly ImportEvent[];
}

export interface RunPatch {
  readonly patch: FoundPatch;
  /** So many of the run's external imports come before it. */
  readonly before: number;
  /** Nobody is seen to call it, but its module is loaded (commands that are found by name). */
  readonly isGuess?: boolean;
}

/** What a process needs to know of the program. */
export interface RunnableProgram {
  readonly view: GraphView;
  readonly patchesOf: PatchesOf;
  /** Where this kind of process gets to. */
  readonly passes: Passes;
  readonly pluginsOf: LoadedUnseen["pluginsOf"];
  readonly scriptsOf: LoadedUnseen["scriptsOf"];
}

/** Finds the patches that calling a function leads to. */
export type PatchesOf = (id: FunctionId) => readonly FoundPatch[];

/** One statement of a module's body, and what it does to the process. */
interface Step {
  readonly line: number;
  readonly column: number;
  readonly effect: Effect;
}

type Effect =
  | { readonly kind: "load"; readonly module: FunctionId }
  | { readonly kind: "import"; readonly event: ImportEvent }
  | { readonly kind: "patch"; readonly patches: readonly FoundPatch[] };

/**
 * Imports as Python runs them: parents before children, statements in order of line, each module
 * once. Code below `if __name__ == "__main__"` runs in the entry's module only. Imports inside
 * functions come last: nobody knows when the function is called.
 */
export function runProcess(
  { view, patchesOf, passes, pluginsOf, scriptsOf }: RunnableProgram,
  entries: readonly FunctionId[],
): ProcessRun {
  const modules = new Set<FunctionId>();
  const imports: ImportEvent[] = [];
  const patches: { patch: FoundPatch; before: number }[] = [];
  const seen = new Set<FoundPatch>();
  const starts = new Set(entries.map((entry) => view.moduleOf(entry) ?? entry));
  const apply = (found: readonly FoundPatch[]): void => {
    for (const patch of found) {
      if (seen.has(patch)) continue;
      seen.add(patch);
      patches.push({ patch, before: imports.length });
    }
  };
  const take = (effect: Effect): void => {
    if (effect.kind === "load") load(effect.module);
    else if (effect.kind === "import") imports.push(effect.event);
    else apply(effect.patches);
  };
  const isTest = entries.some((entry) => view.isTest(entry));
  const load = (module: FunctionId): void => {
    // A plugin that only stands in for one in the tests is loaded by no product.
    if (modules.has(module) || (view.isTest(module) && !isTest)) return;
    for (const parent of parentsOf(view, module)) load(parent);
    if (modules.has(module)) return;
    modules.add(module);
    const isStart = starts.has(module);
    for (const { effect } of stepsOf(module, { view, patchesOf, passes, isStart })) take(effect);
  };
  for (const entry of entries) load(view.moduleOf(entry) ?? entry);
  for (const entry of entries) apply(patchesOf(entry));
  const start = entries.map((entry) => view.moduleOf(entry) ?? entry);
  for (const script of scriptsOf(surelyImported(view, start))) load(script);
  // A Set also visits what is added while it is being walked.
  for (const module of modules) {
    for (const each of view.importsOf(module)) {
      if (each.within !== module && !each.isTypeOnly) load(each.to);
    }
    for (const plugin of pluginsOf(module)) load(plugin);
  }
  return { modules, patches, imports };
}

/** Without what is loaded by name, and what the program can do without. */
function surelyImported(view: GraphView, start: readonly FunctionId[]): ReadonlySet<FunctionId> {
  const reached = new Set(start);
  for (const module of reached) {
    for (const { to, isOptional, isTypeOnly } of view.importsOf(module)) {
      if (!isOptional && !isTypeOnly) reached.add(to);
    }
  }
  return reached;
}

interface ModuleRun extends Pick<RunnableProgram, "view" | "patchesOf" | "passes"> {
  /** It is the process's own script: what is below the main guard runs too. */
  readonly isStart: boolean;
}

/** What a module's own body does, in order of line. */
function stepsOf(module: FunctionId, run: ModuleRun): readonly Step[] {
  return [...importSteps(module, run), ...patchSteps(module, run)].sort(
    (left, right) => left.line - right.line || left.column - right.column,
  );
}

function importSteps(module: FunctionId, { view }: ModuleRun): readonly Step[] {
  const own = view
    .importsOf(module)
    .filter(({ within, isTypeOnly }) => within === module && !isTypeOnly);
  const external = view.externalImportsOf(module).filter(({ within }) => within === module);
  const path = view.pathOf(module);
  return [
    ...own.map(({ line, to }): Step => ({ line, column: 0, effect: { kind: "load", module: to } })),
    ...external.map(
      (each): Step => ({
        line: each.line,
        column: each.column,
        effect: { kind: "import", event: { ...pick(each), path } },
      }),
    ),
  ];
}

/** What a module patches as it is imported, through the program's own wrappers too. */
export function patchesInBody(
  program: Pick<RunnableProgram, "view" | "patchesOf" | "passes">,
  module: FunctionId,
): readonly FoundPatch[] {
  const steps = patchSteps(module, { ...program, isStart: false });
  return steps.flatMap(({ effect }) => (effect.kind === "patch" ? effect.patches : []));
}

function patchSteps(
  module: FunctionId,
  { view, patchesOf, passes, isStart }: ModuleRun,
): readonly Step[] {
  const runs = (site: number) =>
    passes(module, site) && (isStart || !view.isWithin(module, site, "main-guard"));
  const own = patchesOf(module)
    .filter((patch) => patch.function === module && runs(patch.site))
    .map((patch): Step => {
      return { line: patch.line, column: 1, effect: { kind: "patch", patches: [patch] } };
    });
  const called = view.graph
    .calleesOf(module)
    .filter(({ kind }) => kind === "call")
    .flatMap(({ to, sites }): readonly Step[] => {
      const patches = patchesOf(to);
      if (patches.length === 0) return [];
      return sites
        .filter(({ site }) => runs(site))
        .map(({ line, column }) => ({ line, column, effect: { kind: "patch", patches } }));
    });
  return [...own, ...called];
}

/** The packages that are imported before the module. */
export function parentsOf(view: GraphView, module: FunctionId): readonly FunctionId[] {
  const name = view.factsOf(module)?.module ?? "";
  const parts = name.split(".");
  const parents: FunctionId[] = [];
  for (let length = 1; length < parts.length; length++) {
    const parent = view.moduleNamed(parts.slice(0, length).join("."));
    // A script may bear the name of a package; it is no part of it.
    if (parent === undefined || view.factsOf(parent)?.isPackage !== true) continue;
    if (parent !== module) parents.push(parent);
  }
  return parents;
}

function pick(each: { readonly module: string; readonly name?: string; readonly line: number }): {
  readonly module: string;
  readonly name?: string;
  readonly line: number;
} {
  const { module, name, line } = each;
  return name === undefined ? { module, line } : { module, name, line };
}
