import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const FUZZ = fileURLToPath(new URL("fuzz.mjs", import.meta.url));

/** What the run itself does not end (it counts core seconds) never ends. */
const HOPELESS = 1_800_000;
const fuzz = (...words: string[]) =>
  spawnSync(process.execPath, [FUZZ, ...words], { encoding: "utf8", timeout: HOPELESS });

test("500 damaged files: no crash, no hang, always a result", () => {
  const { stdout, stderr } = fuzz("--count", "500", "--seed", "7", "--no-shapes");
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^500 inputs, 0 problems$/m);
});

test.each([
  "names with many gaps",
  'documents full of "gunicorn -k "',
  'documents full of ["--worker-class","\\n"]',
])("%s come to an end", (shape) => {
  expect(fuzz("--shape", shape).stdout).toMatch(/^\d+ inputs, 0 problems$/m);
});
