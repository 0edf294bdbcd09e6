import type { EventletUse } from "../../eventlet/findings.ts";
import { addToGroup } from "../../group-by.ts";
import { isBeneath, isDeciding, type Link, type Program } from "../program.ts";
import { isImportLink, runsAtImport, type Scripts } from "./run-time.ts";

/**
 * Imports of modules whose bodies wait, by imported module: the first import of a module runs its
 * body, and with it the bodies of what it imports (https://docs.python.org/3/reference/import.html).
 * Whoever imports first suspends today. It need not be awaited: no import can be; what has to change
 * is the body that waits. So these links tell who suspends, never what becomes `async`. `waits` are
 * the functions' own, `suspends` what calls lead to, guesses apart.
 */
export function findImportLinks(
  program: Program,
  scripts: Scripts,
  waits: ReadonlyMap<number, readonly EventletUse[]>,
  suspends: (index: number) => boolean,
): ReadonlyMap<number, readonly Link[]> {
  // Below a main guard, and in a script, nothing runs because of an import.
  const waitsEarly = (module: number): boolean =>
    suspends(module) &&
    ((waits.get(module) ?? []).some(({ site }) => runsAtImport(program, scripts, module, site)) ||
      (program.callees[module] ?? []).some(
        (link) =>
          link.isInline &&
          isDeciding(link) &&
          suspends(link.to) &&
          isImportLink(program, scripts, link),
      ));
  const links = readImports(program);
  const found = new Map<number, readonly Link[]>();
  const queue = [...links.keys()].filter(waitsEarly);
  for (const module of queue) {
    if (found.has(module)) continue;
    const own = links.get(module) ?? [];
    const byModules = own.filter(({ from }) => program.nodes[from]?.kind === "module");
    // What modules import is there before functions run: only of other modules is a function's import the first.
    found.set(module, byModules.length > 0 ? byModules : own);
    queue.push(...byModules.map(({ from }) => from));
  }
  return found;
}

function readImports(program: Program): ReadonlyMap<number, readonly Link[]> {
  const links = new Map<number, Link[]>();
  for (const { within, to, line, isTypeOnly } of program.graph.moduleImports) {
    const [importer, module] = [program.indexOf(within), program.indexOf(to)];
    if (isTypeOnly || importer === undefined || module === undefined) continue;
    if (isBeneath(program, module, importer)) continue;
    const edge = {
      from: within,
      to,
      kind: "call",
      how: "call",
      confidence: "likely",
      sites: [{ line, column: 0, site: -1 }],
    } as const;
    addToGroup(links, module, { from: importer, to: module, edge, rank: 1, isInline: true });
  }
  return links;
}
