/**
 * The proof by running: a program, migrated as the plan of its assessment says, does under plain
 * asyncio what it did under Eventlet. The twins are migrated literally: `check_twin.py` compares
 * their text with the plan, the drivers compare their behaviour with the originals'.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { app, PROGRAM } from "../e2e/run-cli.ts";
import { FOLLOWED, type FollowedPlan } from "./followed-plans.ts";
import { findPython, runJson } from "./python.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const NEEDED =
  "SKIPPED: needs Python 3.11 or newer with eventlet and greenlet (Debian: apt-get install python3-eventlet python3-greenlet)";

const found = await findPython();
const python = found ?? "python3";
const title = found === undefined ? NEEDED : `under ${found}`;
const followed = Object.entries<FollowedPlan>(FOLLOWED);

/** What check_twin.py prints. */
interface TwinReport {
  readonly isSound: boolean;
  readonly violations: readonly string[];
  readonly exceptions: readonly { readonly id: string; readonly why: string }[];
  readonly wrong: readonly { readonly id: string; readonly why: string }[];
}

/** The assessment as a user gets it; beside others, which is why it is not spawned synchronously. */
async function assess(program: string): Promise<string> {
  const args = [PROGRAM, app(program), "--json", "--no-cache"];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/**
 * The programs wait for real sockets and clocks: a machine that stalls for a second changes a
 * transcript. A twin that behaves otherwise does so each time.
 */
const RUNNING = { timeout: 120_000, retry: 2 };

const idsOf = (functions: readonly { readonly id: string }[]) => functions.map(({ id }) => id);

describe.skipIf(found === undefined)(`migrated twins, ${title}`, () => {
  test.each(followed)(
    "%s behaves under asyncio as it did under Eventlet",
    RUNNING,
    async (program) => {
      const driver = `${HERE}${program}/driver.py`;
      const [original, twin] = await Promise.all([
        runJson(python, [driver, "original"]),
        runJson(python, [driver, "twin"]),
      ]);
      expect(twin).toEqual(original);
    },
  );

  test("what the plan of metricsd calls unsound fails so", async () => {
    const failed = await runJson(python, [`${HERE}metricsd/violations.py`]);
    const violations = FOLLOWED.metricsd.violations;
    expect(failed).toEqual(
      Object.fromEntries(violations.map((id) => [id, "NoAwaitletContext"] as const)),
    );
  });

  test("the stand-in for Awaitlet keeps Awaitlet's contract", async () => {
    const doubles = `${HERE}doubles`;
    const environment = { PYTHONPATH: doubles };
    expect(await runJson(python, [`${doubles}/contract.py`], { environment })).toEqual({
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

describe.skipIf(found === undefined)(`twins and plans, ${title}`, () => {
  test.concurrent.each(followed)(
    "%s is migrated exactly as its plan says",
    async (program, plan) => {
      const input = await assess(program);
      const check = [`${HERE}check_twin.py`, program, plan.strategy];
      const report = (await runJson(python, check, { input })) as TwinReport;
      const unseen = plan.unseen ?? [];
      expect(report.wrong.filter(({ id }) => !unseen.includes(id))).toEqual([]);
      expect(idsOf(report.exceptions).filter((id) => !unseen.includes(id))).toEqual(plan.open);
      expect(report.violations).toEqual(plan.violations ?? []);
      expect(report.isSound).toBe(plan.violations === undefined);
    },
  );
});
