import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { app, freshFolder, PROGRAM, runCli } from "../e2e/run-cli.ts";

/** What a user is told who can put it right: one message, no stack, status 2. */
function expectRefusal(
  { status, stderr }: { status: number | null; stderr: string },
  what: string,
) {
  expect(stderr).toContain(what);
  expect(stderr).not.toContain("    at ");
  expect(status).toBe(2);
}

test("a word that is empty, as of a variable that was not set, is no folder", () => {
  const cwd = freshFolder();
  writeFileSync(join(cwd, "app.py"), "import eventlet\n");
  expectRefusal(runCli([""], { cwd }), "NO_SUCH_PATH");
  expectRefusal(runCli([".", "--out", ""], { cwd }), "--out: expected some text but received none");
  expect(readdirSync(cwd)).toEqual(["app.py"]);
});

test.skipIf(process.platform === "win32")("a working folder that is gone is told", () => {
  const words = [process.execPath, PROGRAM, app("greenkit")];
  const gone = ["-c", 'rmdir "$PWD" && exec "$@"', "sh", ...words];
  expectRefusal(
    spawnSync("/bin/sh", gone, { encoding: "utf8", cwd: freshFolder() }),
    "NO_WORKING_FOLDER",
  );
});

test("settings whose aliases would fill the memory are refused", () => {
  const root = freshFolder();
  const names = Array.from({ length: 12 }, (_, at) => String.fromCharCode(98 + at));
  const bomb = names.map((name, at) => {
    const before = String.fromCharCode(97 + at);
    return `${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`;
  });
  writeFileSync(join(root, "app.py"), "import eventlet\n");
  writeFileSync(join(root, "assess.config.yaml"), ["a: &a [x, x]", ...bomb].join("\n"));
  expectRefusal(runCli([root]), "BAD_CONFIG");
});

test.skipIf(!existsSync("/dev/zero")).each([
  ["settings", () => [app("greenkit"), "--config", "/dev/zero"]],
  ["an assessment", () => ["render", "/dev/zero"]],
  ["tickets", (home: string) => ["calibrate", assessmentIn(home), "--actuals", "/dev/zero"]],
] as const)("%s without end are refused", (_, args) => {
  expectRefusal(runCli(args(freshFolder())), "INPUT_TOO_LARGE");
});

function assessmentIn(home: string): string {
  runCli([app("greenkit"), "--no-cache", "--out", home, "--format", "json"]);
  return join(home, "assessment.json");
}

test("what only looks like an assessment is told from one", () => {
  const path = join(freshFolder(), "a.json");
  for (const text of ["", "[]", '{"schemaVersion": "1.0"}']) {
    writeFileSync(path, text);
    expectRefusal(runCli(["render", path]), "NOT_AN_ASSESSMENT");
  }
});

test("a logo that is a link to something else does not get into the report", () => {
  const root = freshFolder();
  writeFileSync(join(root, "app.py"), "import eventlet\n");
  writeFileSync(join(root, "assess.config.yaml"), "report: { logo: logo.png }\n");
  symlinkSync("/etc/passwd", join(root, "logo.png"));
  expectRefusal(runCli([root]), "BAD_BRAND");
});

test.skipIf(!existsSync("/dev/full"))("a full disk behind stdout is one message", () => {
  const full = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(
    process.execPath,
    [PROGRAM, app("greenkit"), "--json", "--no-cache"],
    { encoding: "utf8", cwd: freshFolder(), stdio: ["ignore", full, "pipe"] },
  );
  closeSync(full);
  expectRefusal({ status, stderr }, "DISK_FULL");
});

test("a relative XDG_CACHE_HOME is no place for the cache", () => {
  const cwd = freshFolder();
  const home = freshFolder();
  const env = { XDG_CACHE_HOME: "somewhere", HOME: home };
  expect(runCli([app("greenkit"), "--json"], { cwd, env }).status).toBe(0);
  expect(readdirSync(cwd)).toEqual([]);
  expect(homedir()).not.toBe(home);
  expect(readdirSync(join(home, ".cache"))).toEqual(["assess"]);
});

test.skipIf(process.platform === "win32")(
  "pipes, devices and circles in the cache are as good as nothing",
  () => {
    const cache = freshFolder();
    const run = () => runCli([app("greenkit"), "--cache-dir", cache, "--json"]);
    const first = run();
    const entries = readdirSync(cache, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(entries.length).toBeGreaterThan(2);
    for (const [at, path] of entries.entries()) {
      rmSync(path);
      if (at % 3 === 0) spawnSync("mkfifo", [path]);
      else symlinkSync(at % 3 === 1 ? "/dev/zero" : path, path);
    }
    expect(run()).toMatchObject({ status: 0, stdout: first.stdout });
  },
);

test.skipIf(process.platform === "win32").each<[string, (home: string) => string, string]>([
  ["a folder", (home) => home, "NO_BROWSER"],
  ["a pipe", (home) => pipeIn(home), "NO_BROWSER"],
  ["a program that ends at once", () => "/bin/true", "BROWSER_FAILED"],
])("--browser with %s costs the PDF and nothing else", (_, place, code) => {
  const out = join(freshFolder(), "out");
  const words = ["--no-cache", "--pdf", "--out", out, "--browser", place(freshFolder())];
  expectRefusal(runCli([app("greenkit"), ...words]), code);
  expect(readdirSync(out)).toEqual(["assessment.json", "report.html"]);
});

function pipeIn(home: string): string {
  const path = join(home, "pipe");
  spawnSync("mkfifo", ["-m", "755", path]);
  return path;
}
