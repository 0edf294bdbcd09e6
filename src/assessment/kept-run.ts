import { join } from "node:path";
import { promisify } from "node:util";
import { constants, deflate, inflate } from "node:zlib";
import { cacheKey, openDiskCache, trimDiskCache } from "./disk-cache.ts";

/** What runs of the same input left for each other: bytes by name. */
export interface KeptRun {
  get(name: string): Promise<Uint8Array | undefined>;
  put(name: string, bytes: Uint8Array): Promise<void>;
}

/** Bytes of earlier runs that the cache may hold, compressed. */
const CACHE_CAP = 512 * 1024 ** 2;

/** Large chunks: what comes out is tens of megabytes, and joining its pieces costs more than making them. */
const CHUNK = { chunkSize: 8 * 1024 ** 2 };
const FAST = { level: constants.Z_BEST_SPEED, ...CHUNK };
const pack = promisify<Uint8Array, object, Uint8Array>(deflate);
const unpack = promisify<Uint8Array, object, Uint8Array>(inflate);

/** `parts` hold whatever the result depends on; another input is another run. */
export function openKeptRun(cacheFolder: string, parts: readonly string[]): KeptRun {
  const folder = join(cacheFolder, "runs");
  const cache = openDiskCache(folder);
  const keyOf = (name: string) => cacheKey([...parts, name]);
  return {
    get: async (name) => {
      const packed = cache.get(keyOf(name));
      return packed === undefined ? undefined : unpack(packed, CHUNK).catch(() => undefined);
    },
    put: async (name, bytes) => {
      const packed = await pack(bytes, FAST).catch(() => undefined);
      if (packed === undefined) return;
      await cache.put(keyOf(name), packed);
      await trimDiskCache(folder, CACHE_CAP);
    },
  };
}
