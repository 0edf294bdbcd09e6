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

/**
 * Hundredths of a second of its own computing: while loading, reading, solving, writing, printing. Its
 * own, so that a busy machine does not have all of them fall into the first of these.
 */
const MOMENTS = [3, 15, 40, 70, 100, 140, 190, 250, 330];

test.skipIf(!isLinux).each(MOMENTS)(
  "Ctrl-C after %i ticks ends the run: its exit status, whole files only, nothing left running",
  async (moment) => {
    const run = start();
    await until(() => computedBy(run.child) >= moment || hasEnded(run.child));
    run.child.kill("SIGINT");
    const [code, killedBy] = await ended(run.child);
    expect(killedBy ?? code).toBeOneOf([130, "SIGINT", 0]);
    await expectClean(run);
  },
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
    // Where we were too slow to see it, the run came to its own end: another one.
    for (let end: unknown = 0; end === 0; ) {
      const run = start();
      await until(() => isNow(run.home) || hasEnded(run.child));
      run.child.kill("SIGTERM");
      const [code, killedBy] = await ended(run.child);
      end = killedBy ?? code;
      expect(end).toBeOneOf([143, "SIGTERM", 0]);
      await expectClean(run);
    }
  },
);

interface Run {
  readonly child: ChildProcess;
  readonly home: string;
  readonly out: string;
}

function start(): Run {
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

/** Looks again and again; what never comes is ended by the test's own limit. */
async function until(isNow: () => boolean): Promise<void> {
  while (!isNow()) await sleep(5);
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;

function ended(child: ChildProcess): Promise<unknown[]> {
  return hasEnded(child)
    ? Promise.resolve([child.exitCode, child.signalCode])
    : once(child, "exit");
}

/** User time and system time of a process, in hundredths of a second: fields 14 and 15 of its `stat`. */
function computedBy({ pid }: ChildProcess): number {
  const fields = readProcess(String(pid), "stat").split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** Whole files at the output, no process left, no temporary file. */
async function expectClean({ home, out }: Run): Promise<void> {
  expect(namesIn(out).filter((name) => !WHOLE.includes(name))).toEqual([]);
  for (const name of namesIn(out)) expectWhole(join(out, name));
  expect(await stillRunning(home)).toEqual([]);
  expect(namesIn(join(home, "tmp"))).toEqual([]);
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

/** Processes that belong to the run, given time to end. */
async function stillRunning(home: string): Promise<string[]> {
  let left: string[] = [];
  for (let tries = 0; tries < 1000; tries++) {
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
