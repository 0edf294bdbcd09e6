import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import Tinypool from "tinypool";
import type { ModuleFacts } from "../python/module-facts.ts";
import { readPythonGrammar, shippedPath } from "../shipped.ts";
import type { SourceFile } from "../source/source-tree.ts";
import { trimDiskCache } from "./disk-cache.ts";
import { openFactsCache, unpackFacts } from "./facts-cache.ts";
import { EngineDied, type FactsSetup, type FactsTask, openFactsJob } from "./facts-job.ts";
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
  const { parts, finished } = await readFactsInParts([files], options);
  await finished;
  return (await Promise.all(parts)).flat();
}

/** Files on their way to facts: each part of them has its own moment. */
export interface FactsInParts {
  /** In the order of the parts and of their files; files of later parts are begun later. */
  readonly parts: readonly Promise<ModuleFacts[]>[];
  /** The threads have ended and the cache is in order. */
  readonly finished: Promise<void>;
}

/** Reads files part by part, so that work on the first can begin while the others are read. */
export async function readFactsInParts(
  parts: readonly (readonly SourceFile[])[],
  options: FactsOptions,
): Promise<FactsInParts> {
  const files = parts.flat();
  const known = await fromCache(files, options);
  const missing = parts.map((part) => part.filter((file) => !known.has(file)));
  const { fresh, ended } = await reduceAll(missing, known.size, options);
  const whole = parts.map(async (part, at) => {
    const made = await fresh[at];
    let next = 0;
    return part.map((file) => known.get(file) ?? (made?.[next++] as ModuleFacts));
  });
  // Whoever waits for a part hears of what went wrong in it.
  const all = Promise.allSettled(whole);
  const finished = async () => {
    await all;
    await ended();
    if (options.cacheFolder !== undefined && known.size < files.length)
      await trimDiskCache(options.cacheFolder, CACHE_CAP);
  };
  return { parts: whole, finished: finished() };
}

/** Bytes of facts that the cache may hold. */
const CACHE_CAP = 1024 ** 3;
/** Files between two moments at which the event loop may hear a signal. */
const READ_AT_ONCE = 64;

async function fromCache(
  files: readonly SourceFile[],
  { cacheFolder, cacheKey }: FactsOptions,
): Promise<ReadonlyMap<SourceFile, ModuleFacts>> {
  const known = new Map<SourceFile, ModuleFacts>();
  if (cacheFolder === undefined) return known;
  const cache = openFactsCache(cacheFolder, cacheKey);
  for (const [at, file] of files.entries()) {
    const facts = cache.get(file);
    if (facts !== undefined) known.set(file, facts);
    if (at % READ_AT_ONCE === 0) await setImmediate();
  }
  return known;
}

/** Facts that are being made, by part, and what is to be done when all are there. */
interface Reducing {
  readonly fresh: readonly Promise<ModuleFacts[]>[];
  readonly ended: () => Promise<void>;
}

async function reduceAll(
  parts: readonly (readonly SourceFile[])[],
  done: number,
  options: FactsOptions,
): Promise<Reducing> {
  const files = parts.flat();
  if (files.length === 0) return { fresh: [], ended: async () => undefined };
  const setup: FactsSetup = {
    grammarWasm: await readPythonGrammar(),
    cacheKey: options.cacheKey,
    longest: files.reduce((most, { text }) => Math.max(most, text.length), 0),
    ...(options.cacheFolder === undefined ? {} : { cacheFolder: options.cacheFolder }),
  };
  const size = files.reduce((sum, { text }) => sum + text.length, 0);
  const workers = Math.max(1, options.workers ?? availableParallelism());
  const total = done + files.length;
  let reduced = done;
  const progress = (count: number) => {
    reduced += count;
    options.onProgress?.(reduced, total);
  };
  const batches = parts.map((part) => batch(part.map(toTask)));
  return workers === 1 || size < WORKER_THRESHOLD
    ? reduceHere(batches, setup, progress)
    : reduceInWorkers(batches, setup, progress, workers);
}

/** Tells of so many files more. */
type Progress = (count: number) => void;

/** One part after the other; where this thread's parser dies, another thread goes on. */
function reduceHere(
  parts: readonly FactsTask[][][],
  setup: FactsSetup,
  progress: Progress,
): Reducing {
  const opening = openFactsJob(setup);
  let substitute: Tinypool | undefined;
  const reduce = async (tasks: readonly FactsTask[]) => {
    if (substitute === undefined) {
      try {
        return (await (await opening)(tasks)).map(unpackFacts);
      } catch (error) {
        if (!(error instanceof EngineDied)) throw error;
        substitute = openPool(setup, 1);
      }
    }
    return reduceBatch(substitute, tasks);
  };
  let before: Promise<unknown> = opening;
  const fresh = parts.map((batches) => {
    const part = before.then(async () => {
      const facts: ModuleFacts[] = [];
      for (const tasks of batches) {
        facts.push(...(await reduce(tasks)));
        progress(tasks.length);
      }
      return facts;
    });
    before = part;
    return part;
  });
  return { fresh, ended: async () => substitute?.destroy() };
}

function reduceInWorkers(
  parts: readonly FactsTask[][][],
  setup: FactsSetup,
  progress: Progress,
  workers: number,
): Reducing {
  const pool = openPool(setup, workers);
  const reduce = async (tasks: readonly FactsTask[]) => {
    const facts = await reduceBatch(pool, tasks);
    progress(tasks.length);
    return facts;
  };
  const fresh = parts.map(async (batches) => (await Promise.all(batches.map(reduce))).flat());
  return { fresh, ended: () => pool.destroy() };
}

function openPool(setup: FactsSetup, workers: number): Tinypool {
  return new Tinypool({
    // Workers run compiled code: a thread cannot load TypeScript.
    filename: shippedPath("dist", "assessment", "facts-worker.js"),
    runtime: "worker_threads",
    minThreads: workers,
    maxThreads: workers,
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEGABYTES },
  });
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
