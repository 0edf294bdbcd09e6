import type { ModuleFacts } from "../python/module-facts.ts";
import { readModule } from "../python/read-module.ts";
import { createParser, type PythonParser, quickParser } from "../python/tree/parser.ts";
import { say } from "../sentence.ts";
import { openFactsCache, packFacts } from "./facts-cache.ts";

/** What a worker is told once, when it starts. */
export interface FactsSetup {
  readonly grammarWasm: Uint8Array;
  readonly cacheFolder?: string;
  readonly cacheKey: string;
  /** Characters of the longest file. */
  readonly longest: number;
}

/**
 * What the parser may take: the densest Python needs 200 bytes a character. Of some text that is none
 * (`>>*a` again and again) it keeps what grows with the square of the length.
 */
const ENGINE_BYTES = 256 * 1024 ** 2;
const ENGINE_BYTES_A_CHARACTER = 256;

export interface FactsTask {
  readonly path: string;
  readonly module: string;
  readonly isPackage: boolean;
  readonly text: string;
  readonly hash: string;
}

/** Reduces files to packed facts, one after another; new facts go to the cache as well. */
export async function openFactsJob(
  setup: FactsSetup,
): Promise<(tasks: readonly FactsTask[]) => Promise<Uint8Array[]>> {
  const parser = await createParser({
    grammarWasm: setup.grammarWasm,
    maxBytes: ENGINE_BYTES + ENGINE_BYTES_A_CHARACTER * setup.longest,
  });
  const cache =
    setup.cacheFolder === undefined ? undefined : openFactsCache(setup.cacheFolder, setup.cacheKey);
  return async (tasks) => {
    const packed: Uint8Array[] = [];
    const writing: Promise<void>[] = [];
    for (const task of tasks) {
      const { facts, isWhole } = reduce(task, parser);
      const bytes = packFacts(facts);
      packed.push(bytes);
      if (isWhole && cache !== undefined) writing.push(cache.put(task, bytes));
    }
    await Promise.all(writing);
    return packed;
  };
}

/**
 * The parser's engine gave up, for want of memory mostly. Nothing can be parsed in its thread any more:
 * the library has one engine a thread and starts no second.
 */
export class EngineDied extends Error {}

/** A file that our reader fails on costs that file only, and the report says so. */
export function reduce(
  task: FactsTask,
  parser: PythonParser,
): { readonly facts: ModuleFacts; readonly isWhole: boolean } {
  try {
    return { facts: readModule(task, parser), isWhole: true };
  } catch (error) {
    if (isEngineDeath(error)) throw new EngineDied(error.message);
    return { facts: factsOfFailure(task, error), isWhole: false };
  }
}

/** What V8 throws where WebAssembly aborts or leaves its memory (`WebAssembly.RuntimeError`). */
function isEngineDeath(error: unknown): error is Error {
  return error instanceof Error && error.name === "RuntimeError";
}

/** Stands in for the facts of a file that the reader failed on, or that a worker died of. */
export function factsOfFailure(task: FactsTask, error: unknown): ModuleFacts {
  const reason = error instanceof Error ? error.message : String(error);
  const message = say`assess failed to read this file, which is a bug in assess: ${reason}`;
  const facts = readModule({ ...task, text: "" }, quickParser());
  return {
    ...facts,
    diagnostics: [{ code: "reader-failed", severity: "error", line: 1, message }],
  };
}
