import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { ModuleFacts } from "../python/module-facts.ts";

/** What identifies a file's facts: its bytes, and the name under which it is imported. */
export interface CacheSubject {
  readonly path: string;
  readonly module: string;
  readonly isPackage: boolean;
  readonly hash: string;
}

export interface FactsCache {
  /** Synchronous: thousands of small files cost less so than by promises. */
  get(subject: CacheSubject): ModuleFacts | undefined;
  /** `bytes` as `packFacts` gave them. */
  put(subject: CacheSubject, bytes: Uint8Array): Promise<void>;
}

/** Bytes that the cache may hold; the oldest entries go first. */
const SIZE_CAP = 1024 ** 3;

/**
 * Facts on the disk, by content hash and the tool's version. It can only ever save time: whatever
 * cannot be read is absent, whatever cannot be written is not there next time. Entries appear by
 * renaming, so that concurrent runs see whole ones only.
 */
export function openFactsCache(folder: string, key: string): FactsCache {
  const folders = new Map<string, Promise<unknown>>();
  const makeFolder = (path: string): Promise<unknown> => {
    const making = folders.get(path) ?? mkdir(path, { recursive: true });
    folders.set(path, making);
    return making;
  };
  const place = (subject: CacheSubject): string => {
    const name = createHash("sha256")
      .update(
        [key, subject.hash, subject.module, subject.path, String(subject.isPackage)].join("\0"),
      )
      .digest("hex");
    return join(folder, name.slice(0, 2), `${name.slice(2)}.facts`);
  };
  return {
    get: (subject) => {
      try {
        return decode(readFileSync(place(subject)), subject);
      } catch {
        return undefined;
      }
    },
    put: async (subject, bytes) => {
      const path = place(subject);
      const whole = `${path}.${process.pid}.${Math.trunc(performance.now() * 1000)}.part`;
      try {
        await makeFolder(dirname(path));
        await writeFile(whole, encode(bytes));
        await rename(whole, path);
      } catch {
        await rm(whole, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** Facts as bytes: for the disk, and to move between threads without a copy. */
export function packFacts(facts: ModuleFacts): Uint8Array {
  return serialize(facts);
}

export function unpackFacts(bytes: Uint8Array): ModuleFacts {
  return deserialize(bytes) as ModuleFacts;
}

const DIGEST_BYTES = 32;

/** A digest in front tells a torn or altered entry from a whole one. */
function encode(body: Uint8Array): Uint8Array {
  return Buffer.concat([createHash("sha256").update(body).digest(), body]);
}

function decode(bytes: Buffer, subject: CacheSubject): ModuleFacts | undefined {
  const body = bytes.subarray(DIGEST_BYTES);
  const digest = createHash("sha256").update(body).digest();
  if (!digest.equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
  const facts = unpackFacts(body);
  return facts.path === subject.path && facts.module === subject.module ? facts : undefined;
}

/**
 * Deletes the oldest entries until the cache fits its cap. Entries lie evenly in their folders, so
 * the first few tell whether looking at all of them, which takes long, is worth while.
 */
export async function trimFactsCache(folder: string, cap = SIZE_CAP): Promise<void> {
  try {
    const folders = await readdir(folder);
    const sample = await listEntries(folder, folders.toSorted().slice(0, SAMPLE));
    const share = Math.max(1, Math.min(SAMPLE, folders.length));
    if ((sizeOf(sample) / share) * folders.length < cap * NEARLY) return;
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

const SAMPLE = 8;
const NEARLY = 0.8;

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
