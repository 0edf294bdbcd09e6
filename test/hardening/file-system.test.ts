import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { app, freshFolder, PROGRAM, runCli } from "../e2e/run-cli.ts";

const isRoot = process.getuid?.() === 0;
const EVENTLET = "import eventlet\ndef wait():\n    eventlet.sleep(1)\nwait()\n";

test("a repository full of traps gives a whole report that names each of them", () => {
  const root = freshFolder();
  const outside = freshFolder();
  writeFileSync(join(outside, "secret.py"), "PASSWORD = 'hidden-word'\n");
  writeFileSync(join(root, "app.py"), EVENTLET);
  writeFileSync(join(root, "new\nline.py"), EVENTLET);
  writeFileSync(
    Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from(".py")]),
    EVENTLET,
  );
  writeFileSync(join(root, "broken.py"), "def f(:\n  )\n");
  writeFileSync(join(root, "large.py"), "#".repeat(3_000_000));
  writeFileSync(join(root, "binary.py"), new Uint8Array(5000));
  symlinkSync(outside, join(root, "elsewhere"));
  symlinkSync(join(outside, "secret.py"), join(root, "secret.py"));
  symlinkSync(".", join(root, "circle"));
  symlinkSync("self.py", join(root, "self.py"));
  symlinkSync("/dev/zero", join(root, "zero.py"));
  execFileSync("mkfifo", [
    join(root, "pipe.py"),
    join(root, "pyproject.toml"),
    join(root, "setup.cfg"),
  ]);
  const out = join(freshFolder(), "out");
  const formats = ["--format", "html,json,csv,sarif,markdown"];
  const { status, stderr } = runCli([root, "--out", out, "--no-cache", ...formats]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const assessment = JSON.parse(readFileSync(join(out, "assessment.json"), "utf8")) as Assessment;
  expect(assessment.modules.map(({ path }) => path)).toEqual([
    "app.py",
    "broken.py",
    "caf\\xe9.py",
    "new\nline.py",
  ]);
  const told = new Set(assessment.diagnostics.map(({ path }) => path));
  for (const path of [
    "binary.py",
    "broken.py",
    "elsewhere",
    "large.py",
    "pipe.py",
    "pyproject.toml",
    "secret.py",
    "self.py",
    "setup.cfg",
    "zero.py",
  ]) {
    expect(told).toContain(path);
  }
  for (const name of readdirSync(out))
    expect(readFileSync(join(out, name), "utf8")).not.toContain("hidden-word");
});

test("the repository is left as it was", () => {
  const root = freshFolder();
  writeFileSync(join(root, "app.py"), EVENTLET);
  chmodSync(root, 0o555);
  expect(runCli([root, "--out", join(freshFolder(), "out")]).status).toBe(0);
  expect(readdirSync(root)).toEqual(["app.py"]);
});

