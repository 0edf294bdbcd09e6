/** How long a browser takes to show a report, and how large it is. */
import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { findBrowsers } from "../../dist/report/find-browser.js";
import { round } from "./stopwatch.mjs";

const TIMES = 5;

/**
 * Megabytes of the file, and the median of the seconds from asking for it until its scripts have run
 * and the next frame is drawn. Without a browser the seconds are missing.
 */
export async function openPage(path) {
  const megabytes = round(statSync(path).size / 1e6);
  const { value: found } = await findBrowsers({ env: process.env }).next();
  if (found === undefined) return { megabytes };
  const browser = await puppeteer.launch({
    executablePath: found.path,
    headless: found.isShell ? "shell" : true,
    pipe: true,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const times = [];
    for (let time = 0; time < TIMES; time++) times.push(await timeOf(browser, path));
    return { megabytes, seconds: round(times.sort((a, b) => a - b)[Math.floor(TIMES / 2)]) };
  } finally {
    await browser.close();
  }
}

/** Each time in a page of its own: nothing of the one before is warm but the browser itself. */
async function timeOf(browser, path) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const started = performance.now();
  await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const seconds = (performance.now() - started) / 1000;
  await page.close();
  return seconds;
}
