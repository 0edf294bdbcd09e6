import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { GraphView } from "../graph-view.ts";
import type { FoundPatch } from "./find-patch-calls.ts";

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

/** Finds the patches that calling a function leads to. */
export type PatchesOf = (id: FunctionId) => readonly FoundPatch[];

interface Step {
  readonly line: number;
  readonly column: number;
  readonly run: () => void;
}

/**
 * Imports as Python runs them: parents before children, statements in order of line, each module
 * once. Code below `if __name__ == "__main__"` runs in the entry's module only. Imports inside
 * functions come last: nobody knows when the function is called.
 */
export function runProcess(
  view: GraphView,
  entries: readonly FunctionId[],
  patchesOf: PatchesOf,
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
  const stepsOf = (module: FunctionId): readonly Step[] => {
    const isStart = starts.has(module);
    const runs = (site: number) => isStart || !view.isWithin(module, site, "main-guard");
    const steps: Step[] = [];
    for (const each of view.importsOf(module)) {
      if (each.within !== module || each.isTypeOnly) continue;
      steps.push({ line: each.line, column: 0, run: () => load(each.to) });
    }
    for (const each of view.externalImportsOf(module)) {
      if (each.within !== module) continue;
      const event = { ...pick(each), path: view.pathOf(module) };
      steps.push({ line: each.line, column: each.column, run: () => imports.push(event) });
    }
    for (const patch of patchesOf(module)) {
      if (patch.function !== module || !runs(patch.site)) continue;
      steps.push({ line: patch.line, column: 1, run: () => apply([patch]) });
    }
    for (const edge of view.graph.calleesOf(module)) {
      if (edge.kind !== "call") continue;
      const found = patchesOf(edge.to);
      if (found.length === 0) continue;
      for (const { line, column, site } of edge.sites) {
        if (runs(site)) steps.push({ line, column, run: () => apply(found) });
      }
    }
    return steps.sort((left, right) => left.line - right.line || left.column - right.column);
  };
  const load = (module: FunctionId): void => {
    if (modules.has(module)) return;
    for (const parent of parentsOf(view, module)) load(parent);
    if (modules.has(module)) return;
    modules.add(module);
    for (const step of stepsOf(module)) step.run();
  };
  for (const entry of entries) load(view.moduleOf(entry) ?? entry);
  for (const entry of entries) apply(patchesOf(entry));
  // A Set also visits what is added while it is being walked.
  for (const module of modules) {
    for (const each of view.importsOf(module)) {
      if (each.within !== module && !each.isTypeOnly) load(each.to);
    }
  }
  return { modules, patches, imports };
}

function parentsOf(view: GraphView, module: FunctionId): readonly FunctionId[] {
  const name = view.factsOf(module)?.module ?? "";
  const parts = name.split(".");
  const parents: FunctionId[] = [];
  for (let length = 1; length < parts.length; length++) {
    const parent = view.moduleNamed(parts.slice(0, length).join("."));
    if (parent !== undefined && parent !== module) parents.push(parent);
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
