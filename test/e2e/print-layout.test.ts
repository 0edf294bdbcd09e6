import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { renderHtml, renderPrintHtml } from "../../src/report/render-html.ts";
import { LANGUAGES, type Language } from "../../src/report/words.ts";
import { makeAssessment } from "../fixtures/report/make-assessment.ts";
import { hostileAssessment, textsOf } from "../report/render-fixture.ts";
import { openBrowser, openPage } from "./browser.ts";

/** Width between the margins of the page, in CSS pixels: 210 or 215.9 mm less twice 20 mm, at 96 dpi. */
const PAPERS = [
  ["A4", Math.floor((170 / 25.4) * 96)],
  ["Letter", Math.floor((175.9 / 25.4) * 96)],
] as const;
const MEDIUM = makeAssessment({ functions: 400 });

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** Inline boxes end within a pixel or two of their last letter. */
const SLACK = 3;

/** Elements that reach beyond the right edge of the paper; what another element cuts off does not. */
const TOO_WIDE = `(() => {
  const edge = document.documentElement.clientWidth + ${SLACK};
  const shown = (one) => one.closest(".visually-hidden, svg, .cover") === null;
  const all = [...document.querySelectorAll("body *")].filter(shown);
  const wide = all.filter((one) => one.getBoundingClientRect().right > edge);
  return wide.slice(0, 5).map((one) => \`\${Math.round(one.getBoundingClientRect().right - edge)} px: \${one.outerHTML.slice(0, 160)}\`);
})()`;

async function tooWide(html: string, width: number): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "assess-print-"));
  const path = join(folder, "page.html");
  await writeFile(path, html);
  const { page } = await openPage(browser, pathToFileURL(path).href, { width });
  await page.emulateMediaType("print");
  const found = await page.evaluate(TOO_WIDE);
  await page.close();
  return found;
}

async function forPaper(assessment: Assessment, lang: Language = "en"): Promise<string> {
  return renderPrintHtml(assessment, { lang }, await textsOf(lang), { pages: new Map() });
}

describe.each(PAPERS)("printed on %s, nothing is wider than the page", (_paper, width) => {
  test.each(LANGUAGES)("the report in %s", async (lang) => {
    expect(await tooWide(await forPaper(MEDIUM, lang), width)).toEqual([]);
  });

  test("hostile names", async () => {
    expect(await tooWide(await forPaper(hostileAssessment()), width)).toEqual([]);
  });

  test("the page itself, printed from a reader's browser", async () => {
    const { content } = renderHtml(MEDIUM, { lang: "en" }, await textsOf());
    expect(await tooWide(String(content), width)).toEqual([]);
  });
});
