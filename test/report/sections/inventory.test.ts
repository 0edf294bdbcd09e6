import { expect, test } from "vitest";
import { inventoryView } from "../../../src/report/sections/inventory.ts";
import { makeAssessment } from "../../fixtures/report/make-assessment.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("every use of the program is in one family and comes one way, tests apart", async () => {
  const { families, via } = inventoryView(await contextOf());
  const own = SMALL.uses.filter((use) => !use.isTest);
  expect(families.reduce((sum, family) => sum + family.uses, 0)).toBe(own.length);
  expect(Object.values(via).reduce((sum, count) => sum + count, 0)).toBe(own.length);
  expect(families.map(({ uses }) => uses)).toEqual(
    families.map(({ uses }) => uses).sort((a, b) => b - a),
  );
});

test("the heat map holds every module: what is too small stands in its group's rest", async () => {
  const assessment = makeAssessment({ functions: 4000 });
  const { heatMap } = inventoryView(await contextOf({ assessment }));
  const tiles = [...(heatMap?.svg ?? "").matchAll(/<g class="heat-/g)].length;
  expect(tiles).toBeGreaterThan(90);
  expect(heatMap?.svg).toMatch(/\d+ more/);
});

test("findings of one pattern stand together, and signals come by gravity", async () => {
  const { patterns, signals } = inventoryView(await contextOf());
  expect(patterns.map(({ id, count }) => [id, count])).toEqual([
    ["PAT-pool-size", 1],
    ["PAT-wsgi-server", 1],
  ]);
  expect(signals.map(({ severityName }) => severityName)).toEqual(["high", "warning", "warning"]);
  expect(signals.reduce((sum, { count }) => sum + count, 0)).toBe(SMALL.signals.length);
});

test("a pattern costs what its work package costs, however many places it has", async () => {
  const [one, ...others] = SMALL.estimate.packages;
  if (one === undefined) throw new Error("The fixture has no package.");
  const points = { low: 2, likely: 4.6, high: 9 };
  const packages = [...others, { ...one, id: "pattern:PAT-pool-size", points }];
  const assessment = { ...SMALL, estimate: { ...SMALL.estimate, packages } };
  const { patterns } = inventoryView(await contextOf({ assessment }));
  expect(patterns.map(({ id, points: shown }) => [id, shown])).toEqual([
    ["PAT-pool-size", 4.6],
    ["PAT-wsgi-server", 0],
  ]);
});

test("a category that the catalogue does not know is shown as it is", async () => {
  const uses = SMALL.uses.map((use) => ({ ...use, category: "brand-new", isTest: false }));
  const { families } = inventoryView(await contextOf({ assessment: { ...SMALL, uses } }));
  expect(families.map(({ name }) => name)).toEqual(["brand-new"]);
});

test.each([
  ["yes", [], "nothing was found that prevents it"],
  ["no", [], "cannot be with the version of Eventlet that the repository requires"],
  ["yes", ["several readers"], "cannot be until the following is removed"],
] as const)("the hub: %s, %j: it %s", async (isAllowed, found, words) => {
  const blockers = found.map((what) => ({ what, path: "a.py", line: 1 }));
  const hub = { ...SMALL.hub, switched: false, isAllowed, blockers };
  const view = inventoryView(await contextOf({ assessment: { ...SMALL, hub } }));
  expect(view.hub.answer).toContain(words);
});
