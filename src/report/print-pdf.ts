import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page, Browser as RunningBrowser } from "puppeteer-core";
import puppeteer from "puppeteer-core";
import { browserFailed, noBrowser } from "../failure.ts";
import type { Browser, BrowserWish } from "./find-browser.ts";
import { findBrowsers } from "./find-browser.ts";

export interface PrintOptions {
  readonly browser: BrowserWish;
}

/** Prints one page after the other in the same browser. */
export type Print = (html: string) => Promise<Uint8Array>;

const NO_NETWORK = [
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--proxy-server=http://127.0.0.1:9",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-gpu",
];
/** A browser starts in a second; on a busy machine in ten. Where the first never answers, others get less. */
const START_TIMEOUT = 45_000;
const LATER_TIMEOUT = 15_000;

/**
 * Starts a browser, lets `use` print with it, and ends it, whatever happens. The browser gets no
 * network, runs no script and sees no file.
 */
export async function withPrinter<Result>(
  options: PrintOptions,
  use: (print: Print) => Promise<Result>,
): Promise<Result> {
  const { running, path } = await startFirst(options.browser);
  try {
    return await watched(running, () => use((html) => printWith(running, html)));
  } catch (error) {
    throw browserFailed(path, error);
  } finally {
    await end(running);
  }
}

/** The first browser that starts; one that is there but broken is passed over, unless it was asked for. */
async function startFirst(wish: BrowserWish): Promise<{ running: RunningBrowser; path: string }> {
  let broken: { path: string; error: unknown } | undefined;
  for await (const browser of findBrowsers(wish)) {
    const timeout = broken === undefined ? START_TIMEOUT : LATER_TIMEOUT;
    try {
      return { running: await start(browser, timeout), path: browser.path };
    } catch (error) {
      broken ??= { path: browser.path, error };
    }
  }
  if (broken !== undefined) throw browserFailed(broken.path, broken.error);
  throw noBrowser([]);
}

/** With the browser's sandbox where that is possible: not as root, and not where the system forbids it. */
async function start(browser: Browser, timeout: number): Promise<RunningBrowser> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot || browser.isUnpacked) return launch(browser, timeout, ["--no-sandbox"]);
  try {
    return await launch(browser, timeout, []);
  } catch (error) {
    if (!/sandbox|namespace|zygote/i.test(String(error))) throw error;
    return launch(browser, timeout, ["--no-sandbox"]);
  }
}

async function launch(
  { path, isShell }: Browser,
  timeout: number,
  args: readonly string[],
): Promise<RunningBrowser> {
  // Nothing comes between the folder and the listener. A signal ends this program at once: puppeteer
  // ends the browser, and this removes its traces.
  const profile = mkdtempSync(join(tmpdir(), "assess-browser-"));
  const removeNow = () => removeForGood(profile);
  process.once("exit", removeNow);
  const forget = () => {
    process.off("exit", removeNow);
    return rm(profile, REMOVE).catch(() => undefined);
  };
  try {
    const running = await withinTime(timeout, (starting) =>
      puppeteer.launch({
        signal: starting,
        executablePath: path,
        headless: isShell ? "shell" : true,
        pipe: true,
        userDataDir: profile,
        // biome-ignore lint/style/noProcessEnv: the browser's environment is ours, but for its temporary files.
        env: { ...process.env, TMPDIR: profile },
        args: [...NO_NETWORK, ...args],
        timeout,
        protocolTimeout: 0,
        // The command line has its own way to end; puppeteer would end the whole program.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      }),
    );
    // Again, so that it comes after puppeteer's own listener.
    process.off("exit", removeNow).once("exit", removeNow);
    // Its children may write for a moment more: what they leave is removed in the end.
    running.once("disconnected", () => void rm(profile, REMOVE).catch(() => undefined));
    return running;
  } catch (error) {
    await forget();
    throw error;
  }
}

/**
 * Over a pipe puppeteer waits for ever: for a program that is no browser, and without holding the
 * event loop for one that died, so that this program would end in silence.
 */
async function withinTime(
  timeout: number,
  start: (signal: AbortSignal) => Promise<RunningBrowser>,
): Promise<RunningBrowser> {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late.abort();
      reject(new Error(`no answer within ${timeout / 1000} seconds`));
    }, timeout);
  });
  try {
    return await Promise.race([start(late.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}

const HEARTBEAT = 20_000;

/** Printing may take its time, but a browser that is gone, or answers nothing from one beat to the next, will never end it. */
async function watched<Result>(
  running: RunningBrowser,
  use: () => Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const lost = new Promise<never>((_, reject) => {
    const giveUp = (why: string): void => {
      running.process()?.kill("SIGKILL");
      reject(new Error(why));
    };
    let hasAnswered = true;
    timer = setInterval(() => {
      if (!hasAnswered) giveUp("it no longer answers");
      hasAnswered = false;
      running.version().then(
        () => {
          hasAnswered = true;
        },
        () => undefined,
      );
    }, HEARTBEAT);
    running.once("disconnected", () => giveUp("it ended"));
  });
  try {
    return await Promise.race([use(), lost]);
  } finally {
    clearInterval(timer);
  }
}

/** The browser's children may write for a moment after it was killed. */
const REMOVE = { recursive: true, force: true, maxRetries: 8, retryDelay: 40 } as const;

const MOST_REMOVALS = 100;
const MILLISECONDS_BETWEEN = 50;

/** At the program's end nothing can be awaited: removes until no dying child of the browser writes it anew. */
function removeForGood(folder: string): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; tries < MOST_REMOVALS && existsSync(folder); tries += 1) {
    try {
      rmSync(folder, REMOVE);
    } catch {
      // A child still writes: the next round comes after it.
    }
    Atomics.wait(clock, 0, 0, MILLISECONDS_BETWEEN);
  }
}

async function printWith(running: RunningBrowser, html: string): Promise<Uint8Array> {
  const page = await running.newPage();
  try {
    await shutIn(page);
    await page.setContent(html, { waitUntil: "load", timeout: 0 });
    return await page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline: true,
      timeout: 0,
    });
  } finally {
    await page.close().catch(() => undefined);
  }
}

async function shutIn(page: Page): Promise<void> {
  await page.setJavaScriptEnabled(false);
  await page.setOfflineMode(true);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const isOwn = request.url().startsWith("data:") || request.url() === "about:blank";
    const answered = isOwn ? request.continue() : request.abort("blockedbyclient");
    answered.catch(() => undefined);
  });
}

async function end(running: RunningBrowser): Promise<void> {
  if (!running.connected || running.process()?.killed === true) return;
  try {
    await running.close();
  } catch {
    running.process()?.kill("SIGKILL");
  }
}
