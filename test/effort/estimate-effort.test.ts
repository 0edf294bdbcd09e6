import { expect, test } from "vitest";
import { estimateEffort } from "../../src/effort/estimate-effort.ts";
import { type OptionName, priceFunctions } from "../../src/effort/price-functions.ts";
import { pricePackages } from "../../src/effort/price-packages.ts";
import { pricingInput, type Scenario } from "./scenario.ts";

const options = { profile: "experienced", seed: 1, draws: 2000 };
const sumOf = (values: readonly number[]) =>
  Math.round(values.reduce((sum, value) => sum + value, 0) * 100) / 100;

const service: Scenario = {
  verdicts: Array.from({ length: 120 }, (_, index) => ({
    function: `app.m${index % 7}.f${index}`,
    wave: 1 + (index % 3),
    leverage: index,
  })),
  apis: [{}],
  uses: Array.from({ length: 120 }, (_, index) => ({
    function: `app.m${index % 7}.f${index}`,
    path: "app.py",
  })),
  libraries: [{ distribution: "requests", effort: 2 }],
  calls: ["test_app.test_one -> app.m1.f1"],
};

test("packages add up to the estimate, stories to the packages", () => {
  const { estimate, plan } = estimateEffort(pricingInput(service), options);
  expect(sumOf(estimate.packages.map(({ points }) => points.likely))).toBe(estimate.points.likely);
  expect(sumOf(estimate.packages.map(({ hours }) => hours.likely))).toBe(estimate.hours.likely);
  expect(sumOf(plan.stories.map(({ points }) => points))).toBe(estimate.points.likely);
  expect(sumOf(plan.epics.map(({ points }) => points))).toBe(estimate.points.likely);
});

test("every function's terms add up to its points", () => {
  const { estimate } = estimateEffort(pricingInput(service), options);
  for (const { points, terms } of estimate.functions)
    expect(sumOf(terms.map((term) => term.points))).toBe(points);
});

test("stories are of plannable size, and wait only for stories before them", () => {
  const { plan } = estimateEffort(pricingInput(service), options);
  const place = new Map(plan.stories.map(({ id }, index) => [id, index]));
  for (const { id, points, after, wave } of plan.stories) {
    expect(points).toBeLessThanOrEqual(8);
    for (const other of after) expect(place.get(other)).toBeLessThan(place.get(id) ?? 0);
    expect(after.length === 0).toBe(wave === 0);
  }
  expect(new Set(plan.stories.map(({ title }) => title)).size).toBe(plan.stories.length);
});

test("percentiles rise, and the same input gives the same estimate", () => {
  const first = estimateEffort(pricingInput(service), options);
  expect(first.estimate.hours.p50).toBeLessThan(first.estimate.hours.p80);
  expect(first.estimate.hours.p80).toBeLessThan(first.estimate.hours.p95);
  expect(estimateEffort(pricingInput(service), options)).toEqual(first);
});

test("a first-timer needs more hours for the same points", () => {
  const hours = (profile: string) =>
    estimateEffort(pricingInput(service), { ...options, profile }).estimate;
  expect(hours("first-timer").points.likely).toBe(hours("expert").points.likely);
  expect(hours("first-timer").hours.p50).toBeGreaterThan(hours("expert").hours.p50 * 1.5);
});

test("a team gives sprints that carry its velocity, and finish dates in order", () => {
  const team = { people: 3, velocity: 10, sprintDays: 14, start: "2027-01-11" };
  const { estimate, plan } = estimateEffort(pricingInput(service), { ...options, team });
  for (const { points, stories } of plan.sprints)
    expect(points <= 10 || stories.length === 1).toBe(true);
  expect(plan.sprints[0]).toMatchObject({ start: "2027-01-11", end: "2027-01-24" });
  expect(plan.sprints.some(({ isAfterEndOfSupport }) => isAfterEndOfSupport)).toBe(
    plan.sprints.length > 7,
  );
  const { p50 = "", p80 = "", p95 = "" } = plan.finish ?? {};
  expect([p95, p80, p50].sort()).toEqual([p50, p80, p95]);
  expect(estimate.calendarDays?.p50).toBeGreaterThan(0);
});

test("a user's model replaces what it names and nothing else", () => {
  const dear = pricingInput({
    ...service,
    overrides: { coefficients: { signature: { low: 1, likely: 2, high: 3 } } },
  });
  const { estimate } = estimateEffort(dear, options);
  const [first] = estimate.functions;
  expect(first?.terms.find(({ coefficient }) => coefficient === "signature")?.pointsEach).toBe(2);
  expect(dear.model.coefficients.await.likely).toBe(0.02);
});

