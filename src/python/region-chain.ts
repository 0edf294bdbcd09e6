import type { ModuleFacts, RegionFacts } from "./module-facts.ts";

/** A region and those around it, innermost first. */
export function regionChain(facts: ModuleFacts, start: number): readonly RegionFacts[] {
  const chain: RegionFacts[] = [];
  for (let at = start; at >= 0; ) {
    const region = facts.regions[at];
    if (region === undefined) break;
    chain.push(region);
    at = region.parent;
  }
  return chain;
}
