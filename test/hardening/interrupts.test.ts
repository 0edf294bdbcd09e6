import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { app, PROGRAM } from "../e2e/run-cli.ts";

const WHOLE = ["assessment.json", "report.html", "report.pdf"];
const isLinux = existsSync("/proc/self/environ");

/** Milliseconds after the start: while loading, reading, solving, writing, printing. */
const MOMENTS = [30, 150, 400, 700, 1000, 1400, 1900, 2500, 3300];

test.skipIf(!isLinux)(
  "Ctrl-C ends a run at any moment: its exit status, whole files only, nothing left running",
  async () => {
    for (const moment of MOMENTS) {
      const { child, home, out } = start();
      await Promise.race([sleep(moment), once(child, "exit")]);
      child.kill("SIGINT");
      const [code, killedBy] = await ended(child);
      expect({ moment, end: killedBy ?? code }).toEqual({
        moment,
        end: expect.toBeOneOf([130, "SIGINT", 0]),
      });
      expect({ moment, out: namesIn(out).filter((name) => !WHOLE.includes(name)) }).toEqual({
        moment,
        out: [],
      });
      for (const name of namesIn(out)) expectWhole(join(out, name));
      expect({ moment, left: await stillRunning(home) }).toEqual({ moment, left: [] });
      expect({ moment, left: namesIn(join(home, "tmp")) }).toEqual({ moment, left: [] });
    }
  },
  600_000,
);

const EVENTS: readonly (readonly [string, (home: string) => boolean])[] = [
  ["the cache is written", (home) => existsSync(join(home, "cache"))],
  ["the report is written", (home) => namesIn(join(home, "out")).length > 0],
  ["the browser starts", (home) => processesOf(home).length > 1],
  ["the browser prints", (home) => processesOf(home).length > 4],
];

test.skipIf(!isLinux).each(EVENTS)(
  "SIGTERM while %s leaves nothing half done",
  async (_, isNow) => {
    const { child, home, out } = start();
    while (!isNow(home) && child.exitCode === null) await sleep(5);
    child.kill("SIGTERM");
    const [code, killedBy] = await ended(child);
    expect(killedBy ?? code).toBeOneOf([143, "SIGTERM"]);
    expect(namesIn(out).filter((name) => !WHOLE.includes(name))).toEqual([]);
    for (const name of namesIn(out)) expectWhole(join(out, name));
    expect(await stillRunning(home)).toEqual([]);
    expect(namesIn(join(home, "tmp"))).toEqual([]);
  },
  60_000,
);

function start(): { child: ChildProcess; home: string; out: string } {
  const home = mkdtempSync(join(tmpdir(), "assess-stop-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  mkdirSync(join(home, "tmp"));
  const out = join(home, "out");
  const words = [app("chatd"), "--pdf", "--out", out, "--cache-dir", join(home, "cache")];
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd: home,
    stdio: "ignore",
    // Whatever the program starts can be told by its environment or its profile's folder.
    env: { ...process.env, TMPDIR: join(home, "tmp"), ASSESS_TEST_HOME: home },
  });
  return { child, home, out };
}

function ended(child: ChildProcess): Promise<unknown[]> {
  const { exitCode, signalCode } = child;
  return exitCode === null && signalCode === null
    ? once(child, "exit")
    : Promise.resolve([exitCode, signalCode]);
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function expectWhole(path: string): void {
  const bytes = readFileSync(path);
  if (path.endsWith(".json")) JSON.parse(bytes.toString());
  if (path.endsWith(".html")) expect(bytes.toString().trimEnd()).toMatch(/<\/html>$/);
  if (path.endsWith(".pdf")) expect(bytes.toString("latin1").trimEnd()).toMatch(/%%EOF$/);
}

/** Processes that belong to the run, given a moment to end. */
async function stillRunning(home: string): Promise<string[]> {
  let left: string[] = [];
  for (let tries = 0; tries < 30; tries++) {
    left = processesOf(home);
    if (left.length === 0) break;
    await sleep(100);
  }
  return left.map((id) => readProcess(id, "cmdline").replaceAll("\0", " ").slice(0, 200));
}

function processesOf(home: string): string[] {
  return readdirSync("/proc").filter((id) => /^\d+$/.test(id) && belongsTo(id, home));
}

function belongsTo(id: string, home: string): boolean {
  return ["cmdline", "environ"].some((file) => readProcess(id, file).includes(home));
}

function readProcess(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, "latin1");
  } catch {
    return "";
  }
}
