import type { ModuleFacts, RegionFacts } from "./module-facts.ts";

/**
 * The two lines of a scope stand in different branches of one `if` or `match`: no run passes both,
 * unless a loop leads back to the statement.
 */
export function areExclusive(
  facts: ModuleFacts,
  scope: number,
  [first, second]: readonly [number, number],
): boolean {
  const branches = facts.regions.filter(
    (region) => region.scope === scope && region.choice !== undefined,
  );
  const others = branches.filter((branch) => contains(branch, second));
  return branches.some(
    (branch) =>
      contains(branch, first) &&
      !contains(branch, second) &&
      others.some(({ choice, parent }) => choice === branch.choice && parent === branch.parent) &&
      !isLooped(facts, branch),
  );
}

const contains = ({ line, endLine }: RegionFacts, at: number): boolean =>
  line <= at && at <= endLine;

const LOOPS: ReadonlySet<RegionFacts["kind"]> = new Set(["for", "async-for", "while"]);

function isLooped({ regions }: ModuleFacts, { scope, parent }: RegionFacts): boolean {
  for (let at = parent; at >= 0; ) {
    const region = regions[at];
    if (region === undefined || region.scope !== scope) return false;
    if (LOOPS.has(region.kind)) return true;
    at = region.parent;
  }
  return false;
}
