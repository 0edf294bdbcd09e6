import type { ScopeCode } from "../program/scope-code.ts";
import type { Solving } from "../state/solving.ts";

/** The scope and all inside it: descendants follow their ancestor in pre-order. */
export function scopesInside(s: Solving, module: number, scope: number): readonly number[] {
  const { scopes } = s.program.facts(module);
  const inside = [scope];
  for (let each = scope + 1; (scopes[each]?.parent ?? -1) >= scope; each += 1) inside.push(each);
  return inside;
}

/** The records of these scopes in the order of the code. */
export function recordsOf({ records }: ScopeCode, scopes: readonly number[]): readonly number[] {
  const all = scopes.map((each) => records[each] ?? []);
  // Most functions have none inside, and the records of one scope are in order.
  return all.length === 1 ? (all[0] ?? []) : all.flat().sort((a, b) => a - b);
}

/** Local variable → its place among those of these scopes. */
export function localVariables(
  { owners }: ScopeCode,
  inside: readonly number[],
  count: number,
): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  const scopes = new Set(inside);
  for (let variable = 0; variable < count; variable += 1) {
    if (scopes.has(owners[variable] as number)) places.set(variable, places.size);
  }
  return places;
}
