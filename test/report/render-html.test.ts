import { expect, test } from "vitest";
import { renderHtml, renderPrintHtml } from "../../src/report/render-html.ts";
import type { ReportOptions } from "../../src/report/report-options.ts";
import { SMALL, textsOf } from "./render-fixture.ts";

const NOTHING = {
  ...SMALL,
  functions: [],
  summary: { ...SMALL.summary, reaching: 0 },
  plan: { ...SMALL.plan, epics: [], stories: [], sprints: [] },
};

const chaptersOf = (html: string): readonly string[] =>
  [...html.matchAll(/<section[^>]* id="([a-z-]+)"/g)].map(([, id = ""]) => id);

async function chapters(options: Partial<ReportOptions> = {}): Promise<readonly string[]> {
  const { content } = renderHtml(NOTHING, { lang: "en", ...options }, await textsOf());
  return chaptersOf(String(content));
}

test("where there is nothing to migrate, no chapter plans it", async () => {
  const left = ["summary", "scope", "inventory", "diagnostics", "glossary", "method"];
  expect(await chapters()).toEqual(left);
  const wish = { lang: "en", isFull: true } as const;
  const paper = renderPrintHtml(NOTHING, wish, await textsOf(), { pages: new Map() });
  expect(chaptersOf(paper)).toEqual(left);
  expect(paper).toContain("nothing to migrate");
});

test("a chapter that is asked for is there all the same", async () => {
  expect(await chapters({ sections: ["summary", "plan"] })).toEqual(["summary", "plan"]);
});
