import { expect, test } from "vitest";
import { priceFunctions } from "../../src/effort/price-functions.ts";
import { pricingInput, type Scenario } from "./scenario.ts";

const coefficients = (
  scenario: Scenario,
  option: Parameters<typeof priceFunctions>[1] = "balanced",
) =>
  Object.fromEntries(
    priceFunctions(pricingInput(scenario), option).map(({ verdict, terms }) => [
      verdict.function,
      Object.fromEntries(terms.map(({ coefficient, count }) => [coefficient, count])),
    ]),
  );

test("a converted function pays for its signature, its awaits and its calls of the API", () => {
  const scenario: Scenario = {
    verdicts: [{ function: "app.main", direct: false }, { function: "app.wait" }],
    calls: ["app.main -> app.wait"],
    apis: [{}],
    uses: [{ function: "app.wait" }, { function: "app.wait", line: 2 }],
  };
  expect(coefficients(scenario)).toEqual({
    "app.main": { signature: 1, await: 1 },
    "app.wait": { api: 2, signature: 1 },
  });
});

test("a function that stays synchronous pays for bridges, not for its signature", () => {
  const labels = { awaitletFirst: "sync", balanced: "sync", fullAsyncio: "sync" } as const;
  const site = {
    function: "app.f",
    calls: "eventlet.greenthread.sleep",
    path: "app.py",
    line: 1,
    column: 0,
  };
  const scenario: Scenario = {
    verdicts: [{ function: "app.f", labels, verdict: "awaitlet-candidate" }],
    boundary: [
      { kind: "awaitlet", ...site },
      { kind: "async_def", ...site },
    ],
  };
  expect(coefficients(scenario)).toEqual({
    "app.f": { "async-def-bridge": 1, "awaitlet-bridge": 1 },
  });
});

test("an import line and a program-level API cost nothing per call site", () => {
  const scenario: Scenario = {
    verdicts: [{ needsAwait: false, reach: "touches" }],
    apis: [{}, { name: "eventlet.wsgi.server", isProgramLevel: true, effort: 13 }],
    uses: [{ how: "import" }, { api: "eventlet.wsgi.server" }],
  };
  expect(coefficients(scenario)).toEqual({ "app.f": {} });
});

test("relatives that change alike are charged to the family's first reaching member", () => {
  const scenario: Scenario = {
    verdicts: [{ function: "app.B.load" }],
    families: [["app.A.load", "app.B.load", "app.C.load"]],
  };
  expect(coefficients(scenario)["app.B.load"]).toEqual({ signature: 1, override: 2 });
});

test("native threads pay for the named APIs only", () => {
  const scenario: Scenario = {
    verdicts: [{ function: "app.main" }, { function: "app.wait" }],
    calls: ["app.main -> app.wait"],
    apis: [{}],
    uses: [{ function: "app.wait" }, { function: "app.main", via: "monkey-patch" }],
  };
  expect(coefficients(scenario, "threads")).toEqual({
    "app.main": {},
    "app.wait": { "thread-swap": 1 },
  });
});

test("tests have no price here, and what only needs switching off costs a review", () => {
  const scenario: Scenario = {
    verdicts: [{ function: "test_app.f" }, { function: "app.cmd", isDisablable: true }],
  };
  expect(coefficients(scenario)).toEqual({ "app.cmd": { disable: 1 } });
});

test("what is less certain widens the range", () => {
  const range = (confidence: "certain" | "possible") => {
    const [priced] = priceFunctions(pricingInput({ verdicts: [{ confidence }] }), "balanced");
    return priced?.points;
  };
  expect(range("certain")).toEqual({ low: 0.03, likely: 0.05, high: 0.1 });
  expect(range("possible")).toEqual({ low: 0.02, likely: 0.05, high: 0.16 });
});

test("further obstacles of one kind cost less than the first, and not without end", () => {
  const obstacle = {
    id: "class-body",
    path: "app.py",
    detail: "",
    blocks: "none",
    awaitletWorks: "yes",
    points: 1,
  } as const;
  const total = (count: number): number => {
    const obstacles = Array.from({ length: count }, (_, line) => ({ ...obstacle, line }));
    const [priced] = priceFunctions(
      pricingInput({ verdicts: [{ function: "app.f", obstacles }] }),
      "balanced",
    );
    const own = priced?.terms.filter(({ coefficient }) => coefficient === "obstacle") ?? [];
    return own.reduce((sum, { points }) => sum + points, 0);
  };
  expect(total(2)).toBeCloseTo(1.4 * total(1));
  expect(total(1000)).toBeCloseTo(total(10));
});
