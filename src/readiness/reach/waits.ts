import { isDeciding, type Link, type Program } from "../program.ts";
import { awaits, type Reach } from "./find-reach.ts";

/** A place in a function where the migrated program waits. */
export interface Wait {
  readonly line: number;
  readonly column: number;
  /** Index of the site in the function's module, -1 when there is none. */
  readonly site: number;
  /** The callee's id or the API's name. */
  readonly calls: string;
  /** The callee's number, for a call within the program. */
  readonly callee?: number;
}

/** The waits of one function in source order: its own uses, and inline calls of functions that wait. */
export function findWaits(program: Program, reach: Reach, index: number): readonly Wait[] {
  const waits: Wait[] = [];
  for (const use of reach.usesOf(index)) {
    if (!awaits(use)) continue;
    waits.push({ line: use.line, column: use.column, site: use.site, calls: use.api });
  }
  for (const link of waitingLinks(program, reach, index)) {
    for (const { line, column, site } of link.edge.sites) {
      waits.push({ line, column, site, calls: link.edge.to, callee: link.to });
    }
  }
  return waits.sort(
    (a, b) => a.line - b.line || a.column - b.column || (a.calls < b.calls ? -1 : 1),
  );
}

/** The inline links that decide, from a function to functions that must be awaited. */
function waitingLinks(program: Program, reach: Reach, index: number): readonly Link[] {
  return (program.callees[index] ?? []).filter(
    (link) => link.isInline && isDeciding(link) && reach.mustAwait(link.to),
  );
}
