import type { ModuleFacts } from "../python/module-facts.ts";
import { readModule } from "../python/read-module.ts";
import { createParser, type PythonParser } from "../python/tree/parser.ts";
import { say } from "../sentence.ts";
import { openFactsCache, packFacts } from "./facts-cache.ts";

/** What a worker is told once, when it starts. */
export interface FactsSetup {
  readonly grammarWasm: Uint8Array;
  readonly cacheFolder?: string;
  readonly cacheKey: string;
}

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
  const parser = await createParser({ grammarWasm: setup.grammarWasm });
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

/** A file that our reader fails on costs that file only, and the report says so. */
function reduce(
  task: FactsTask,
  parser: PythonParser,
): { readonly facts: ModuleFacts; readonly isWhole: boolean } {
  try {
    return { facts: readModule(task, parser), isWhole: true };
  } catch (error) {
    return { facts: nothingOf(task, error, parser), isWhole: false };
  }
}

/** Stands in for the facts of a file that a worker died of. */
export async function factsOfFailure(
  task: FactsTask,
  error: unknown,
  { grammarWasm }: FactsSetup,
): Promise<ModuleFacts> {
  return nothingOf(task, error, await createParser({ grammarWasm }));
}

function nothingOf(task: FactsTask, error: unknown, parser: PythonParser): ModuleFacts {
  const reason = error instanceof Error ? error.message : String(error);
  const message = say`assess failed to read this file, which is a bug of its own: ${reason}`;
  const facts = readModule({ ...task, text: "" }, parser);
  return {
    ...facts,
    diagnostics: [{ code: "reader-failed", severity: "error", line: 1, message }],
  };
}
