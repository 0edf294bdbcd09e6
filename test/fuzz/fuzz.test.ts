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
