import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import Tinypool from "tinypool";
import type { ModuleFacts } from "../python/module-facts.ts";
import { readPythonGrammar, shippedPath } from "../shipped.ts";
import type { SourceFile } from "../source/source-tree.ts";
import { trimDiskCache } from "./disk-cache.ts";
import { openFactsCache, unpackFacts } from "./facts-cache.ts";
import { type FactsSetup, type FactsTask, openFactsJob } from "./facts-job.ts";
import { reduceBatch } from "./reduce-batch.ts";

export interface FactsOptions {
  /** Worker threads; 1 reads on this thread. Default: one per core. */
  readonly workers?: number;
  /** Absent: no cache. */
  readonly cacheFolder?: string;
  /** Fingerprint of what makes facts: entries of others are not seen. */
  readonly cacheKey: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Below this many characters of Python a worker costs more to start than it saves. */
const WORKER_THRESHOLD = 1_500_000;
/** Characters in a batch: small enough to balance, large enough that messages do not count. */
const BATCH_SIZE = 400_000;
/** Heap of a worker: far more than the largest file that is read needs by default. */
const WORKER_MEGABYTES = 1536;

/** The facts of every file, in the files' order: from the cache, else parsed by all cores. */
export async function readFacts(
  files: readonly SourceFile[],
  options: FactsOptions,
): Promise<ModuleFacts[]> {
  const known = await fromCache(files, options);
  const missing = files.filter((_, index) => known[index] === undefined);
  const fresh = await reduceAll(missing, files.length - missing.length, options);
  if (options.cacheFolder !== undefined && missing.length > 0)
    await trimDiskCache(options.cacheFolder, CACHE_CAP);
  let next = 0;
  return known.map((facts) => facts ?? (fresh[next++] as ModuleFacts));
}

/** Bytes of facts that the cache may hold. */
const CACHE_CAP = 1024 ** 3;
/** Files between two moments at which the event loop may hear a signal. */
const READ_AT_ONCE = 64;

async function fromCache(
  files: readonly SourceFile[],
  { cacheFolder, cacheKey }: FactsOptions,
): Promise<(ModuleFacts | undefined)[]> {
  if (cacheFolder === undefined) return files.map(() => undefined);
  const cache = openFactsCache(cacheFolder, cacheKey);
  const known: (ModuleFacts | undefined)[] = [];
  for (const file of files) {
    known.push(cache.get(file));
    if (known.length % READ_AT_ONCE === 0) await setImmediate();
  }
  return known;
}

async function reduceAll(
  files: readonly SourceFile[],
  done: number,
  options: FactsOptions,
): Promise<ModuleFacts[]> {
  if (files.length === 0) return [];
  const setup: FactsSetup = {
    grammarWasm: await readPythonGrammar(),
    cacheKey: options.cacheKey,
    ...(options.cacheFolder === undefined ? {} : { cacheFolder: options.cacheFolder }),
  };
  const size = files.reduce((sum, { text }) => sum + text.length, 0);
  const workers = Math.max(1, options.workers ?? availableParallelism());
  const total = done + files.length;
  const progress = { done, report: (count: number) => options.onProgress?.(count, total) };
  const batches = batch(files.map(toTask));
  return workers === 1 || size < WORKER_THRESHOLD
    ? reduceHere(batches, setup, progress)
    : reduceInWorkers(batches, setup, progress, workers);
}

interface Progress {
  done: number;
  readonly report: (done: number) => void;
}

async function reduceHere(
  batches: readonly FactsTask[][],
  setup: FactsSetup,
  progress: Progress,
): Promise<ModuleFacts[]> {
  const job = await openFactsJob(setup);
  const facts: ModuleFacts[] = [];
  for (const tasks of batches) {
    facts.push(...(await job(tasks)).map(unpackFacts));
    progress.done += tasks.length;
    progress.report(progress.done);
  }
  return facts;
}

async function reduceInWorkers(
  batches: readonly FactsTask[][],
  setup: FactsSetup,
  progress: Progress,
  workers: number,
): Promise<ModuleFacts[]> {
  const pool = new Tinypool({
    // Workers run compiled code: a thread cannot load TypeScript.
    filename: shippedPath("dist", "assessment", "facts-worker.js"),
    runtime: "worker_threads",
    minThreads: workers,
    maxThreads: workers,
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEGABYTES },
  });
  try {
    const results = await Promise.all(
      batches.map(async (tasks) => {
        const facts = await reduceBatch(pool, tasks, setup);
        progress.done += tasks.length;
        progress.report(progress.done);
        return facts;
      }),
    );
    return results.flat();
  } finally {
    await pool.destroy();
  }
}

function toTask({ path, module, isPackage, text, hash }: SourceFile): FactsTask {
  return { path, module, isPackage, text, hash };
}

function batch(tasks: readonly FactsTask[]): FactsTask[][] {
  const batches: FactsTask[][] = [];
  let size = BATCH_SIZE;
  for (const task of tasks) {
    if (size >= BATCH_SIZE) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(task);
    size += task.text.length;
  }
  return batches;
}
