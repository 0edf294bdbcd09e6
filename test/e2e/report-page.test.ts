import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { renderHtml } from "../../src/report/render-html.ts";
import { makeAssessment } from "../fixtures/report/make-assessment.ts";
import { HOSTILE, hostileAssessment, SMALL, textsOf } from "../report/render-fixture.ts";
import { openBrowser, openPage } from "./browser.ts";

let browser: Browser;
let small: string;
let hostile: string;
let axe: string;

async function saved(assessment: Assessment, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "assess-page-"));
  const { content } = renderHtml(assessment, { lang: "en" }, await textsOf());
  const path = join(folder, `${name}.html`);
  await writeFile(path, content);
  return pathToFileURL(path).href;
}

beforeAll(async () => {
  [browser, small, hostile, axe] = await Promise.all([
    openBrowser(),
    saved(SMALL, "small"),
    saved(hostileAssessment(), "hostile"),
    readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
  ]);
});
afterAll(() => browser?.close());

describe.each(["light", "dark"] as const)("the page, %s", (theme) => {
  test("has no accessibility violation, no error and no request", async () => {
    const { page, errors, requests } = await openPage(browser, small, { theme });
    await page.evaluate(`document.querySelector(".explorer .row-button").click()`);
    await page.evaluate(
      `[...document.querySelectorAll(".detail button")].find((one) => one.textContent === "Follow").click()`,
    );
    await page.evaluate(axe);
    const found = (await page.evaluate(`axe.run(document, { resultTypes: ["violations"] })`)) as {
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    const told = found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary} (${nodes.length})`,
    );
    expect(told).toEqual([]);
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
    await page.close();
  });
});

test("without JavaScript everything can be read, and the cap is stated", async () => {
  const address = await saved(makeAssessment({ functions: 400 }), "medium");
  const { page, errors } = await openPage(browser, address, { hasScript: false });
  const text = await page.$eval("main", (main) => main.innerText);
  for (const title of ["Summary", "Where Eventlet is", "Migration plan", "Glossary"])
    expect(text).toContain(title);
  expect(text).toMatch(/Showing 120 of \d+\. All are in the JSON/);
  expect(await page.$$eval(".function", (all) => all.length)).toBe(120);
  expect(await page.$eval("[data-explorer]", (one) => one.hidden)).toBe(true);
  expect(errors).toEqual([]);
  await page.close();
});

test("hostile text is text, and does nothing", async () => {
  const { page, errors, requests } = await openPage(browser, hostile);
  await page.evaluate(
    `document.querySelectorAll(".explorer .row-button").forEach((one, at) => { if (at < 3) one.click(); })`,
  );
  expect(errors).toEqual([]);
  expect(requests).toEqual([]);
  expect(await page.title()).toContain(HOSTILE.closing);
  expect(await page.$$eval("img", (all) => all.length)).toBe(0);
  expect(await page.$$eval("script", (all) => all.length)).toBe(2);
  const text = await page.$eval("body", (body) => body.innerText);
  for (const part of [HOSTILE.script, HOSTILE.template, HOSTILE.closing, "⟨U+202E⟩"])
    expect(text).toContain(part);
  const overflow = await page.evaluate(`document.documentElement.scrollWidth - innerWidth`);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.close();
});

test.each([360, 1280])("nothing runs out of the window at %i pixels", async (width) => {
  const { page } = await openPage(browser, small, { width });
  expect(
    await page.evaluate(`document.documentElement.scrollWidth - innerWidth`),
  ).toBeLessThanOrEqual(0);
  await page.close();
});

test("the table searches, filters, sorts, pages, opens and follows", async () => {
  const { page } = await openPage(browser, small);
  const count = () => page.$eval(".explorer .count", (one) => one.textContent);
  const own = SMALL.functions.filter((fn) => !fn.isTest);
  expect(await count()).toBe(`${own.length} found`);
  await page.keyboard.press("/");
  await page.keyboard.type("RETRY session");
  const matching = own.filter(
    (fn) =>
      `${fn.id}\n${fn.path}\n${fn.reason}`.includes("retry") &&
      `${fn.id}\n${fn.path}\n${fn.reason}`.includes("session"),
  );
  expect(await count()).toBe(`${matching.length} found`);
  await page.$eval('.explorer input[type="search"]', (input) => {
    (input as unknown as { value: string }).value = "";
    input.dispatchEvent(new Event("input"));
  });
  await page.select(".explorer select", "redesign");
  expect(await count()).toBe(`${own.filter((fn) => fn.verdict === "redesign").length} found`);
  await page.focus(".explorer .row-button");
  await page.keyboard.press("Enter");
  const detail = await page.$eval(".detail", (one) => one.innerText);
  expect(detail).toContain("Evidence");
  await page.keyboard.press("Escape");
  expect(await page.$(".detail")).toBeNull();
  await page.close();
});

test("a permalink opens its function, whatever is filtered", async () => {
  const wanted = SMALL.functions.find((fn) => fn.isTest && fn.callees.length > 0);
  const { page } = await openPage(browser, `${small}#f-${encodeURIComponent(wanted?.id ?? "")}`);
  expect(await page.$eval('.row-button[aria-expanded="true"]', (one) => one.textContent)).toBe(
    wanted?.id,
  );
  await page.evaluate(
    `[...document.querySelectorAll(".detail button")].find((one) => one.textContent === "Follow").click()`,
  );
  await page.click(".follow > div:last-child button.node");
  const centre = await page.$eval(".follow .is-centre", (one) => one.getAttribute("title"));
  expect(centre).toBe(wanted?.callees[0]);
  await page.close();
});

test("the theme follows the system, and the reader's choice lasts", async () => {
  const { page } = await openPage(browser, small, { theme: "dark" });
  const paper = () => page.evaluate(`getComputedStyle(document.body).backgroundColor`);
  expect(await paper()).toBe("rgb(20, 24, 31)");
  await page.click("[data-theme-toggle]");
  expect(await paper()).toBe("rgb(255, 255, 255)");
  await page.reload();
  expect(await paper()).toBe("rgb(255, 255, 255)");
  await page.evaluate("localStorage.clear()");
  await page.close();
});

test("30,000 functions stay below 6 MB, and a page shows few of them at a time", async () => {
  const address = await saved(makeAssessment({ functions: 30_000 }), "large");
  const { page, errors } = await openPage(browser, address);
  const size = Buffer.byteLength(await readFile(new URL(address)));
  const elements = await page.evaluate(`document.querySelectorAll(".explorer *").length`);
  expect(size).toBeLessThan(6_000_000);
  expect(elements).toBeGreaterThan(100);
  expect(elements).toBeLessThan(3000);
  expect(errors).toEqual([]);
  await page.close();
});
