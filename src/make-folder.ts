import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCode } from "./failure.ts";

/**
 * A folder and those above it. Node's own `recursive` never returns where the system says "no such
 * folder" although the one above is there, as below /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  const code = await tryToMake(path);
  if (code !== "ENOENT" || dirname(path) === path) return;
  await makeFolder(dirname(path));
  await mkdir(path).catch(unlessThere);
}

/** The code of what stands in the way and can be mended; whatever else does is thrown. */
async function tryToMake(path: string): Promise<"ENOENT" | undefined> {
  try {
    await mkdir(path);
    return undefined;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return "ENOENT";
    return unlessThere(error);
  }
}

/** That it is there already, perhaps made by another run this moment, is no error. */
function unlessThere(error: unknown): undefined {
  if (systemCode(error) !== "EEXIST") throw error;
  return undefined;
}
