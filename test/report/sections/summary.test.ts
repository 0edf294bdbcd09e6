import { expect, test } from "vitest";
import { summaryView } from "../../../src/report/sections/summary.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("the answer is one sentence made from the numbers", async () => {
  const { answer } = summaryView(await contextOf());
  expect(answer).toContain(`${SMALL.summary.reaching} of its ${SMALL.summary.functions} functions`);
  expect(answer).toMatch(/“Balanced”\.$/);
});

test("when the evidence speaks against the plan, the answer says both", async () => {
  const assessment = { ...SMALL, options: { ...SMALL.options, strategy: "awaitletFirst" } };
  const { answer } = summaryView(await contextOf({ assessment }));
  expect(answer).toMatch(
    /The plan “Awaitlet first” takes .* speaks for “Balanced” instead, about 510 hours at P80/,
  );
});

test("a repository without Eventlet is said to be free of it", async () => {
  const assessment = { ...SMALL, summary: { ...SMALL.summary, reaching: 0 } };
  expect(summaryView(await contextOf({ assessment })).answer).toContain(
    "does not depend on Eventlet",
  );
});

test("the shares of the verdicts are of the reaching functions", async () => {
  const { verdicts } = summaryView(await contextOf());
  expect(verdicts.reduce((sum, { value }) => sum + value, 0)).toBe(SMALL.summary.reaching);
  expect(verdicts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

test("risks come by their expected effect", async () => {
  const { risks } = summaryView(await contextOf());
  expect(risks.map(({ id }) => id)).toEqual(["R-03", "R-01", "R-02"]);
});