test("nothing reaches: nothing to do", () => {
  const { estimate, plan } = estimateEffort(pricingInput({}), options);
  expect(estimate.points.likely).toBe(0);
  expect(estimate.risks).toEqual([]);
  expect(plan.stories).toEqual([]);
});

test("four options stand side by side, and one of them is recommended", () => {
  const { estimate } = estimateEffort(pricingInput(service), options);
  expect(estimate.options.map(({ option }) => option)).toEqual([
    "awaitletFirst",
    "balanced",
    "fullAsyncio",
    "threads",
  ]);
  expect(estimate.recommendation.answers).toHaveLength(4);
});

test("native threads leave alone what does not name Eventlet: patched calls, free libraries, their tests", () => {
  const patched: Scenario = {
    verdicts: [
      { function: "app.named", via: ["eventlet"] },
      { function: "app.patched", via: ["monkey-patch"] },
      { function: "test_app.test_patched" },
      { function: "test_app.test_named" },
    ],
    apis: [{}, { name: "time.sleep", via: "monkey-patch", category: "stdlib-sleep" }],
    uses: [
      { function: "app.named" },
      { function: "app.patched", api: "time.sleep", via: "monkey-patch", category: "stdlib-sleep" },
    ],
    libraries: [{ distribution: "requests", effort: 2 }],
    calls: ["test_app.test_patched -> app.patched", "test_app.test_named -> app.named"],
  };
  const input = pricingInput(patched);
  const ids = (option: OptionName) =>
    pricePackages(input, option, priceFunctions(input, option), {
      pace: 1,
      learning: 1,
      source: "",
    })
      .filter(({ kind }) => kind !== "fixed")
      .map(({ id }) => id);
  expect(ids("threads")).toEqual(["first:sleep", "code:app.py@1", "tests:test_app.py"]);
  expect(ids("balanced")).toEqual([
    "first:sleep",
    "first:stdlib-sleep",
    "code:app.py@1",
    "library:requests",
    "tests:test_app.py",
  ]);
  const testsUnder = (option: OptionName) =>
    pricePackages(input, option, priceFunctions(input, option), {
      pace: 1,
      learning: 1,
      source: "",
    }).find(({ id }) => id === "tests:test_app.py")?.functions;
  expect(testsUnder("threads")).toEqual(["test_app.test_named"]);
  expect(testsUnder("balanced")).toEqual(["test_app.test_patched", "test_app.test_named"]);
});

test("for native threads a library is switched to its mode for them, which is its server's too; a pattern has a price of its own", () => {
  const input = pricingInput({
    verdicts: [{ function: "app.serve" }, { function: "app.stop" }],
    apis: [{ name: "flask_socketio.SocketIO.run", via: "library", library: "sockets" }],
    uses: [{ function: "app.serve", api: "flask_socketio.SocketIO.run", via: "library", line: 3 }],
    libraries: [
      {
        distribution: "sockets",
        effort: 5,
        coupling: "optional",
        threads: { effort: 1, remedy: "" },
      },
      { distribution: "hubs", effort: 8, coupling: "required" },
    ],
    knownPatterns: [
      { id: "server", points: 13, pointsWithThreads: 8 },
      { id: "kill", points: 5 },
      { id: "order", points: 2, pointsWithThreads: 0 },
    ],
    patterns: [
      { pattern: "server", function: "app.serve", line: 3, points: 13 },
      { pattern: "server", function: "app.stop", line: 9, points: 13 },
      { pattern: "kill", line: 12, points: 5 },
      { pattern: "order", line: 1, points: 2 },
    ],
  });
  const priced = (option: OptionName) =>
    pricePackages(input, option, priceFunctions(input, option), {
      pace: 1,
      learning: 1,
      source: "",
    })
      .filter(({ kind }) => kind === "library" || kind === "pattern")
      .map(({ id, terms }) => [id, terms.map(({ count, points }) => [count, points])]);
  expect(priced("threads")).toEqual([
    ["library:hubs", [[1, 8]]],
    ["library:sockets", [[1, 1]]],
    ["pattern:kill", [[1, 2.5]]],
    ["pattern:server", [[1, 4]]],
  ]);
  expect(priced("balanced").map(([id]) => id)).toContain("pattern:order");
});
