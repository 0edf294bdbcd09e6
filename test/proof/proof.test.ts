/**
 * The proof by running: a program, migrated as its labels say, does under plain asyncio what it
 * did under Eventlet. The twins are migrated literally: `check_twin.py` compares their text with
 * the labels, the drivers compare their behaviour with the originals'.
 */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { findPython, runJson } from "./python.ts";

const PROVEN = [
  "blockstore",
  "chatd",
  "crawler",
  "greenkit",
  "jobsched",
  "metricsd",
  "rpcworker",
  "webshelf",
] as const;

const HERE = fileURLToPath(new URL(".", import.meta.url));
const NEEDED =
  "SKIPPED: needs Python 3.11 or newer with eventlet and greenlet (Debian: apt-get install python3-eventlet python3-greenlet)";

const found = await findPython();
const python = found ?? "python3";
const title = found === undefined ? NEEDED : `under ${found}`;

describe.skipIf(found === undefined)(`migrated twins, ${title}`, () => {
  test.each(PROVEN)(
    "%s behaves under asyncio as it did under Eventlet",
    async (program) => {
      const driver = `${HERE}${program}/driver.py`;
      const original = await runJson(python, [driver, "original"]);
      const twin = await runJson(python, [driver, "twin"]);
      expect(twin).toEqual(original);
    },
    120_000,
  );

  test.each(PROVEN)("%s is migrated exactly as it is labelled", async (program) => {
    const report = await runJson(python, [`${HERE}check_twin.py`, program]);
    expect(report).toMatchObject({ wrong: [] });
  });

  test("the stand-in for Awaitlet keeps Awaitlet's contract", async () => {
    const doubles = `${HERE}doubles`;
    expect(await runJson(python, [`${doubles}/contract.py`], { PYTHONPATH: doubles })).toEqual({
      sum: 3,
      caught: "caught 'inside'",
      through: "KeyError",
      outside: "NoAwaitletContext",
      thread: "NoAwaitletContext",
      "in coroutine": "NoAwaitletContext",
      nested: 7,
      sorted: [3, 2, 1],
      "never waited": "NoAwaitOccurred",
      plain: 3,
      variable: "set below",
      cancelled: ["CancelledError", ["cleaned"]],
      lazy: true,
      gathered: [1, 2],
    });
  });
});
