import type { Browser, Page } from "puppeteer-core";
import puppeteer from "puppeteer-core";
import { findBrowsers } from "../../src/report/find-browser.ts";

/** The environment as the command line would pass it on. */
export const ENV = process.env;

/** The browser that the program itself would print with; undefined where there is none. */
async function browserPath(): Promise<{ path: string; isShell: boolean } | undefined> {
  for await (const browser of findBrowsers({ env: ENV })) return browser;
  return undefined;
}

export async function openBrowser(): Promise<Browser> {
  const found = await browserPath();
  if (found === undefined) throw new Error("These tests need a browser: apt-get install chromium.");
  return puppeteer.launch({
    executablePath: found.path,
    headless: found.isShell ? "shell" : true,
    pipe: true,
    // A busy machine may take its time.
    timeout: 0,
    protocolTimeout: 0,
    args: ["--no-sandbox", "--disable-gpu"],
  });
}

export interface OpenPage {
  readonly page: Page;
  /** Errors of the console and of scripts. */
  readonly errors: string[];
  /** Addresses asked for, the page's own left out. */
  readonly requests: string[];
}

export interface PageWish {
  readonly theme?: "light" | "dark";
  readonly hasScript?: boolean;
  readonly width?: number;
}

/** Opens a file of the disk as a reader does, and listens to what it complains of and asks for. */
export async function openPage(
  browser: Browser,
  address: string,
  wish: PageWish = {},
): Promise<OpenPage> {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  const errors: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith("data:") && request.url() !== address)
      requests.push(request.url());
  });
  await page.setViewport({ width: wish.width ?? 1280, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: wish.theme ?? "light" }]);
  await page.setJavaScriptEnabled(wish.hasScript ?? true);
  await page.goto(address, { waitUntil: "load" });
  return { page, errors, requests };
}
