import { expect, test } from "vitest";
import { boundaryView, chosenPlan } from "../../../src/report/sections/boundary.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("the boundary is the chosen strategy's", () => {
  expect(chosenPlan(SMALL)?.strategy).toBe("balanced");
  expect(chosenPlan({ ...SMALL, options: { strategy: "fullAsyncio" } })?.strategy).toBe(
    "fullAsyncio",
  );
});

test("callees and call sites both account for every bridge", async () => {
  const { callees, sites, entrySites, backendSites, plan } = boundaryView(await contextOf());
  const bridges = plan?.boundary.length;
  expect((entrySites ?? 0) + (backendSites ?? 0)).toBe(bridges);
  expect(callees?.items.reduce((sum, callee) => sum + callee.sites, 0)).toBe(bridges);
  expect(sites?.total).toBe(bridges);
});

test("a function that the outside enters is told from one that is called", async () => {
  const id = SMALL.functions[0]?.id ?? "";
  const site = { kind: "async_def", function: id, path: "a.py", line: 1, column: 0 } as const;
  const boundary = [
    { ...site, calls: id },
    { ...site, line: 2, calls: "app.other" },
  ];
  const plans = SMALL.plans.map((plan) => ({ ...plan, boundary }));
  const { sites, isEntered } = boundaryView(await contextOf({ assessment: { ...SMALL, plans } }));
  expect(isEntered).toBe(true);
  expect(sites?.items.map(({ isEntry }) => isEntry)).toEqual([true, false]);
});

test("a violation on many paths is one line", async () => {
  const plans = SMALL.plans.map((plan) => ({
    ...plan,
    violations: SMALL.plans.flatMap(({ violations }) => [...violations, ...violations]),
  }));
  const { violations } = boundaryView(await contextOf({ assessment: { ...SMALL, plans } }));
  expect(violations).toMatchObject({ total: 1, groups: { items: [{ functions: { total: 1 } }] } });
});

test("what is wrong in the same way at several functions is said once", async () => {
  const [violation] = SMALL.plans.flatMap((plan) => plan.violations);
  if (violation === undefined) throw new Error("The fixture has no violation.");
  const violations = ["a", "b", "c"].map((name) => ({ ...violation, function: name }));
  const other = { ...violation, message: "another way" };
  const plans = SMALL.plans.map((plan) => ({ ...plan, violations: [other, ...violations] }));
  const view = boundaryView(await contextOf({ assessment: { ...SMALL, plans } }));
  expect(view.violations?.total).toBe(4);
  expect(
    view.violations?.groups.items.map(({ message, functions }) => [message, functions.total]),
  ).toEqual([
    [violation.message, 3],
    ["another way", 1],
  ]);
});

test("without plans there is nothing to show", async () => {
  expect(boundaryView(await contextOf({ assessment: { ...SMALL, plans: [] } }))).toEqual({
    strategy: undefined,
  });
});
