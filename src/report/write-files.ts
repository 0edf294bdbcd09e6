import { randomUUID } from "node:crypto";
import { constants, rmSync } from "node:fs";
import { access, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { outputExists, outputNotWritable, systemCode } from "../failure.ts";
import { makeFolder } from "../make-folder.ts";
import type { RenderedFile } from "./rendered-file.ts";

export interface WriteOptions {
  /** Replace what is there; without it an existing file is a failure, and nothing is written. */
  readonly overwrite?: boolean;
}

/**
 * Fails where `writeFiles` would fail for files of these names, as far as that shows without
 * writing: to be asked before the work whose result would have no place.
 */
export async function checkPlaces(
  folder: string,
  names: readonly string[],
  { overwrite }: WriteOptions,
): Promise<void> {
  const paths = names.map((name) => resolve(folder, name));
  if (overwrite !== true) {
    for (const path of paths) if (await exists(path)) throw outputExists(path);
  }
  const [path] = paths;
  if (path !== undefined) await checkFolder(dirname(path), path);
}

/** The folder, or the nearest one above it that is there, can be written to. */
async function checkFolder(folder: string, path: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw notFolder();
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const isMissing = systemCode(error) === "ENOENT";
    if (!isMissing || dirname(folder) === folder) throw outputNotWritable(path, error);
    await checkFolder(dirname(folder), path);
  }
}

function notFolder(): Error {
  return Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
}

/**
 * Writes all files or none: each is written beside its place under a temporary name, and only when
 * all are complete do they get their names. Returns the absolute paths, in the order given.
 */
export async function writeFiles(
  folder: string,
  files: readonly RenderedFile[],
  options: WriteOptions = {},
): Promise<string[]> {
  const places = files.map((file) => ({ file, path: resolve(folder, file.name) }));
  if (options.overwrite !== true) {
    for (const { path } of places) if (await exists(path)) throw outputExists(path);
  }
  const temporaries: string[] = [];
  // A signal ends the program at once, without the `finally` below.
  const removeNow = () => {
    for (const temporary of temporaries) rmSync(temporary, { force: true });
  };
  process.once("exit", removeNow);
  try {
    for (const { file, path } of places) {
      const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
      temporaries.push(temporary);
      await writeTemporary(temporary, path, file.content);
    }
    for (const [index, { path }] of places.entries())
      await moveInto(temporaries[index] ?? "", path);
  } finally {
    process.off("exit", removeNow);
    await Promise.all(
      temporaries.map((temporary) => rm(temporary, { force: true }).catch(() => undefined)),
    );
  }
  return places.map(({ path }) => path);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/** To the disk, not only to the system's memory: a full disk shows itself here at the latest. */
async function writeTemporary(
  temporary: string,
  path: string,
  content: RenderedFile["content"],
): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw outputNotWritable(path, error);
  }
}

async function moveInto(temporary: string, path: string): Promise<void> {
  try {
    await rename(temporary, path);
  } catch (error) {
    throw outputNotWritable(path, error);
  }
}
