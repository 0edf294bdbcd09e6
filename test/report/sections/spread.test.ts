import { expect, test } from "vitest";
import { shortName, spreadView } from "../../../src/report/sections/spread.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("the depths count every function of the program once", async () => {
  const { depths } = spreadView(await contextOf());
  const counted = (depths?.rows ?? []).reduce(
    (sum, [, shown]) => sum + Number.parseInt(shown ?? "", 10),
    0,
  );
  expect(counted).toBe(SMALL.summary.reaching);
});

test("the paths drawn end at different APIs, and begin in different files", async () => {
  const { paths } = spreadView(await contextOf());
  expect(paths.length).toBeGreaterThan(1);
  expect(new Set(paths.map(({ title }) => title.split(" to ")[1])).size).toBe(paths.length);
  expect(new Set(paths.map(({ id }) => id)).size).toBe(paths.length);
});

test("hot spots in tests are no hot spots", async () => {
  const functions = SMALL.functions.map((fn) => ({ ...fn, isTest: true }));
  const { hotSpots, unlocked } = spreadView(
    await contextOf({ assessment: { ...SMALL, functions } }),
  );
  expect(hotSpots.total).toBe(0);
  expect(unlocked).toBeUndefined();
});

test("a short name keeps class and method", () => {
  expect(shortName("a.b.C.m")).toBe("C.m");
});
