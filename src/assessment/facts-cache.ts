import { deserialize, serialize } from "node:v8";
import type { ModuleFacts } from "../python/module-facts.ts";
import { cacheKey, openDiskCache } from "./disk-cache.ts";

/** What identifies a file's facts: its bytes, and the name under which it is imported. */
export interface CacheSubject {
  readonly path: string;
  readonly module: string;
  readonly isPackage: boolean;
  readonly hash: string;
}

export interface FactsCache {
  get(subject: CacheSubject): ModuleFacts | undefined;
  /** `bytes` as `packFacts` gave them. */
  put(subject: CacheSubject, bytes: Uint8Array): Promise<void>;
}

/** Facts on the disk, by content hash and what reads them: the program's fingerprint. */
export function openFactsCache(folder: string, program: string): FactsCache {
  const cache = openDiskCache(folder);
  const keyOf = ({ path, module, isPackage, hash }: CacheSubject): string =>
    cacheKey([program, hash, module, path, String(isPackage)]);
  return {
    get: (subject) => {
      try {
        const bytes = cache.get(keyOf(subject));
        return bytes === undefined ? undefined : unpackFacts(bytes);
      } catch {
        return undefined;
      }
    },
    put: (subject, bytes) => cache.put(keyOf(subject), bytes),
  };
}

/** Facts as bytes: for the disk, and to move between threads without a copy. */
export function packFacts(facts: ModuleFacts): Uint8Array {
  return serialize(facts);
}

export function unpackFacts(bytes: Uint8Array): ModuleFacts {
  return deserialize(bytes) as ModuleFacts;
}
