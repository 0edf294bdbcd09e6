import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { app, freshFolder, runCli } from "../e2e/run-cli.ts";

const TAKEN = "taken from the cache";

/** A copy of a fixture program, and a way to assess it with a cache of its own. */
function lab() {
  const home = freshFolder();
  const root = join(home, "program");
  const cache = join(home, "kept");
  cpSync(app("greenkit"), root, { recursive: true });
  const run = (...more: readonly string[]) => {
    const out = freshFolder();
    const { status, stderr } = runCli([root, "--cache-dir", cache, "--out", out, ...more]);
    const files = readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")]);
    return { status, isTaken: stderr.includes(TAKEN), files: Object.fromEntries(files) };
  };
  return { root, cache, run };
}

function entriesOf(cache: string): string[] {
  return readdirSync(join(cache, "runs"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("an unchanged repository is taken from the cache, byte for byte; a changed one is not", () => {
  const { root, run } = lab();
  const cold = run("--workers", "1");
  expect(cold).toMatchObject({ status: 0, isTaken: false });
  expect(run("--workers", "2")).toEqual({ ...cold, isTaken: true });
  expect(run("--no-cache")).toEqual(cold);

  const other = run("--strategy", "full-asyncio");
  expect(other.isTaken).toBe(false);
  expect(other.files["assessment.json"]).not.toBe(cold.files["assessment.json"]);

  writeFileSync(join(root, "more.py"), "import eventlet\n\ndef nap():\n    eventlet.sleep(1)\n");
  const more = run();
  expect(more.isTaken).toBe(false);
  const { functions } = JSON.parse(more.files["assessment.json"] ?? "") as Assessment;
  expect(functions.map(({ id }) => id)).toContain("more.nap");

  mkdirSync(join(root, "etc"));
  writeFileSync(join(root, "etc/app.conf"), "[app]\nasync_mode = eventlet\n");
  expect(run().isTaken).toBe(false);
});

test("formats that were not asked for before are made of what is kept, and equal those of a cold run", () => {
  const { run } = lab();
  const all = ["--format", "html,csv,xlsx,sarif,markdown,ics,github", "--csv", "jira"];
  const cold = run(...all, "--no-cache");
  run("--format", "json");
  const warm = run(...all);
  expect(warm).toEqual({ ...cold, isTaken: true });
  expect(run(...all)).toEqual(warm);
});

test("torn and altered entries are made again", () => {
  const { cache, run } = lab();
  const cold = run();
  for (const path of entriesOf(cache)) writeFileSync(path, readFileSync(path).subarray(0, -3));
  expect(run()).toEqual(cold);
  for (const path of entriesOf(cache)) writeFileSync(path, "no entry at all");
  expect(run()).toEqual(cold);
  expect(run()).toEqual({ ...cold, isTaken: true });
});

test("what installed packages hold belongs to the run", () => {
  const { root, run } = lab();
  const library = join(freshFolder(), "library");
  mkdirSync(join(library, "napping"), { recursive: true });
  const module = join(library, "napping/__init__.py");
  writeFileSync(module, "import eventlet\n\ndef nap():\n    eventlet.sleep(1)\n");
  writeFileSync(join(root, "user.py"), "import napping\n\ndef use():\n    napping.nap()\n");
  const cold = run("--library", library);
  expect(cold.files["assessment.json"]).toContain('"user.use"');
  expect(run("--library", library)).toEqual({ ...cold, isTaken: true });
  writeFileSync(module, "def nap():\n    pass\n");
  const changed = run("--library", library);
  expect(changed.isTaken).toBe(false);
  expect(changed.files["assessment.json"]).not.toContain('"user.use"');
});

test("explain takes from the cache what a report left there, unknown names included", () => {
  const { root, cache, run } = lab();
  writeFileSync(
    join(root, "more.py"),
    "import eventlet\n\ndef nap():\n    eventlet.sleep(1)\n\ndef awake():\n    pass\n",
  );
  const explain = (name: string, ...more: readonly string[]) => {
    const { status, stdout, stderr } = runCli(["explain", root, name, ...more]);
    return { status, stdout, stderr };
  };
  const asked = ["more.nap", "more.awake", "more.snap"];
  const cold = asked.map((name) => explain(name, "--no-cache"));
  run();
  const before = entriesOf(cache);
  expect(asked.map((name) => explain(name, "--cache-dir", cache))).toEqual(cold);
  expect(entriesOf(cache)).toEqual(before);
});
