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

test("what a function unlocks is a share of all that reach Eventlet, its tests among them", async () => {
  const [first, ...tests] = SMALL.functions
    .slice(0, 5)
    .map((fn, at) => ({ ...fn, isTest: at > 0 }));
  const functions = first === undefined ? [] : [first, ...tests];
  const leverage = [{ function: first?.id ?? "", unlocks: 5, fanIn: 4, depth: 0 }];
  const summary = { ...SMALL.summary, reaching: 1 };
  const { hotSpots, unlocked } = spreadView(
    await contextOf({ assessment: { ...SMALL, functions, leverage, summary } }),
  );
  expect(hotSpots.items[0]?.unlocksShare).toBe(1);
  expect(unlocked?.share).toBe(1);
});

test("a short name keeps class and method", () => {
  expect(shortName("a.b.C.m")).toBe("C.m");
});
