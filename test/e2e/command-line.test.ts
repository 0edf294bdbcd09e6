import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { app, freshFolder, runCli } from "./run-cli.ts";

const crawler = app("crawler");

describe("the main job", () => {
  const cwd = freshFolder();
  const run = runCli([crawler, "--no-cache"], { cwd });

  test("prints six figures, what the percentiles mean, and a link to each file that was written", () => {
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
    const lines = run.stdout.trimEnd().split("\n");
    expect(lines.slice(0, 6).map((line) => line.replace(/ {2,}.*/, ""))).toEqual([
      "functions that reach Eventlet",
      "asyncio-ready",
      "Awaitlet candidate",
      "redesign",
      "undetermined",
      "effort (P50 to P95)",
    ]);
    expect(lines[6]).toMatch(/^P50 and P95: /);
    const links = lines.slice(7);
    expect(links.map((link) => link.split("/").at(-1))).toEqual(["report.html", "assessment.json"]);
    for (const link of links) expect(existsSync(fileURLToPath(link))).toBe(true);
  });

  test("the counts on the terminal are those of the assessment", () => {
    const { summary } = JSON.parse(
      readFileSync(join(cwd, "assess-report/assessment.json"), "utf8"),
    ) as Assessment;
    const shown = Number(/reach Eventlet\s+(\d+)/.exec(run.stdout)?.[1]);
    expect(shown).toBe(summary.reaching);
    expect(
      summary.asyncioReady + summary.awaitletCandidates + summary.redesign + summary.undetermined,
    ).toBe(shown);
  });

  test("refuses to replace a report unless told to", () => {
    const again = runCli([crawler, "--no-cache"], { cwd });
    expect(again.status).toBe(2);
    expect(again.stderr).toContain("--overwrite");
    expect(runCli([crawler, "--no-cache", "--overwrite", "--quiet"], { cwd })).toMatchObject({
      status: 0,
      stdout: "",
    });
  });
});

test("--json prints the assessment on stdout, writes no file, and nothing else is said", () => {
  const cwd = freshFolder();
  const run = runCli([crawler, "--json", "--no-cache"], { cwd });
  expect(run).toMatchObject({ status: 0, stderr: "" });
  expect((JSON.parse(run.stdout) as Assessment).schemaVersion).toBe("1.0");
  expect(readdirSync(cwd)).toEqual([]);
});

test("--json prints the bytes of assessment.json", () => {
  const cwd = freshFolder();
  const { stdout } = runCli([crawler, "--json", "--out", ".", "--no-cache"], { cwd });
  expect(stdout).toBe(readFileSync(join(cwd, "assessment.json"), "utf8"));
});

test("one Python file is assessed as a repository of one file", () => {
  const cwd = freshFolder();
  writeFileSync(join(cwd, "one.py"), "import eventlet\n\ndef nap():\n    eventlet.sleep(1)\n");
  const { stdout } = runCli(["one.py", "--json", "--no-cache"], { cwd });
  const { functions } = JSON.parse(stdout) as Assessment;
  expect(functions.map(({ id, verdict }) => [id, verdict])).toContainEqual([
    "one.nap",
    "asyncio-ready",
  ]);
});

test("explain shows the verdict, the proof and the price of one function", () => {
  const cwd = freshFolder();
  writeFileSync(
    join(cwd, "one.py"),
    "import eventlet\n\ndef nap():\n    eventlet.sleep(1)\n\ndef awake():\n    pass\n",
  );
  const { stdout } = runCli(["explain", "one.py", "one.nap", "--no-cache"], { cwd });
  expect(stdout).toContain("asyncio-ready");
  expect(stdout).toContain("one.py:4  → eventlet.greenthread.sleep");
  expect(stdout).toContain("eventlet.sleep(1)");
  expect(stdout).toMatch(/= [\d.]+ points/);
  expect(runCli(["explain", "one.py", "one.awake", "--no-cache"], { cwd }).stdout).toContain(
    "unaffected",
  );
  expect(stdout).toMatch(/What to write[^\n]+\n {2}one\.py:4 {2}eventlet\.greenthread\.sleep/);
  const explain = (what: string) =>
    runCli(["explain", "one.py", what, "--no-cache"], { cwd }).stdout;
  expect(explain("one.py:4")).toBe(stdout);
  expect(explain("./one.py:4:5")).toContain("one.nap");
  expect(explain("one.py:7")).toContain("one.awake\nunaffected");
  expect(explain("one.py")).toContain("one\nIts own body is unaffected");
  const wrongIn = (what: string) => runCli(["explain", "one.py", what, "--no-cache"], { cwd });
  expect(wrongIn("one.py:99").stderr).toContain("one.py:99: the file has no such line.");
  expect(wrongIn("two.py:1").stderr).toContain("No Python file two.py was read.");
  const wrong = wrongIn("one.nip");
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain("no function");
  expect(wrong.stderr).toContain("Did you mean one.nap?");
});

