import { expect, test } from "vitest";
import { estimateEffort } from "../../src/effort/estimate-effort.ts";
import type { TemporaryBridge } from "../../src/readiness/readiness.ts";
import { pricingInput, type Scenario } from "./scenario.ts";

const options = { profile: "experienced", seed: 1, draws: 200 };
const bridge = (line: number, given: Partial<TemporaryBridge> = {}): TemporaryBridge => ({
  kind: "call",
  function: `app.late${line}`,
  calls: ["app.shared"],
  path: "app.py",
  line,
  column: 4,
  label: "async",
  wave: 1,
  until: 2,
  ...given,
});
const scenario: Scenario = {
  verdicts: [
    { function: "app.shared" },
    ...[1, 2, 3].map((line) => ({ function: `app.late${line}`, wave: 2 })),
  ],
  temporaryBridges: [bridge(1), bridge(2), bridge(3, { path: "other.py", wave: 2, until: 3 })],
};
const sumOf = (values: readonly number[]) =>
  Math.round(values.reduce((sum, value) => sum + value, 0) * 100) / 100;

test("each temporary bridge costs the model's coefficient, in the wave that makes it", () => {
  const input = pricingInput(scenario);
  const { estimate } = estimateEffort(input, options);
  const each = input.model.coefficients["temporary-bridge"].likely;
  const bridges = estimate.packages.filter(({ kind }) => kind === "boundary");
  expect(bridges.map(({ id, wave, points }) => [id, wave, points.likely])).toEqual([
    ["bridges:app.py@1", 1, 2 * each],
    ["bridges:other.py@2", 2, each],
  ]);
});

test("what the bridges cost is in every total", () => {
  const input = pricingInput(scenario);
  const { estimate, plan } = estimateEffort(input, options);
  const without = estimateEffort(pricingInput({ ...scenario, temporaryBridges: [] }), options);
  const cost = 3 * input.model.coefficients["temporary-bridge"].likely;
  expect(sumOf([estimate.points.likely, -without.estimate.points.likely])).toBe(sumOf([cost]));
  expect(sumOf(estimate.packages.map(({ points }) => points.likely))).toBe(estimate.points.likely);
  expect(sumOf(plan.stories.map(({ points }) => points))).toBe(estimate.points.likely);
  expect(sumOf(plan.epics.map(({ points }) => points))).toBe(estimate.points.likely);
});

test("native threads need none", () => {
  const threads = (given: Scenario) =>
    estimateEffort(pricingInput(given), options).estimate.options.find(
      ({ option }) => option === "threads",
    )?.points;
  expect(threads(scenario)).toBe(threads({ ...scenario, temporaryBridges: [] }));
});
