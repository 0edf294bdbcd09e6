import { expect, test } from "vitest";
import { excerptAt, functionsView } from "../../../src/report/sections/functions.ts";
import { makeAssessment } from "../../fixtures/report/make-assessment.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("every function of the program is there, sorted, with its proof", async () => {
  const { items, total, tests } = functionsView(await contextOf());
  expect(total).toBe(SMALL.summary.reaching);
  expect(tests).toBe(SMALL.functions.length - total);
  expect(items.map(({ id }) => id)).toEqual(items.map(({ id }) => id).sort());
  expect(items[0]?.evidence.items.at(-1)?.calls).toBe(
    SMALL.functions.find((fn) => fn.id === items[0]?.id)?.evidence.at(-1)?.calls,
  );
});

test("a long list is capped by leverage; --pdf-full lifts the cap", async () => {
  const assessment = makeAssessment({ functions: 500 });
  const capped = functionsView(await contextOf({ assessment, isPrint: true }));
  const full = functionsView(await contextOf({ assessment, isPrint: true, isFull: true }));
  expect(capped.shown).toBe(24);
  const small = makeAssessment({ functions: 40 });
  expect(functionsView(await contextOf({ assessment: small, isPrint: true })).isCapped).toBe(false);
  const screen = functionsView(await contextOf({ assessment }));
  expect(screen.shown).toBe(120);
  expect(full.isCapped).toBe(false);
  const least = Math.min(...screen.items.map(({ leverage }) => leverage));
  const leverage = new Map(assessment.functions.map((fn) => [fn.id, fn.leverage]));
  const left = full.brief.map(({ id }) => leverage.get(id) ?? 0);
  expect(left).toHaveLength(full.total - 120);
  expect(Math.max(...left)).toBeLessThanOrEqual(least);
  const draft = await contextOf({ assessment, isPrint: true, isFull: true });
  expect(functionsView({ ...draft, isDraft: true }).brief).toEqual([]);
});

test("an obstacle in many places is told once, with the first places", async () => {
  const functions = SMALL.functions.map((fn) => ({
    ...fn,
    obstacles: fn.obstacles.flatMap((obstacle) => Array.from({ length: 9 }, () => obstacle)),
  }));
  const { items } = functionsView(await contextOf({ assessment: { ...SMALL, functions } }));
  const [obstacle] = items.find((fn) => fn.obstacles.length > 0)?.obstacles ?? [];
  expect(obstacle?.places).toMatchObject({ shown: 3, hidden: 6 });
});

test("an excerpt is the line with its neighbours; a path named like a property of objects has none", () => {
  const assessment = {
    ...SMALL,
    excerpts: { "a.py": { "1": "one", "2": "two", "3": "three", "9": "nine" } },
  };
  expect(excerptAt(assessment, "a.py", 2)).toEqual([
    { line: 1, text: "one", isHit: false },
    { line: 2, text: "two", isHit: true },
    { line: 3, text: "three", isHit: false },
  ]);
  expect(excerptAt(assessment, "constructor", 2)).toEqual([]);
  expect(excerptAt(assessment, "a.py", 5)).toEqual([]);
});
