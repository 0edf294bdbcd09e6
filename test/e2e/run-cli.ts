import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../bin/run.js", import.meta.url));

/** A fixture program's folder. */
export const app = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/apps/${name}`, import.meta.url));

/** A new empty folder. */
export const freshFolder = (): string => mkdtempSync(join(tmpdir(), "assess-e2e-"));

/** The built program as a user starts it, in a fresh working folder unless told otherwise. */
export function runCli(
  args: readonly string[],
  { cwd = freshFolder(), env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    encoding: "utf8",
    // What hangs is ended where the test itself, which is waiting here, could not be.
    timeout: 1_800_000,
    maxBuffer: 512 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: "1", XDG_CACHE_HOME: join(cwd, "cache"), ...env },
  });
}

export { PROGRAM };
