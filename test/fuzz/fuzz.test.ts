import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const FUZZ = fileURLToPath(new URL("fuzz.mjs", import.meta.url));

test("500 damaged files: no crash, no hang, always a result", { timeout: 600_000 }, () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [FUZZ, "--count", "500", "--seed", "7", "--no-shapes"],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^500 inputs, 0 problems$/m);
});

/** A shape whose reading never ends is killed, and misses the last line. */
const HOPELESS = 240_000;

test.each([
  "names with many gaps",
  'documents full of "gunicorn -k "',
  'documents full of ["--worker-class","\\n"]',
])("%s: read in the time of any other", { timeout: 2 * HOPELESS }, (shape) => {
  const { stdout } = spawnSync(process.execPath, [FUZZ, "--shape", shape], {
    encoding: "utf8",
    timeout: HOPELESS,
  });
  expect(stdout).toMatch(/^\d+ inputs, 0 problems$/m);
});
