import { expect, test } from "vitest";
import { percentiles, pertAt, simulate } from "../../src/effort/simulate.ts";

const range = { low: 1, likely: 2, high: 6 };
const draw = (seed: number, draws = 20_000) =>
  simulate({ packages: [{ range, factors: [] }], factors: [], risks: [], draws, seed });

test("the draws of a package have the mean and the bounds of its PERT distribution", () => {
  const totals = draw(1);
  const mean = totals.reduce((sum, value) => sum + value, 0) / totals.length;
  expect(mean).toBeCloseTo((1 + 4 * 2 + 6) / 6, 1);
  expect(totals[0]).toBeGreaterThanOrEqual(1);
  expect(totals.at(-1)).toBeLessThanOrEqual(6);
});

test("the same seed gives the same draws, another seed others", () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test("a common factor widens the sum more than independent packages do", () => {
  const packages = Array.from({ length: 50 }, () => ({ range, factors: [0] }));
  const factors = [{ low: 0.5, likely: 1, high: 2 }];
  const spread = (given: readonly { low: number; likely: number; high: number }[]) => {
    const { p50, p95 } = percentiles(
      simulate({
        packages: packages.map((each) => ({ ...each, factors: given.length > 0 ? [0] : [] })),
        factors: given,
        risks: [],
        draws: 5000,
        seed: 3,
      }),
    );
    return p95 / p50;
  };
  expect(spread(factors)).toBeGreaterThan(spread([]) * 1.2);
});

test("a risk happens as often as its probability says", () => {
  const hours = { low: 10, likely: 10, high: 10 };
  const totals = simulate({
    packages: [],
    factors: [],
    risks: [{ probability: 0.3, hours }],
    draws: 20_000,
    seed: 5,
  });
  expect(totals.filter((value) => value > 0).length / totals.length).toBeCloseTo(0.3, 1);
});

test("the inverse distribution runs from the lowest to the highest value", () => {
  expect([pertAt(range, 0), pertAt(range, 1)]).toEqual([1, 6]);
  expect(pertAt(range, 0.5)).toBeGreaterThan(2);
});
