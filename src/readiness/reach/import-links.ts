import type { EventletUse } from "../../eventlet/findings.ts";
import { addToGroup } from "../../group-by.ts";
import { isBeneath, isDeciding, type Link, type Program } from "../program.ts";
import { isImportLink, runsAtImport, type Scripts } from "./run-time.ts";

/** Imports whose module's body waits: of the program's modules as links, of libraries' as uses. */
export interface WaitingImports {
  /** By imported module. */
  readonly links: ReadonlyMap<number, readonly Link[]>;
  isWaiting(use: EventletUse): boolean;
  readonly isNone: boolean;
}

/**
 * Imports of modules whose bodies wait: the first import of a module runs its
 * body, and with it the bodies of what it imports (https://docs.python.org/3/reference/import.html).
 * Whoever imports first suspends today. It need not be awaited: no import can be; what has to change
 * is the body that waits. So these imports tell who suspends, never what becomes `async`. `waits` are
 * the functions' own, `suspends` what calls lead to, guesses apart.
 *
 * What modules import is there before functions run: only of other modules is a function's import the first.
 */
export function findWaitingImports(
  program: Program,
  scripts: Scripts,
  uses: ReadonlyMap<number, readonly EventletUse[]>,
  {
    waits,
    suspends,
  }: { waits: (use: EventletUse) => boolean; suspends: (index: number) => boolean },
): WaitingImports {
  const isModule = (index: number) => program.nodes[index]?.kind === "module";
  const loaded = new Set<string>();
  for (const [index, own] of uses) {
    for (const use of own) if (isImport(use) && isModule(index)) loaded.add(use.api);
  }
  const isWaiting = (use: EventletUse): boolean => {
    const index = isImport(use) ? program.indexOf(use.function) : undefined;
    return index !== undefined && (isModule(index) || !loaded.has(use.api));
  };
  // Below a main guard, and in a script, nothing runs because of an import.
  const callsEarly = (module: number): boolean =>
    suspends(module) &&
    ((uses.get(module) ?? []).some(
      (use) => waits(use) && runsAtImport(program, scripts, module, use.site),
    ) ||
      (program.callees[module] ?? []).some(
        (link) =>
          link.isInline &&
          isDeciding(link) &&
          suspends(link.to) &&
          isImportLink(program, scripts, link),
      ));
  const importsEarly = (module: number): boolean => (uses.get(module) ?? []).some(isWaiting);
  const links = readImports(program);
  const found = new Map<number, readonly Link[]>();
  const queue = [...links.keys()].filter((module) => importsEarly(module) || callsEarly(module));
  for (const module of queue) {
    if (found.has(module)) continue;
    const own = links.get(module) ?? [];
    const byModules = own.filter(({ from }) => isModule(from));
    found.set(module, byModules.length > 0 ? byModules : own);
    queue.push(...byModules.map(({ from }) => from));
  }
  const isNone = found.size === 0 && ![...uses.values()].some((own) => own.some(isWaiting));
  return { links: found, isWaiting, isNone };
}

const isImport = ({ how, yields }: EventletUse): boolean => how === "import" && yields;

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
