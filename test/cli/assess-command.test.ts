import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Args } from "@oclif/core";
import { captureOutput } from "@oclif/test";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { AssessCommand } from "../../src/cli/assess-command.ts";
import { pathArgument, readOptionsOf, sourceFlags } from "../../src/cli/source-flags.ts";
import { noSuchPath } from "../../src/failure.ts";

class Probe extends AssessCommand {
  static override args = { path: pathArgument, what: Args.string() };
  static override flags = { ...sourceFlags };

  override async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Probe);
    this.watch(flags).stage("Probing");
    if (args.what === "failure") throw noSuchPath(args.path);
    if (args.what === "bug") throw new TypeError("x is not a function");
    return readOptionsOf(flags);
  }
}

/** A program with no commands of its own: those of the real one would all be loaded first. */
const root = mkdtempSync(join(tmpdir(), "assess-command-"));
writeFileSync(join(root, "package.json"), '{"name": "probe", "version": "1.0.0", "oclif": {}}');
afterAll(() => rmSync(root, { recursive: true }));

/** The system's warnings come a moment later; they belong to the run that gave cause for them. */
const run = (...argv: string[]) =>
  captureOutput(async () => Probe.run(argv, { root }).finally(() => setImmediate()), {
    print: false,
  });

afterEach(() => {
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

test("a failure shows its message, code and advice, and exits 2 without a stack", async () => {
  const { error, stderr } = await run("./nowhere", "failure");
  expect(error).toMatchObject({
    message: "./nowhere does not exist.",
    code: "NO_SUCH_PATH",
    suggestions: ["Check the spelling of the path."],
    oclif: { exit: 2 },
  });
  expect(stderr).toBe("");
  expect(process.exitCode).toBe(2);
});

test("a bug of ours says so, exits 1, and keeps its stack for those who ask", async () => {
  const quiet = await run("./repo", "bug");
  expect(quiet.error).toMatchObject({
    message: expect.stringContaining("This is a bug in assess: x is not a function"),
    oclif: { exit: 1 },
  });
  expect(quiet.stderr).toBe("");
  vi.stubEnv("DEBUG", "assess");
  expect((await run("./repo", "bug")).stderr).toContain("at Probe.run");
});

test("an unknown flag exits 2", async () => {
  const { error } = await run("./repo", "--no-such-flag");
  expect(error).toMatchObject({ oclif: { exit: 2 } });
});

test("with --json, a failure is JSON on stdout and still exits 2", async () => {
  const { stdout } = await run("./nowhere", "failure", "--json");
  expect(JSON.parse(stdout)).toEqual({
    error: {
      code: "NO_SUCH_PATH",
      message: "./nowhere does not exist.",
      advice: "Check the spelling of the path.",
    },
  });
  expect(process.exitCode).toBe(2);
});

test("with --json, wrong use is told alike", async () => {
  const { stdout } = await run("./repo", "--exclud", "--json");
  expect(JSON.parse(stdout)).toEqual({
    error: {
      code: "WRONG_USE",
      message: "Nonexistent flag: --exclud",
      advice: "Did you mean --exclude?",
    },
  });
});

describe("wrong words are told on one line, with what to do", () => {
  test.each([
    [["./repo", "--verbose"], "Nonexistent flag: --verbose"],
    [["./repo", "a", "b"], "Unexpected argument: b"],
    [["./repo", "--exclude"], "Flag --exclude expects a value"],
    [
      ["./repo", "--max-file-size", "0"],
      "--max-file-size: expected an integer greater than or equal to 1 but received: 0",
    ],
    [[], "path is missing: Root folder of a Python repository, or a single Python file."],
  ])("%j", async (argv, message) => {
    expect((await run(...argv)).error).toMatchObject({
      message,
      code: "WRONG_USE",
      suggestions: [expect.stringMatching(/^`probe .*--help` lists flags and arguments\.$/)],
      oclif: { exit: 2 },
    });
  });
});

test("a flag that may be repeated leaves the path alone", async () => {
  const { stdout } = await run("--exclude", "a/", "./repo", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ exclude: ["a/"] });
});

test("the source flags become read options", async () => {
  const { stdout } = await run(
    "./repo",
    "--json",
    "--exclude",
    "a/",
    "--exclude",
    "b/",
    "--max-file-size",
    "10",
  );
  expect(JSON.parse(stdout)).toEqual({ exclude: ["a/", "b/"], include: [], maxFileBytes: 10_240 });
});
