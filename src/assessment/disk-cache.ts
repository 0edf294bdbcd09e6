import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../make-folder.ts";

/** Bytes on the disk by key. A cache can only ever save time: it never fails. */
export interface DiskCache {
  /** Synchronous: thousands of small files cost less so than by promises. */
  get(key: string): Uint8Array | undefined;
  put(key: string, body: Uint8Array): Promise<void>;
}

/**
 * Whatever cannot be read is absent, whatever cannot be written is not there next time. Entries
 * appear by renaming, so that concurrent runs see whole ones only.
 */
export function openDiskCache(folder: string): DiskCache {
  const folders = new Map<string, Promise<unknown>>();
  const makeOnce = (path: string): Promise<unknown> => {
    const making = folders.get(path) ?? makeFolder(path);
    folders.set(path, making);
    return making;
  };
  return {
    get: (key) => {
      try {
        return decode(readEntry(placeOf(folder, key)));
      } catch {
        return undefined;
      }
    },
    put: async (key, body) => {
      const path = placeOf(folder, key);
      const part = `${path}.${process.pid}.${Math.trunc(performance.now() * 1000)}.part`;
      try {
        await makeOnce(dirname(path));
        await writeFile(part, encode(body));
        await rename(part, path);
      } catch {
        await rm(part, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** Opening a pipe of this name would wait for ever, and a device may never end. */
function readEntry(path: string): Buffer {
  if (!lstatSync(path).isFile()) throw new Error("no file");
  return readFileSync(path);
}

/** The same parts give the same key, and no others do. */
export function cacheKey(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function placeOf(folder: string, key: string): string {
  return join(folder, key.slice(0, 2), key.slice(2));
}

const DIGEST_BYTES = 32;

/** A digest in front tells a torn or altered entry from a whole one. */
function encode(body: Uint8Array): Uint8Array {
  return Buffer.concat([createHash("sha256").update(body).digest(), body]);
}

function decode(bytes: Buffer): Uint8Array | undefined {
  const body = bytes.subarray(DIGEST_BYTES);
  const digest = createHash("sha256").update(body).digest();
  return digest.equals(bytes.subarray(0, DIGEST_BYTES)) ? body : undefined;
}

/** Deletes the oldest entries until the cache fits its cap, in bytes. */
export async function trimDiskCache(folder: string, cap: number): Promise<void> {
  try {
    const folders = await readdir(folder);
    if (await isSurelyBelow(cap, folder, folders)) return;
    const entries = await listEntries(folder, folders);
    let total = sizeOf(entries);
    for (const { path, size } of entries.toSorted((a, b) => a.modified - b.modified)) {
      if (total <= cap) return;
      await rm(path, { force: true });
      total -= size;
    }
  } catch {
    // Another run may be trimming, or the folder is gone: either way there is nothing to do.
  }
}

const ALL_FOLDERS = 256;
const SAMPLE = 8;
const NEARLY = 0.8;

/**
 * Thousands of small entries lie evenly in their folders, so the first few tell whether looking at
 * all of them, which takes long, is worth while. A few large ones do not.
 */
async function isSurelyBelow(
  cap: number,
  folder: string,
  folders: readonly string[],
): Promise<boolean> {
  if (folders.length < ALL_FOLDERS) return false;
  const sample = await listEntries(folder, folders.toSorted().slice(0, SAMPLE));
  return (sizeOf(sample) / SAMPLE) * folders.length < cap * NEARLY;
}

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

/** Half-written entries of runs that were killed count too, and go the same way. */
async function listEntries(folder: string, folders: readonly string[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const inner of folders) {
    for (const name of await readdir(join(folder, inner))) {
      const path = join(folder, inner, name);
      const { size, mtimeMs } = await stat(path);
      entries.push({ path, size, modified: mtimeMs });
    }
  }
  return entries;
}
