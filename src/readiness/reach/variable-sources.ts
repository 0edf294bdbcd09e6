import { addToGroup } from "../../group-by.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";

/** Where what a variable holds comes from, through names: up to `ends`, and what no name gave. */
export function sourcesOf(
  facts: ModuleFacts,
  start: number,
  ends: ReadonlySet<number>,
): Set<number> {
  const copies = new Map<number, number[]>();
  forEachConstraint(facts.code, (operation, at) => {
    if (operation !== Op.Copy && operation !== Op.Narrow) return;
    const [to, from] = [facts.code[at] as number, facts.code[at + 1] as number];
    addToGroup(copies, to, from);
  });
  const sources = new Set<number>();
  const seen = new Set([start]);
  for (const variable of seen) {
    const from = copies.get(variable);
    if (from === undefined || ends.has(variable)) {
      if (variable !== start || ends.has(start)) sources.add(variable);
    } else for (const source of from) seen.add(source);
  }
  return sources;
}
