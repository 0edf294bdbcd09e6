import type { FunctionId } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";
import type { FoundPatch } from "./find-patch-calls.ts";
import { parentsOf, patchesInBody, type RunnableProgram } from "./run-process.ts";

/** The patches that importing a module executes, its parents' and its imports' among them. */
export function findImportPatches(
  program: RunnableProgram,
): (module: FunctionId) => readonly FoundPatch[] {
  const importers = findImporters(program);
  const found = new Map<FunctionId, Set<FoundPatch>>();
  for (const module of program.view.modules.keys()) {
    for (const patch of patchesInBody(program, module)) {
      // A Set also visits what is added while it is being walked.
      const executing = new Set([module]);
      for (const each of executing) {
        found.set(each, (found.get(each) ?? new Set()).add(patch));
        for (const importer of importers.get(each) ?? []) executing.add(importer);
      }
    }
  }
  return (module) => [...(found.get(module) ?? [])];
}

/** By module, whose bodies import it; a package is imported with each of its modules. */
function findImporters({ view }: RunnableProgram): ReadonlyMap<FunctionId, readonly FunctionId[]> {
  const importers = new Map<FunctionId, FunctionId[]>();
  for (const module of view.modules.keys()) {
    for (const parent of parentsOf(view, module)) addToGroup(importers, parent, module);
    for (const { to, within, isTypeOnly } of view.importsOf(module)) {
      if (within === module && !isTypeOnly) addToGroup(importers, to, module);
    }
  }
  return importers;
}
