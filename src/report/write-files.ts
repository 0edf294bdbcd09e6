import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { outputExists, outputNotWritable } from "../failure.ts";
import type { RenderedFile } from "./rendered-file.ts";

export interface WriteOptions {
  /** Replace what is there; without it an existing file is a failure, and nothing is written. */
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal;
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
      options.signal?.throwIfAborted();
      const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
      temporaries.push(temporary);
      await writeTemporary(temporary, path, file.content);
    }
    options.signal?.throwIfAborted();
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
    await mkdir(dirname(path), { recursive: true });
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
