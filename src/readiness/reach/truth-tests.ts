import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";

const known = new WeakMap<ModuleFacts, ReadonlySet<number>>();

/** Sites of calls whose result is tested for truth at once: `if ready():`, `not ready()`, `while poll():`. */
export function truthTestedCalls(facts: ModuleFacts): ReadonlySet<number> {
  const found = known.get(facts) ?? findTests(facts);
  known.set(facts, found);
  return found;
}

function findTests({ code, strings }: ModuleFacts): ReadonlySet<number> {
  const calls = new Map<number, number>();
  const tested = new Set<number>();
  forEachConstraint(code, (operation, at) => {
    if (operation === Op.Call) calls.set(code[at] ?? -1, code[at + 2] ?? -1);
    if (operation !== Op.Operator || strings[code[at + 1] ?? -1] !== "__bool__") return;
    const site = calls.get(code[at + 4] ?? -1);
    if (site !== undefined) tested.add(site);
  });
  return tested;
}
