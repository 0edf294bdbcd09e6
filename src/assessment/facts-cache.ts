import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
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
  get(subject: CacheSubject): Promise<ModuleFacts | undefined>;
  put(subject: CacheSubject, facts: ModuleFacts): Promise<void>;
}

/** Bytes that the cache may hold; the oldest entries go first. */
const SIZE_CAP = 1024 ** 3;

/**
 * Facts on the disk, by content hash and the tool's version. It can only ever save time: whatever
 * cannot be read is absent, whatever cannot be written is not there next time. Entries appear by
 * renaming, so that concurrent runs see whole ones only.
 */
export function openFactsCache(folder: string, key: string): FactsCache {
  const place = (subject: CacheSubject): string => {
    const name = createHash("sha256")
      .update(
        [key, subject.hash, subject.module, subject.path, String(subject.isPackage)].join("\0"),
      )
      .digest("hex");
    return join(folder, name.slice(0, 2), `${name.slice(2)}.facts`);
  };
  return {
    get: async (subject) => {
      try {
        return decode(await readFile(place(subject)), subject);
      } catch {
        return undefined;
      }
    },
    put: async (subject, facts) => {
      const path = place(subject);
      const whole = `${path}.${process.pid}.${Math.trunc(performance.now() * 1000)}.part`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(whole, encode(facts));
        await rename(whole, path);
      } catch {
        await rm(whole, { force: true }).catch(() => undefined);
      }
    },
  };
}

const DIGEST_BYTES = 32;

/** A digest in front tells a torn or altered entry from a whole one. */
function encode(facts: ModuleFacts): Uint8Array {
  const body = serialize(facts);
  return Buffer.concat([createHash("sha256").update(body).digest(), body]);
}

function decode(bytes: Buffer, subject: CacheSubject): ModuleFacts | undefined {
  const body = bytes.subarray(DIGEST_BYTES);
  const digest = createHash("sha256").update(body).digest();
  if (!digest.equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
  const facts = deserialize(body) as ModuleFacts;
  return facts.path === subject.path && facts.module === subject.module ? facts : undefined;
}

/** Deletes the oldest entries until the cache fits its cap. */
export async function trimFactsCache(folder: string, cap = SIZE_CAP): Promise<void> {
  try {
    const entries = await listEntries(folder);
    let total = entries.reduce((sum, { size }) => sum + size, 0);
    const oldest = entries.sort((a, b) => a.modified - b.modified);
    for (const { path, size } of oldest) {
      if (total <= cap) return;
      await rm(path, { force: true });
      total -= size;
    }
  } catch {
    // Another run may be trimming, or the folder is gone: either way there is nothing to do.
  }
}

async function listEntries(
  folder: string,
): Promise<{ path: string; size: number; modified: number }[]> {
  const names = await readdir(folder, { recursive: true });
  const found = names
    .filter((name) => name.endsWith(".facts"))
    .map(async (name) => {
      const path = join(folder, name);
      const { size, mtimeMs } = await stat(path);
      return { path, size, modified: mtimeMs };
    });
  return Promise.all(found);
}
