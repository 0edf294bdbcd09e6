import { describe, expect, test } from "vitest";
import {
  type CutArc,
  type CutProblem,
  costOf,
  FORBIDDEN,
  solveCut,
} from "../../src/readiness/plans/min-cut.ts";
import { numbersFrom } from "./random.ts";

interface Sizes {
  readonly units: number;
  readonly arcs: number;
  readonly forbidden: boolean;
}

function randomProblem(seed: number, { units, arcs, forbidden }: Sizes): CutProblem {
  const next = numbersFrom(seed);
  const cost = () => (forbidden && next(5) === 0 ? FORBIDDEN : next(60));
  const asyncCost = Float64Array.from({ length: units }, cost);
  // Never both: some labelling is always allowed.
  const syncCost = asyncCost.map((value) => (value === FORBIDDEN ? next(60) : cost()));
  const list = Array.from(
    { length: arcs },
    (): CutArc => ({ from: next(units), to: next(units), down: next(30), up: next(30) }),
  );
  return { asyncCost, syncCost, arcs: list };
}

function bruteForce(problem: CutProblem): { readonly cost: number; readonly fewestAsync: number } {
  const units = problem.asyncCost.length;
  let [cost, fewestAsync] = [Number.POSITIVE_INFINITY, units];
  for (let mask = 0; mask < 1 << units; mask += 1) {
    const labels = Uint8Array.from({ length: units }, (_, unit) => (mask >> unit) & 1);
    const value = costOf(problem, labels);
    const asyncUnits = labels.reduce((sum, label) => sum + label, 0);
    if (value < cost || (value === cost && asyncUnits < fewestAsync))
      [cost, fewestAsync] = [value, asyncUnits];
  }
  return { cost, fewestAsync };
}

describe("the minimum cut", () => {
  test("is optimal on 4,000 random small graphs, and takes the fewest async units among equals", () => {
    for (let seed = 1; seed <= 4000; seed += 1) {
      const units = 1 + (seed % 9);
      const problem = randomProblem(seed, { units, arcs: seed % 23, forbidden: seed % 2 === 0 });
      const cut = solveCut(problem);
      const best = bruteForce(problem);
      const asyncUnits = cut.isAsync.reduce((sum, label) => sum + label, 0);
      expect({ seed, cost: cut.cost, fewestAsync: asyncUnits }).toEqual({ seed, ...best });
    }
  });

  test("keeps to what is forbidden", () => {
    const arcs = [{ from: 0, to: 1, down: 500, up: 500 }];
    const cut = solveCut({
      asyncCost: Float64Array.of(1, FORBIDDEN),
      syncCost: Float64Array.of(FORBIDDEN, 1),
      arcs,
    });
    expect([...cut.isAsync]).toEqual([1, 0]);
    expect(cut.cost).toBe(502);
  });

  test("does not depend on the order of the arcs", () => {
    const problem = randomProblem(7, { units: 60, arcs: 300, forbidden: true });
    const turned = { ...problem, arcs: [...problem.arcs].reverse() };
    expect(solveCut(turned)).toEqual(solveCut(problem));
  });

  test("decides 20,000 units and 100,000 arcs: no other label makes it cheaper", () => {
    const problem = randomProblem(3, { units: 20_000, arcs: 100_000, forbidden: true });
    const { cost, isAsync } = solveCut(problem);
    expect(cost).toBeLessThan(FORBIDDEN);
    for (let unit = 0; unit < isAsync.length; unit += 500) {
      const other = isAsync.with(unit, 1 - (isAsync[unit] ?? 0));
      expect({ unit, gain: cost - costOf(problem, other) }).toMatchObject({
        unit,
        gain: expect.toSatisfy((gain: number) => gain <= 0),
      });
    }
  });
});
