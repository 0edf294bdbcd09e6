import type { Knowledge } from "../catalogue.ts";
import type { PatchCall } from "../findings.ts";
import { byPlace } from "../graph-view.ts";
import { rootOf } from "../root-of.ts";
import type { FoundPatch } from "./find-patch-calls.ts";
import type { ImportEvent, ProcessRun } from "./run-process.ts";

/** Libraries keep patched names in their own modules; more than this many say nothing new. */
const MAX_HAZARDS = 200;

/**
 * Imports that run before a patch in some process and keep what it exchanges: names taken out of a
 * patched module by `from`, and libraries that do so in their own code.
 */
export function findHazards(
  knowledge: Knowledge,
  patch: FoundPatch,
  runs: readonly ProcessRun[],
): PatchCall["importedBefore"] {
  const keeps = originalKeeper(knowledge, patch.groups);
  const found = new Map<string, PatchCall["importedBefore"][number]>();
  for (const run of runs) {
    const at = run.patches.find((each) => each.patch === patch);
    if (at === undefined || at.isGuess === true) continue;
    const before = run.imports.slice(0, at.before);
    for (const event of before) {
      if (!keeps(event)) continue;
      const module = event.name === undefined ? event.module : `${event.module}.${event.name}`;
      found.set(`${event.path}:${event.line}:${module}`, {
        module,
        path: event.path,
        line: event.line,
      });
    }
  }
  return [...found.values()].sort(byPlace).slice(0, MAX_HAZARDS);
}

function originalKeeper(
  knowledge: Knowledge,
  patched: readonly string[],
): (event: ImportEvent) => boolean {
  const groups = knowledge.patching.groups.filter(({ name }) => patched.includes(name));
  const replaced = new Set(groups.flatMap((group) => group.replaced ?? []));
  const targets = new Set(groups.flatMap((group) => group.targets));
  const libraries = new Set(
    [...knowledge.apis.values()]
      .filter(({ patchedBy, library }) => library !== undefined && patchedBy !== undefined)
      .filter(({ patchedBy }) => patchedBy?.some((group) => patched.includes(group)) === true)
      .map(({ name }) => rootOf(name)),
  );
  return ({ module, name }) => {
    if (name === undefined) return libraries.has(rootOf(module));
    if (targets.has(module)) return name === "*" || replaced.has(`${module}.${name}`);
    return libraries.has(rootOf(module));
  };
}