test("explain lists what a class defines, and knows names with a number", () => {
  const cwd = freshFolder();
  writeFileSync(
    join(cwd, "one.py"),
    "import eventlet\n\nclass A:\n    def nap(self):\n        eventlet.sleep(1)\n\n    def nap(self):\n        eventlet.sleep(2)\n\nlater = lambda: eventlet.sleep(3)\n",
  );
  const explain = (name: string) =>
    runCli(["explain", "one.py", name, "--no-cache"], { cwd }).stdout;
  expect(explain("one.A")).toMatch(
    /own body is unaffected[\s\S]*\n {2}one\.A\.nap\n {2}one\.A\.nap#2\n/,
  );
  expect(explain("one.A.nap#2")).toContain("eventlet.sleep(2)");
  expect(explain("one.<lambda1>")).toContain("eventlet.sleep(3)");
});

describe("graph", () => {
  const cwd = freshFolder();
  writeFileSync(
    join(cwd, "one.py"),
    "import eventlet\n\ndef work():\n    pass\n\ndef start():\n    work()\n    eventlet.spawn(work)\n",
  );
  const print = (...args: string[]) =>
    runCli(["graph", "one.py", "--no-cache", ...args], { cwd }).stdout;

  test("json has nodes, edges with their kind, and counts of what was not resolved", () => {
    const { nodes, edges, unresolved } = JSON.parse(print());
    expect(nodes).toContainEqual({
      id: "one.start",
      kind: "function",
      path: "one.py",
      line: 6,
      endLine: 8,
    });
    expect(edges).toContainEqual({
      from: "one.start",
      to: "one.work",
      kind: "call",
      confidence: "certain",
      sites: [[7, 4]],
    });
    expect(edges).toContainEqual(
      expect.objectContaining({ from: "one.start", to: "one.work", kind: "spawn" }),
    );
    expect(Object.keys(unresolved)).toContain("unknown-receiver");
  });

  test("adjacency has every function as a key, externals too", () => {
    expect(JSON.parse(print("--format", "adjacency"))).toMatchObject({
      "one.start": ["eventlet.greenthread.spawn", "one.work"],
      "one.work": [],
      "eventlet.greenthread.spawn": [],
    });
  });

  test("dot is a digraph", () => {
    expect(print("--format", "dot")).toMatch(
      /^digraph calls \{[\s\S]*"one.start" -> "one.work"[\s\S]*\}\n$/,
    );
  });
});

describe("wrong use ends with a message, exit code 2, and no file", () => {
  const cases: readonly (readonly [string, (cwd: string) => readonly string[], RegExp])[] = [
    ["an unknown flag", () => [crawler, "--pfd"], /--pfd/],
    ["a path that is not there", () => ["./nowhere"], /does not exist/],
    ["a file that is no Python", () => [join(crawler, "README.md")], /NOT_PYTHON/],
    ["an empty repository", (cwd) => [mkdir(join(cwd, "empty"))], /no Python file/],
    ["an unknown format", () => [crawler, "--format", "docx"], /docx/],
    ["an unknown section", () => [crawler, "--sections", "plam"], /plam/],
    ["a velocity without a team", () => [crawler, "--velocity", "20"], /--team/],
    [
      "a date that is none",
      () => [crawler, "--team", "2", "--velocity", "9", "--start", "2027-13-01"],
      /2027-13-01/,
    ],
    [
      "a day that no calendar has",
      () => [crawler, "--team", "2", "--velocity", "9", "--start", "2027-02-30"],
      /2027-02-30/,
    ],
    [
      "a year that no project has",
      () => [crawler, "--team", "2", "--velocity", "9", "--start", "0000-01-01"],
      /0000-01-01/,
    ],
    [
      "a seed that no number holds",
      () => [crawler, "--seed", "9007199254740993"],
      /9007199254740991/,
    ],
    ["a list of nothing", () => [crawler, "--sections", ","], /--sections , names nothing/],
    [
      "a library that was not named",
      () => [crawler, "--library", ""],
      /--library: expected some text/,
    ],
    [
      "a browser that is none",
      () => [crawler, "--pdf", "--format", "pdf", "--browser", "/nowhere/chrome", "--no-cache"],
      /browser|Chrome/i,
    ],
  ];
  test.each(cases)("%s", (_, args, message) => {
    const cwd = freshFolder();
    const run = runCli(args(cwd), { cwd });
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(join(cwd, "assess-report/report.pdf"))).toBe(false);
  });
});

