import { byCodeUnits } from "../by-code-units.ts";
import { groupBy } from "../group-by.ts";
import { inEnglish, say } from "../sentence.ts";
import type { Term, WorkPackage } from "./estimate.ts";
import type { PackageMaker } from "./package-maker.ts";
import { type PricedFunction, type PricingInput, rangeOf, term } from "./price-functions.ts";
import { add, NOTHING } from "./three-point.ts";
import type { WorkWaves } from "./work-waves.ts";

/** One package per module and wave: the functions that change there. */
export function priceModules(
  functions: readonly PricedFunction[],
  make: PackageMaker,
  { model }: PricingInput,
  waves: WorkWaves,
): WorkPackage[] {
  const groups = groupBy(
    functions.filter(({ terms }) => terms.length > 0),
    ({ verdict, path }) => `${String(verdict.wave).padStart(4, "0")}\n${path}`,
  );
  return [...groups.values()].map((group) => {
    const [{ path, verdict }] = group as [PricedFunction];
    const touch = term(model, "touch-module", 1);
    const own = group.map(({ points }) => points).reduce(add, NOTHING);
    return make({
      id: `code:${path}@${verdict.wave}`,
      title: say`Migrate ${path}`,
      kind: "function",
      epic: waves.epicOf(verdict.wave),
      wave: verdict.wave,
      functions: group.map((priced) => priced.verdict.function),
      paths: [path],
      terms: mergeTerms([...group.flatMap(({ terms }) => terms), touch]),
      points: add(own, rangeOf([touch], undefined, model)),
    });
  });
}

/** Terms of one coefficient and name added up. */
function mergeTerms(terms: readonly Term[]): Term[] {
  const merged = new Map<string, Term>();
  for (const part of terms) {
    const key = `${part.coefficient}\n${inEnglish(part.what)}\n${part.pointsEach}`;
    const known = merged.get(key);
    const count = part.count + (known?.count ?? 0);
    merged.set(key, {
      ...part,
      count,
      points: Math.round((part.points + (known?.points ?? 0)) * 100) / 100,
    });
  }
  return [...merged.values()].sort(
    (a, b) => b.points - a.points || byCodeUnits(inEnglish(a.what), inEnglish(b.what)),
  );
}
