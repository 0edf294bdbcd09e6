import type { GraphNode } from "../../callgraph/call-graph.ts";
import type { Link, Program } from "../program.ts";
import { regionsAround } from "./regions.ts";

/** Modules that are run as programs: their top-level code is the body of `main()`. */
export type Scripts = ReadonlySet<number>;

/** A module with a main guard that others import is a script only below its guard. */
export function findScripts(program: Program): Scripts {
  const imported = new Set(program.graph.moduleImports.map(({ to }) => to));
  const scripts = new Set<number>();
  for (const { function: id, kind, because } of program.graph.entryPoints) {
    const index = program.indexOf(id);
    if (index === undefined || program.nodes[index]?.kind !== "module") continue;
    const isGuarded = because === "__main__" && imported.has(id);
    if (SCRIPT_KINDS.has(kind) && !isGuarded) scripts.add(index);
  }
  return scripts;
}

const SCRIPT_KINDS: ReadonlySet<string> = new Set(["main", "module", "console-script"]);

/** Code of a module or class body runs when it is imported, except under `if __name__ == "__main__"` and in a script. */
export function runsAtImport(
  program: Program,
  scripts: Scripts,
  from: number,
  site: number,
): boolean {
  const node = program.nodes[from];
  if (node === undefined || !isTopLevel(node) || scripts.has(from)) return false;
  return !regionsAround(program, node, site).some(({ kind }) => kind === "main-guard");
}

/** Every site of the link runs at import time. */
export function isImportLink(program: Program, scripts: Scripts, link: Link): boolean {
  const { sites } = link.edge;
  if (sites.length === 0) return runsAtImport(program, scripts, link.from, -1);
  return sites.some(({ site }) => runsAtImport(program, scripts, link.from, site));
}

export const isTopLevel = ({ kind }: GraphNode): boolean =>
  kind === "module" || kind === "class-body";