test("a slip in the path is told before what a report would overwrite", () => {
  const cwd = freshFolder();
  expect(runCli([crawler, "--no-cache", "-q"], { cwd }).status).toBe(0);
  const slip = runCli(["no-such-folder", "--no-cache"], { cwd });
  expect(slip.status).toBe(2);
  expect(slip.stderr).toContain("NO_SUCH_PATH");
});

test("a mistyped command is told which one was meant", () => {
  const slip = runCli(["exlpain", crawler]);
  expect(slip.status).toBe(2);
  expect(slip.stderr).toContain("Did you mean explain?");
});

test("a gate that the user set fails with exit code 1 after the report is written", () => {
  const cwd = freshFolder();
  const run = runCli([crawler, "--max-reaching", "0", "--no-cache"], { cwd });
  expect(run.status).toBe(1);
  expect(existsSync(join(cwd, "assess-report/report.html"))).toBe(true);
});

test("a calibration fits the model to finished tickets and is a settings file", () => {
  const cwd = freshFolder();
  runCli([crawler, "--format", "json", "--out", ".", "--no-cache"], { cwd });
  const { estimate } = JSON.parse(readFileSync(join(cwd, "assessment.json"), "utf8")) as Assessment;
  const rows = estimate.packages
    .slice(0, 8)
    .map(({ id, points }) => `"${id}",${points.likely * 8}`);
  writeFileSync(join(cwd, "done.csv"), `id,hours\n${rows.join("\n")}\nunknown,3\n`);
  const run = runCli(["calibrate", "assessment.json", "--actuals", "done.csv"], { cwd });
  expect(run.stdout).toContain("8 tickets matched, 1 did not: unknown");
  const profile = JSON.parse(readFileSync(join(cwd, "effort-profile.json"), "utf8"));
  expect(profile.effort.hoursPerPoint.likely).toBeGreaterThan(6);
  const slow = runCli([crawler, "--json", "--no-cache", "--config", "effort-profile.json"], {
    cwd,
  });
  expect((JSON.parse(slow.stdout) as Assessment).estimate.hours.p50).toBeGreaterThan(
    estimate.hours.p50,
  );
});

test("finished tickets that the assessment does not know make no profile", () => {
  const cwd = freshFolder();
  runCli([crawler, "--format", "json", "--out", ".", "--no-cache"], { cwd });
  const calibrate = (csv: string) => {
    writeFileSync(join(cwd, "done.csv"), csv);
    return runCli(["calibrate", "assessment.json", "--actuals", "done.csv"], { cwd });
  };
  expect(calibrate("id,hours\nPROJ-1,3\n")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("PROJ-1"),
  });
  expect(calibrate("ticket,time\nS-001,3\n").stderr).toMatch(/done\.csv:2[\s\S]*id,hours/);
  expect(calibrate("id,hours\n").stderr).toContain("done.csv names no finished ticket.");
  expect(existsSync(join(cwd, "effort-profile.json"))).toBe(false);
});

test("the report's folder inside the repository is not assessed the next time", () => {
  const cwd = freshFolder();
  writeFileSync(join(cwd, "one.py"), "import eventlet\neventlet.sleep(1)\n");
  runCli([".", "--no-cache"], { cwd });
  writeFileSync(join(cwd, "assess-report/copy.py"), "import eventlet\neventlet.sleep(2)\n");
  const { modules } = JSON.parse(
    runCli([".", "--json", "--no-cache"], { cwd }).stdout,
  ) as Assessment;
  expect(modules.map(({ path }) => path)).toEqual(["one.py"]);
});

function mkdir(path: string): string {
  mkdirSync(path);
  return path;
}
