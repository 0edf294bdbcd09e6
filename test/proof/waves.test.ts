/**
 * The proof by running, between the waves: programs as the plan leaves them after its first service
 * wave, with its temporary bridges, do under Eventlet's asyncio hub what they did under Eventlet.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { PROGRAM } from "../e2e/run-cli.ts";
import { findPython, runJson } from "./python.ts";

const HERE = fileURLToPath(new URL("waves/", import.meta.url));
const NEEDED =
  "SKIPPED: needs Python 3.11 or newer with eventlet and greenlet (Debian: apt-get install python3-eventlet python3-greenlet)";

const found = await findPython();
const python = found ?? "python3";
const PROGRAMS = ["courier", "ledger"];

const run = (...args: readonly string[]) => runJson(python, [`${HERE}run_wave.py`, ...args]);

describe.skipIf(found === undefined)(`between waves, ${found ?? NEEDED}`, () => {
  test.each(PROGRAMS)("%s runs on the asyncio hub before anything migrates", async (program) => {
    expect(await run(program, "before", "asyncio")).toEqual(
      await run(program, "before", "eventlet"),
    );
  });

  test.each(PROGRAMS)("%s runs after its first wave as it did before", async (program) => {
    expect(await run(program, "after", "asyncio")).toEqual(
      await run(program, "before", "eventlet"),
    );
  });

  test.each(PROGRAMS)("%s after its first wave is what the plan says", async (program) => {
    const args = [PROGRAM, `${HERE}${program}/before`, "--json", "--no-cache"];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      maxBuffer: 64 * 1024 * 1024,
    });
    expect(await runJson(python, [`${HERE}check_wave.py`, program], { input: stdout })).toEqual([]);
  });
});
