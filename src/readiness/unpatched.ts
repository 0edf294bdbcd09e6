import type { Process } from "../eventlet/findings.ts";
import type { Program } from "./program.ts";

/**
 * Functions that run in processes of which none is patched. Only what is known to run in an
 * unpatched process counts: of a function that no process is seen to reach nothing is known.
 */
export function findUnpatched(
  program: Program,
  processes: readonly Process[],
): ReadonlySet<number> {
  const own = processes.filter(({ entry }) => program.graph.node(entry)?.isTest !== true);
  const patched = own.filter(({ patchedGroups }) => patchedGroups.length > 0);
  const plain = own.filter(({ patchedGroups }) => patchedGroups.length === 0);
  if (patched.length === 0 || plain.length === 0) return new Set();
  const inPatched = runIn(program, patched);
  const inPlain = plain.flatMap((process) => {
    const standing = program.standings[program.indexOf(process.entry) ?? -1] ?? 0;
    // What a tool or an example calls of the product may as well run in a process that patches.
    const tells = (index: number) => (program.standings[index] ?? 0) >= standing;
    return [...runIn(program, [process])].filter(tells);
  });
  return new Set(inPlain.filter((index) => !inPatched.has(index)));
}

/** Everything that the processes may run: guesses, starts and imports included. */
function runIn(program: Program, processes: readonly Process[]): ReadonlySet<number> {
  const imports = importsByModule(program);
  const reached = new Set<number>();
  for (const { entry } of processes) {
    const index = program.indexOf(entry);
    if (index !== undefined) reached.add(index);
  }
  for (const index of reached) {
    for (const { to } of program.callees[index] ?? []) reached.add(to);
    for (const module of imports.get(index) ?? []) reached.add(module);
  }
  return reached;
}

/** What each function, and each module for its top level, imports. */
function importsByModule(program: Program): ReadonlyMap<number, readonly number[]> {
  const imports = new Map<number, number[]>();
  for (const { within, to } of program.graph.moduleImports) {
    const from = program.indexOf(within);
    const module = program.indexOf(to);
    if (from === undefined || module === undefined) continue;
    const list = imports.get(from) ?? [];
    list.push(module);
    imports.set(from, list);
  }
  return imports;
}
