import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { scriptJson } from "../../src/report/escape.ts";
import type { PageData } from "../../src/report/page-data.ts";
import { pageData } from "../../src/report/page-data.ts";
import { anchorOf } from "../../src/report/template-helpers.ts";
import { makeAssessment } from "../fixtures/report/make-assessment.ts";
import { contextOf, hostileAssessment, SMALL } from "./render-fixture.ts";

interface Store {
  readonly ids: readonly string[];
  readonly size: number;
  pathOf(index: number): string;
  verdictOf(index: number): string;
  viasOf(index: number): string[];
  rolesOf(index: number): string[];
  reasonOf(index: number): string;
  nameOf(place: number): string;
  callersOf(index: number): number[];
  obstaclesOf(index: number): { title: string; line: number }[];
  indexOfAnchor(anchor: string): number | undefined;
  linkTo(path: string, line: number): string | undefined;
}

interface PageScript {
  readonly store: Store;
  evidenceOf(
    index: number,
  ): { from: number; line: number; to: number; confidence: number; path?: string }[];
}

/** The page's own script reads the data back, without a browser. */
async function unpacked(data: PageData): Promise<PageScript> {
  const path = fileURLToPath(new URL("../../assets/report/page/store.js", import.meta.url));
  const report = { data: JSON.parse(scriptJson(data)) };
  runInNewContext(`${await readFile(path, "utf8")};report.openStore();`, { report });
  return report as unknown as PageScript;
}

test.each([
  ["the golden one", SMALL],
  ["a hostile one", hostileAssessment()],
])("the page reads back what was packed: %s", async (_, assessment: Assessment) => {
  const { store, evidenceOf } = await unpacked(pageData(await contextOf({ assessment })));
  expect(store.size).toBe(assessment.functions.length);
  assessment.functions.forEach((fn, index) => {
    expect(store.ids[index]).toBe(fn.id);
    expect(store.pathOf(index)).toBe(fn.path);
    expect(store.verdictOf(index)).toBe(fn.verdict);
    expect([...store.viasOf(index)].sort()).toEqual([...fn.via].sort());
    expect([...store.rolesOf(index)].sort()).toEqual([...fn.roles].sort());
    expect(store.reasonOf(index)).toBe(fn.reason);
    expect(store.indexOfAnchor(anchorOf(fn.id))).toBe(index);
    const steps = evidenceOf(index).map((step) => ({
      function: store.nameOf(step.from),
      line: step.line,
      calls: store.nameOf(step.to),
    }));
    expect(steps).toEqual(
      fn.evidence.map(({ function: from, line, calls }) => ({ function: from, line, calls })),
    );
    expect(store.callersOf(index).map((caller) => store.ids[caller])).toEqual(
      expect.arrayContaining([...fn.callers]),
    );
  });
});

test("links of the page are those of the report", async () => {
  const context = await contextOf();
  const { store } = await unpacked(pageData(context));
  expect(store.linkTo("a b/c.py", 5)).toBe(context.link("a b/c.py", 5));
});

test("30,000 functions take less than 5.5 MB", async () => {
  const assessment = makeAssessment({ functions: 30_000 });
  const size = Buffer.byteLength(scriptJson(pageData(await contextOf({ assessment }))));
  expect(size).toBeLessThan(5_500_000);
});
