import { expect, test } from "vitest";
import { readinessView } from "../../../src/report/sections/readiness.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("modules of tests, and modules that reach nothing, are not listed", async () => {
  const { modules } = readinessView(await contextOf());
  const expected = SMALL.modules.filter((module) => module.reaching > 0 && !module.isTest);
  expect(modules.total).toBe(expected.length);
  expect(modules.items.map(({ points }) => points)).toEqual(
    expected.map(({ points }) => points).sort((a, b) => b - a),
  );
});

test("undetermined functions are told by their reason code", async () => {
  const { undetermined } = readinessView(await contextOf());
  expect(undetermined).toMatchObject([
    { code: "unknown-receiver", functions: SMALL.summary.undetermined },
  ]);
});

test("an obstacle is counted in functions and in places", async () => {
  const { obstacles } = readinessView(await contextOf());
  expect(obstacles[0]).toMatchObject({
    id: "property",
    functions: SMALL.summary.awaitletCandidates,
  });
});
