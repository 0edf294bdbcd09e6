import { fingerprint } from "../shipped.ts";
import type { SourceTree } from "../source/source-tree.ts";
import type { Analysis } from "./analyse.ts";
import { cacheKey } from "./disk-cache.ts";
import { type KeptRun, openKeptRun } from "./kept-run.ts";
import { answerAlike, type LibraryRound } from "./library-rounds.ts";
import {
  type AnalyseOptions,
  openInstalled,
  type Progress,
  readRepository,
} from "./read-repository.ts";

/** A run whose files are read. */
export interface Run {
  readonly analyse: () => Promise<Analysis>;
  /** What runs of the same files, options and program left for each other; absent: keep nothing. */
  readonly cache?: KeptRun;
}

/** All that shapes what comes of the same input. The Node version is in the fingerprint too. */
const PROGRAM = ["dist", "src", "assets"];

export async function openRun(
  root: string,
  options: AnalyseOptions,
  progress: Progress,
): Promise<Run> {
  const source = await readRepository(root, options, progress);
  const { cacheFolder } = options;
  const analyse = async () => {
    // Not loaded where everything was kept.
    const { analyseSource } = await import("./analyse.ts");
    return analyseSource(source, options, progress);
  };
  if (cacheFolder === undefined) return { analyse };
  const parts = [fingerprint(PROGRAM), inputOf(source), shapingOf(options)];
  let kept = await findRun(cacheFolder, parts, options);
  return {
    analyse: async () => {
      const analysis = await analyse();
      kept = await noteRounds(cacheFolder, parts, analysis.rounds);
      return analysis;
    },
    cache: {
      get: async (name) => kept?.get(name),
      put: async (name, bytes) => kept?.put(name, bytes),
    },
  };
}

/** Everything that later stages see of the repository: its place on the disk is not part of it. */
function inputOf({ root: _, files, ...rest }: SourceTree): string {
  return cacheKey([
    JSON.stringify(files.map(({ text: _text, ...file }) => file)),
    JSON.stringify(rest),
  ]);
}

/** Threads, memory and the cache's place do not shape the result. */
function shapingOf(options: AnalyseOptions): string {
  const { workers: _, memoryMegabytes: _memory, cacheFolder: _cache, ...shaping } = options;
  return JSON.stringify(shaping);
}

const ROUNDS = "library-rounds";

/** The input's earlier run; undefined while it is unknown what the installed packages hold. */
async function findRun(
  cacheFolder: string,
  parts: readonly string[],
  options: AnalyseOptions,
): Promise<KeptRun | undefined> {
  const reader = await openInstalled(options);
  const alone = openKeptRun(cacheFolder, parts);
  if (reader === undefined) return alone;
  const noted = await alone.get(ROUNDS);
  if (noted === undefined) return undefined;
  const rounds = JSON.parse(Buffer.from(noted).toString()) as LibraryRound[];
  return (await answerAlike(rounds, reader))
    ? withLibraries(cacheFolder, parts, rounds)
    : undefined;
}

/** Which modules are read of the packages shows only as the solver wants them: kept for the next run. */
async function noteRounds(
  cacheFolder: string,
  parts: readonly string[],
  rounds: readonly LibraryRound[],
): Promise<KeptRun> {
  const alone = openKeptRun(cacheFolder, parts);
  if (rounds.length === 0) return alone;
  await alone.put(ROUNDS, Buffer.from(JSON.stringify(rounds)));
  return withLibraries(cacheFolder, parts, rounds);
}

function withLibraries(
  cacheFolder: string,
  parts: readonly string[],
  rounds: readonly LibraryRound[],
): KeptRun {
  return openKeptRun(cacheFolder, [...parts, ...rounds.map(({ answer }) => answer)]);
}
