import { byCodeUnits } from "../../by-code-units.ts";
import type { SymbolTable } from "./symbol-layer.ts";

export interface PreferredNames {
  /** A table's name → the name under which the knowledge knows the same object. */
  readonly preferred: ReadonlyMap<string, string>;
  /** The reverse: where else to look for what the tables know of it. */
  readonly others: ReadonlyMap<string, readonly string[]>;
}

/** Longer than any chain of re-exports. */
const MAX_STEPS = 16;

/**
 * The knowledge says `requests.Session`, the stubs define `requests.sessions.Session`: one object,
 * and the knowledge's name is the one that later rooms look for.
 */
export function preferredNames(
  known: ReadonlySet<string>,
  tables: readonly SymbolTable[],
): PreferredNames {
  const preferred = new Map<string, string>();
  const others = new Map<string, string[]>();
  for (const name of new Set([...known].toSorted(byCodeUnits).flatMap(withOwner))) {
    for (const table of tables) {
      const other = definedAs(table, name);
      if (other === undefined || preferred.has(other) || known.has(other)) continue;
      preferred.set(other, name);
      others.set(name, [...(others.get(name) ?? []), other]);
      break;
    }
  }
  return { preferred, others };
}

function withOwner(name: string): readonly string[] {
  const at = name.lastIndexOf(".");
  return at > 0 ? [name.slice(0, at), name] : [name];
}

/** The table's own name of what it calls `name` by alias; modules keep the names that they have. */
function definedAs(table: SymbolTable, name: string): string | undefined {
  const first = table.alias(name);
  let current = first;
  for (let step = 0; current !== undefined && step < MAX_STEPS; step++) {
    const next = table.alias(current);
    if (next === undefined) break;
    current = next;
  }
  if (current === undefined || table.symbol(current)?.kind === "module") return undefined;
  return current === name ? undefined : current;
}
