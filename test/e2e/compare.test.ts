import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Comparison } from "../../src/report/compare-assessments.ts";
import { freshFolder, runCli } from "./run-cli.ts";

const BEFORE = `import eventlet

def poll(device):
    eventlet.sleep(device.interval)
    return device.read()

def watch(devices):
    while True:
        for device in devices:
            poll(device)

def describe(device):
    return device.name
`;

/** `poll` has become a coroutine, `watch` drives it; `describe` waits, which it did not before. */
const AFTER = `import asyncio
import eventlet

async def poll(device):
    await asyncio.sleep(device.interval)
    return device.read()

async def watch(devices):
    while True:
        for device in devices:
            await poll(device)

def describe(device):
    eventlet.sleep(0)
    return device.name
`;

/** A folder with two assessments of one program, taken before and after a step of its migration. */
function twoAssessments(): string {
  const cwd = freshFolder();
  for (const [name, text, ...options] of [
    ["before", BEFORE],
    ["after", AFTER, "--profile", "expert"],
  ] as const) {
    writeFileSync(join(cwd, "poller.py"), text);
    const run = runCli(["poller.py", "--json", "--no-cache", ...options], { cwd });
    writeFileSync(join(cwd, `${name}.json`), run.stdout);
  }
  return cwd;
}

describe("compare", () => {
  const cwd = twoAssessments();

  test("shows the figures side by side and names the functions that differ", () => {
    const { status, stdout } = runCli(["compare", "before.json", "after.json"], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/functions that reach Eventlet +2 +1 +-1\n/);
    expect(stdout).toContain(
      "Functions that newly reach Eventlet: 1\n  poller.py:13  poller.describe",
    );
    expect(stdout).toContain("no longer reach Eventlet, or are gone: 2");
    expect(stdout).toContain("made with different options (profile)");
  });

  test("prints the same as JSON", () => {
    const { stdout } = runCli(["compare", "before.json", "after.json", "--json"], { cwd });
    const { before, after, ...lists } = JSON.parse(stdout) as Comparison;
    expect([before.reaching, after.reaching]).toEqual([2, 1]);
    expect(lists.newlyReaching.map(({ id }) => id)).toEqual(["poller.describe"]);
    expect(lists.noLongerReaching.map(({ id }) => id)).toEqual(["poller.poll", "poller.watch"]);
    expect(lists.newVerdicts).toEqual([]);
  });

  test("fails a gate that something new is caught in, and no other", () => {
    const held = runCli(["compare", "before.json", "after.json", "--fail-on", "reaching"], { cwd });
    expect(held.status).toBe(1);
    expect(held.stderr).toContain("--fail-on reaching: poller.describe (poller.py:13).");
    const other = ["compare", "before.json", "after.json", "--fail-on", "redesign"];
    expect(runCli(other, { cwd }).status).toBe(0);
    const same = runCli(["compare", "after.json", "after.json", "--fail-on", "reaching"], { cwd });
    expect(same.status).toBe(0);
    expect(same.stdout).toContain("No function newly reaches Eventlet");
  });

  test("refuses a file that is no assessment", () => {
    const run = runCli(["compare", "before.json", "poller.py"], { cwd });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("NOT_AN_ASSESSMENT");
  });
});

describe("assess --baseline", () => {
  const cwd = twoAssessments();
  const assess = (...flags: readonly string[]) =>
    runCli(["poller.py", "--no-cache", "--profile", "expert", ...flags], { cwd });

  test("shows what has changed since, writes it down and fails the gates, all in one run", () => {
    const run = assess("--baseline", "before.json", "--fail-on", "reaching");
    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/functions that reach Eventlet +2 +1 +-1\n/);
    expect(run.stdout).toContain("assess-report/comparison.json\n");
    expect(run.stderr).toContain("--fail-on reaching: poller.describe (poller.py:13).");
    const { stdout } = runCli(["compare", "before.json", "after.json", "--json"], { cwd });
    const written = readFileSync(join(cwd, "assess-report/comparison.json"), "utf8");
    expect(JSON.parse(written)).toEqual(JSON.parse(stdout));
  });

  test("passes where nothing is new, and --json prints the assessment alone", () => {
    const run = assess("--baseline", "after.json", "--fail-on", "reaching", "--json");
    expect(run.status).toBe(0);
    expect(run.stdout).toBe(readFileSync(join(cwd, "after.json"), "utf8"));
  });

  test("says what is wrong before it assesses anything", () => {
    const out = join(cwd, "never");
    const none = assess("--out", out, "--baseline", "nowhere.json");
    expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining("NO_SUCH_PATH") });
    const alone = assess("--out", out, "--fail-on", "reaching");
    expect(alone).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--fail-on needs --baseline"),
    });
    expect(existsSync(out)).toBe(false);
  });
});
