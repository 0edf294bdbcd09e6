import { expect, test } from "vitest";
import { summaryView } from "../../../src/report/sections/summary.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("the answer is one sentence made from the numbers", async () => {
  const { answer } = summaryView(await contextOf());
  expect(answer).toContain(`${SMALL.summary.reaching} of its ${SMALL.summary.functions} functions`);
  expect(answer).toMatch(/“Balanced”\.$/);
});

test("the answer says what is undetermined, and none where nothing needs a redesign", async () => {
  const answerOf = async (redesign: number, undetermined: number) => {
    const summary = { ...SMALL.summary, reaching: 50, redesign, undetermined };
    return summaryView(await contextOf({ assessment: { ...SMALL, summary } })).answer;
  };
  expect(await answerOf(0, 5)).toContain(", none needs a redesign, and 10% could not be decided. ");
  expect(await answerOf(1, 0)).toContain(", and 1 needs a redesign. ");
});

test.each([
  ["en", "none of these can move to asyncio directly, none stays synchronous under Awaitlet"],
  ["de", "keine davon kann direkt zu asyncio wechseln, keine bleibt synchron unter Awaitlet"],
  ["ja", "そのまま asyncio にできるものはなく、同期のまま残るものはなく"],
] as const)("the answer says none instead of 0%% (%s)", async (lang, text) => {
  const summary = { ...SMALL.summary, asyncioReady: 0, awaitletCandidates: 0 };
  const { answer } = summaryView(await contextOf({ lang, assessment: { ...SMALL, summary } }));
  expect(answer).toContain(text);
});

test("when the evidence speaks against the plan, the answer says both", async () => {
  const assessment = { ...SMALL, options: { ...SMALL.options, strategy: "awaitletFirst" } };
  const { answer } = summaryView(await contextOf({ assessment }));
  expect(answer).toMatch(
    /The plan “Awaitlet first” takes .* recommended option is “Balanced” instead, about 510 hours at P80/,
  );
});

const FREE = {
  ...SMALL,
  summary: { ...SMALL.summary, reaching: 0 },
  functions: [],
  signals: [],
};

test("a repository without Eventlet is said to be free of it, in the number of its functions", async () => {
  const answerOf = async (functions: number) => {
    const assessment = { ...FREE, summary: { ...FREE.summary, functions } };
    return summaryView(await contextOf({ assessment })).answer;
  };
  expect(await answerOf(7)).toMatch(/does not depend on Eventlet: none of its 7 functions/);
  expect(await answerOf(1)).toMatch(/does not depend on Eventlet: its one function does not/);
  expect(await answerOf(0)).toMatch(/does not depend on Eventlet: it holds no functions outside/);
});

test("tests that reach Eventlet, and settings that name it, are not passed over", async () => {
  const [fn] = SMALL.functions;
  if (fn === undefined) throw new Error("The fixture has no function.");
  const tested = { ...FREE, functions: [{ ...fn, isTest: true }] };
  expect(summaryView(await contextOf({ assessment: tested })).answer).toContain(
    "but its tests do: 1 function in tests reaches it",
  );
  const [signal] = SMALL.signals;
  if (signal === undefined) throw new Error("The fixture has no signal.");
  const named = {
    ...FREE,
    signals: [{ ...signal, kind: "dependency" as const, what: "eventlet==0.40" }],
  };
  expect(summaryView(await contextOf({ assessment: named })).answer).toContain(
    "but 1 place in its dependencies, settings or start-up names it",
  );
});

test("a plan that does not hold everywhere says so on the first page", async () => {
  const [plan] = SMALL.plans;
  if (plan === undefined) throw new Error("The fixture has no plan.");
  const at = { code: "import-time" as const, function: "a.f", path: "a.py", line: 3 };
  const violation = { ...at, message: "no loop runs yet", pathFromEntry: [] };
  const plans = SMALL.plans.map((one) => ({ ...one, violations: [violation, violation] }));
  const { understood } = summaryView(await contextOf({ assessment: { ...SMALL, plans } }));
  expect(understood.unsound).toBe(1);
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

test("the first page says where most of the work is, and in which order it is done", async () => {
  const { where, order } = summaryView(await contextOf());
  const points = where.map((module) => module.points);
  expect(points).toEqual([...points].sort((a, b) => b - a));
  expect(where.map(({ path }) => path)).not.toContain(expect.stringMatching(/^tests?\//));
  expect(order.items.map(({ id }) => id)).toEqual(
    SMALL.plan.epics.slice(0, order.shown).map(({ id }) => id),
  );
});
