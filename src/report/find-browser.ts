import { mkdtempSync, rmSync } from "node:fs";
import { access, constants, readdir, stat } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { noBrowser } from "../failure.ts";

/** A browser that can print, and how it wants to be started. */
export interface Browser {
  readonly path: string;
  /** Knows only the old headless mode: chrome-headless-shell, and the browser inside the npm package. */
  readonly isShell: boolean;
  /** Its sandbox cannot work: it was unpacked into a temporary folder. */
  readonly isUnpacked: boolean;
}

export interface BrowserWish {
  /** `--browser PATH`. */
  readonly path?: string;
  /** The environment, for PUPPETEER_EXECUTABLE_PATH, PATH and PUPPETEER_CACHE_DIR. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const COMMANDS = [
  "google-chrome-stable",
  "google-chrome",
  "chromium",
  "chromium-browser",
  "microsoft-edge-stable",
  "microsoft-edge",
  "chrome-headless-shell",
] as const;

const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

const LINUX = [
  "/usr/lib/chromium/chromium",
  "/opt/google/chrome/chrome",
  "/opt/microsoft/msedge/msedge",
  "/snap/bin/chromium",
];

const WINDOWS = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
];

/**
 * The browsers to try, in this order: the one asked for, and no other; one that is installed;
 * puppeteer's own cache; the one inside the npm package @sparticuz/chromium.
 */
export async function* findBrowsers({ path, env }: BrowserWish): AsyncGenerator<Browser> {
  const wanted = path ?? env["PUPPETEER_EXECUTABLE_PATH"];
  if (wanted !== undefined && wanted !== "") {
    if (!(await canRun(wanted))) throw noBrowser([wanted]);
    yield asBrowser(wanted);
    return;
  }
  const seen = new Set<string>();
  for (const candidate of [...installed(env), ...(await inPuppeteersCache(env))]) {
    if (seen.has(candidate) || !(await canRun(candidate))) continue;
    seen.add(candidate);
    yield asBrowser(candidate);
  }
  const shipped = await unpackShipped();
  if (shipped !== undefined) yield { path: shipped, isShell: true, isUnpacked: true };
}

function asBrowser(path: string): Browser {
  return { path, isShell: /headless[-_]shell/.test(basename(path)), isUnpacked: false };
}

async function canRun(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    // A folder may be "executed" too, and starting a pipe or a folder fails where nobody can catch it.
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function installed(env: BrowserWish["env"]): string[] {
  if (process.platform === "win32") {
    const roots = [env["PROGRAMFILES"], env["PROGRAMFILES(X86)"], env["LOCALAPPDATA"]];
    return roots.flatMap((root) =>
      root === undefined ? [] : WINDOWS.map((tail) => join(root, tail)),
    );
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  const known =
    process.platform === "darwin" ? [...MAC, ...MAC.map((one) => join(homedir(), one))] : LINUX;
  return [...onPath, ...known];
}

/** `~/.cache/puppeteer/chrome/linux-131.0.6778.85/chrome-linux64/chrome`; the newest first. */
async function inPuppeteersCache(env: BrowserWish["env"]): Promise<string[]> {
  const cache = env["PUPPETEER_CACHE_DIR"] ?? join(homedir(), ".cache", "puppeteer");
  const found: string[] = [];
  for (const kind of ["chrome", "chrome-headless-shell"]) {
    for (const version of (await namesIn(join(cache, kind))).sort(newestFirst)) {
      for (const build of await namesIn(join(cache, kind, version))) {
        const folder = join(cache, kind, version, build);
        found.push(
          join(folder, kind),
          join(folder, `${kind}.exe`),
          join(folder, "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing"),
        );
      }
    }
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

function newestFirst(one: string, other: string): number {
  return new Intl.Collator("en", { numeric: true }).compare(other, one);
}

/**
 * The optional dependency carries a compressed browser for Linux on x64. It would be unpacked where all
 * users put their temporary files, and what lies there under its name be started, whoever put it there:
 * so it gets a folder of its own, which nobody else may write to and which goes with the program.
 */
async function unpackShipped(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    const folder = mkdtempSync(join(tmpdir(), "assess-chromium-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    return await withTemporaryFiles(folder, () => chromium.executablePath());
  } catch {
    return undefined;
  }
}

/** The library asks for the place of temporary files before it first waits. */
function withTemporaryFiles<Result>(folder: string, begin: () => Result): Result {
  // biome-ignore-start lint/style/noProcessEnv: the library asks nobody else.
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    return begin();
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
  // biome-ignore-end lint/style/noProcessEnv: the library asks nobody else.
}