describe("a folder that cannot be written to is one clear message and no half file", () => {
  test.each<[string, (folder: string) => string]>([
    [
      "below a file",
      (folder) => {
        writeFileSync(join(folder, "file"), "");
        return join(folder, "file/out");
      },
    ],
    ["that is a device", () => "/dev/null"],
    ["below /proc, where the system makes no folders", () => "/proc/assess/deep/out"],
  ])("%s", (_, place) => {
    const { status, stderr } = runCli([
      app("greenkit"),
      "--no-cache",
      "--out",
      place(freshFolder()),
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain("OUTPUT_NOT_WRITABLE");
    expect(stderr).not.toContain("    at ");
  });

  test("without permission", () => {
    const home = freshFolder();
    const out = join(home, "out");
    mkdirSync(out);
    chmodSync(out, 0o555);
    const words = [PROGRAM, app("greenkit"), "--no-cache", "--out", out];
    // root may write everywhere, so it gives that power away first.
    const drop = ["setpriv", "--bounding-set=-dac_override", process.execPath];
    const [name = "", ...args] = isRoot ? drop : [process.execPath];
    const { status, stderr } = spawnSync(name, [...args, ...words], {
      encoding: "utf8",
      cwd: home,
    });
    expect(status).toBe(2);
    expect(stderr).toContain("OUTPUT_NOT_WRITABLE");
    expect(readdirSync(out)).toEqual([]);
  });
});

/** A disk of so many bytes, gone when the test ends; absent where mounting is not allowed. */
function mountSmallDisk(size: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "assess-full-"));
  const mount = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
  onTestFinished(() => {
    if (mount.status === 0) spawnSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return mount.status === 0 ? folder : undefined;
}

test("a full disk is one clear message, and nothing is left on it", (context) => {
  const out = mountSmallDisk("64k");
  if (out === undefined) return context.skip();
  const { status, stderr } = runCli([app("greenkit"), "--no-cache", "--out", out]);
  expect(status).toBe(2);
  expect(stderr).toContain("DISK_FULL");
  expect(readdirSync(out)).toEqual([]);
});

test("a cache in a place where no folder can be made costs nothing but the cache", () => {
  const run = runCli([app("greenkit"), "--cache-dir", "/proc/assess/deep/cache", "--json"]);
  expect(run).toMatchObject({ status: 0, stderr: "" });
});

test("an output that cannot be written is refused before the repository is read", () => {
  const empty = freshFolder();
  const out = freshFolder();
  writeFileSync(join(out, "assessment.json"), "mine");
  expect(runCli([empty, "--no-cache", "--out", out]).stderr).toContain("OUTPUT_EXISTS");
  expect(runCli([empty, "--no-cache", "--out", "/dev/null"]).stderr).toContain(
    "OUTPUT_NOT_WRITABLE",
  );
  expect(runCli([empty, "--no-cache"]).stderr).toContain("NO_PYTHON");
});

test("a cache on a full disk costs nothing but the cache", (context) => {
  const cache = mountSmallDisk("32k");
  if (cache === undefined) return context.skip();
  const run = () => runCli([app("greenkit"), "--cache-dir", cache, "--json"]);
  const [first, second] = [run(), run()];
  expect([first.status, second.status]).toEqual([0, 0]);
  expect(second.stdout).toBe(first.stdout);
});

test("an existing report is kept, byte for byte, unless told otherwise", () => {
  const out = freshFolder();
  writeFileSync(join(out, "report.html"), "mine");
  const refused = runCli([app("greenkit"), "--no-cache", "--out", out]);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("OUTPUT_EXISTS");
  expect(readdirSync(out)).toEqual(["report.html"]);
  expect(readFileSync(join(out, "report.html"), "utf8")).toBe("mine");
  expect(runCli([app("greenkit"), "--no-cache", "--out", out, "--overwrite"]).status).toBe(0);
  expect(readFileSync(join(out, "report.html"), "utf8")).not.toBe("mine");
});

test("an output folder of any name inside the repository is not assessed the next time", () => {
  const root = freshFolder();
  writeFileSync(join(root, "app.py"), EVENTLET);
  const digest = () => {
    const { status } = runCli([
      root,
      "--out",
      join(root, "results/deep"),
      "--overwrite",
      "--no-cache",
    ]);
    expect(status).toBe(0);
    const { modules, functions, summary } = JSON.parse(
      readFileSync(join(root, "results/deep/assessment.json"), "utf8"),
    ) as Assessment;
    return createHash("sha256")
      .update(JSON.stringify({ modules, functions, summary }))
      .digest("hex");
  };
  const first = digest();
  writeFileSync(join(root, "results/deep/copy.py"), EVENTLET);
  expect(digest()).toBe(first);
});

test("a repository that needs more memory than the budget is refused before the work", () => {
  const out = join(freshFolder(), "out");
  const { status, stderr } = runCli([app("greenkit"), "--memory", "50", "--out", out]);
  expect(status).toBe(2);
  expect(stderr).toContain("TOO_LITTLE_MEMORY");
  expect(existsSync(out)).toBe(false);
});
