import { expect, test } from "vitest";
import { recommendedInstead, sayInstead } from "../../../src/report/recommended-instead.ts";
import { boundaryView } from "../../../src/report/sections/boundary.ts";
import { effortView } from "../../../src/report/sections/effort.ts";
import { planView } from "../../../src/report/sections/plan.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

const { estimate } = SMALL;
const THREADS = {
  ...SMALL,
  estimate: {
    ...estimate,
    recommendation: { ...estimate.recommendation, option: "threads" as const },
  },
};

test.each([
  ["en", /^The recommended option, “Native threads”, .* This chapter follows the plan “Balanced”/],
  ["de", /^Die empfohlene Option „Native Threads“ .* dem Plan „Ausgewogen“/],
  ["ja", /^推奨される「ネイティブスレッド」.*計画「均衡」に基づきます。$/],
] as const)(
  "chapters that plan say first that threads are recommended (%s)",
  async (lang, text) => {
    const context = await contextOf({ lang, assessment: THREADS });
    expect(sayInstead(context)).toMatch(text);
    for (const view of [planView, effortView, boundaryView])
      expect(view(context)).toMatchObject({ instead: sayInstead(context) });
  },
);

test("and another plan; nothing where they follow what is recommended", async () => {
  const assessment = { ...SMALL, options: { ...SMALL.options, strategy: "awaitletFirst" } };
  expect(sayInstead(await contextOf({ assessment }))).toMatch(
    /^This chapter follows the plan “Awaitlet first”\. Recommended is “Balanced” instead, about/,
  );
  expect(recommendedInstead(await contextOf())).toBeUndefined();
  expect(planView(await contextOf()).instead).toBeUndefined();
});
