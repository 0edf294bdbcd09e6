import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of the whole process below which nobody misses what a stage left behind. */
const WORTHWHILE = 512 * 1024 ** 2;

/**
 * Gives back what a finished stage held. Left to itself V8 keeps hundreds of megabytes of the
 * solver's tables until long after their last use, and the stages after it come on top.
 */
export function freeMemory(): void {
  if (process.memoryUsage.rss() < WORTHWHILE) return;
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}
