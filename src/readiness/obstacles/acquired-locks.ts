import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import { looksLikeLock } from "./lock-names.ts";
import { traceState } from "./state-trace.ts";

/** From `x.acquire()` on to the last `x.release()` behind it in the same function. */
export interface AcquiredLock {
  /** `self._lock`, `LOCK`. */
  readonly text: string;
  /** Site of the attribute `acquire`. */
  readonly line: number;
  readonly endLine: number;
}

/** By scope; undefined for modules in which nothing is called `acquire`, as most. */
const known = new WeakMap<ModuleFacts, Map<number, readonly AcquiredLock[]> | undefined>();

/**
 * Locks that a function takes and gives back by hand, in order of line. One that is not given back in
 * the function is left out: nobody knows from here how long it is held.
 */
export function acquiredLocks(
  facts: ModuleFacts | undefined,
  scope: number | undefined,
): readonly AcquiredLock[] {
  if (facts === undefined || scope === undefined) return [];
  if (!known.has(facts))
    known.set(facts, facts.strings.includes("acquire") ? new Map() : undefined);
  const byScope = known.get(facts);
  if (byScope === undefined) return [];
  const found = byScope.get(scope) ?? findAcquired(facts, scope);
  byScope.set(scope, found);
  return found;
}

function findAcquired(facts: ModuleFacts, scope: number): readonly AcquiredLock[] {
  const named = traceState(facts, scope).flatMap(({ kind, key, site }) => {
    const [, text = "", method] = /^(.+)\.(acquire|release)$/.exec(key) ?? [];
    if (kind !== "read" || !looksLikeLock(text)) return [];
    return [{ text, method, line: facts.sites[site * SITE_WIDTH + SiteField.line] ?? 0 }];
  });
  return named.flatMap(({ text, method, line }) => {
    if (method !== "acquire") return [];
    const ends = named
      .filter((other) => other.method === "release" && other.text === text && other.line > line)
      .map((other) => other.line);
    return ends.length === 0 ? [] : [{ text, line, endLine: Math.max(...ends) }];
  });
}
