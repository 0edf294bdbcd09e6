import { expect, test } from "vitest";
import { effortView } from "../../../src/report/sections/effort.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("the breakdown's hours are those of all packages", async () => {
  const { breakdown } = effortView(await contextOf());
  const shown = (breakdown?.rows ?? []).reduce((sum, [, , hours]) => sum + Number(hours), 0);
  const whole = SMALL.estimate.packages.reduce((sum, one) => sum + one.hours.likely, 0);
  expect(Math.abs(shown - whole)).toBeLessThanOrEqual(breakdown?.rows.length ?? 0);
});

test("the charts of an estimate that has no packages are left out", async () => {
  const estimate = { ...SMALL.estimate, packages: [], tornado: [], quantiles: [] };
  const { breakdown, tornado, distribution } = effortView(
    await contextOf({ assessment: { ...SMALL, estimate } }),
  );
  expect([breakdown, tornado, distribution]).toEqual([undefined, undefined, undefined]);
});

test("packages come by size and are capped on paper", async () => {
  const { packages } = effortView(await contextOf({ isPrint: true }));
  const hours = packages.items.map((one) => one.hours.likely);
  expect(hours).toEqual([...hours].sort((a, b) => b - a));
  expect(packages.shown + packages.hidden).toBe(SMALL.estimate.packages.length);
});
