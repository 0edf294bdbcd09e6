import type { Solving } from "../../state/solving.ts";

interface AskedKey {
  readonly site: number;
  readonly keyVariable: number;
  /** Variable of what is asked. */
  readonly base?: number;
}

/**
 * `self[key]` in `__missing__(self, key)`: by then it has stored something under the key, for asking again what
 * is not there would never end.
 */
export function isSettledKey(s: Solving, { site, base = -1, keyVariable }: AskedKey): boolean {
  if (site < 0 || base === -1 || keyVariable === -1) return false;
  const scope = s.program.scopeOfSite(site);
  if (s.program.scopeFacts(scope).name !== "__missing__") return false;
  return s.functions.all().some(({ scope: own, parameters: [self, key] }) => {
    return own === scope && self?.variable === base && key?.variable === keyVariable;
  });
}
