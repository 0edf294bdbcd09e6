import type { ExternalImport } from "../../callgraph/call-graph.ts";
import type { ApiEntry, Knowledge } from "../catalogue.ts";
import type { GraphView } from "../graph-view.ts";
import { type Mention, mentionByImport } from "./mention.ts";

/**
 * Imports of library modules whose bodies wait: importing `a.b.c` runs the bodies of `a`, `a.b` and
 * `a.b.c` (https://docs.python.org/3/reference/import.html#packages), and `from a.b import c` that of
 * the module `a.b.c`, where `c` is one.
 */
export function findWaitingImports(view: GraphView, { apis }: Knowledge): readonly Mention[] {
  const waiting = new Map([...apis].filter(([, { importYields }]) => importYields !== undefined));
  return view.graph.externalImports.flatMap((each): readonly Mention[] => {
    const entry = loadedBy(each)
      .map((name) => waiting.get(name))
      .find((found): found is ApiEntry => found !== undefined);
    const isForeign = view.graph.node(each.within)?.isLibrary === true;
    if (entry === undefined || each.isTypeOnly === true || isForeign) return [];
    return [mentionByImport(entry, each)];
  });
}

/** The modules that may be loaded, outermost first. */
function loadedBy({ module, name = "*" }: ExternalImport): readonly string[] {
  const parts = (name === "*" ? module : `${module}.${name}`).split(".");
  return parts.map((_, at) => parts.slice(0, at + 1).join("."));
}
