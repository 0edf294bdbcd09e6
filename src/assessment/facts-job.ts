import type { ModuleFacts } from "../python/module-facts.ts";
import { createParser, type PythonParser } from "../python/parser.ts";
import { readModule } from "../python/read-module.ts";
import type { FactsCache } from "./facts-cache.ts";
import { openFactsCache } from "./facts-cache.ts";

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

/** Reduces files to facts, one after another; new facts go to the cache before they are handed on. */
export async function openFactsJob(
  setup: FactsSetup,
): Promise<(tasks: readonly FactsTask[]) => Promise<ModuleFacts[]>> {
  const parser = await createParser({ grammarWasm: setup.grammarWasm });
  const cache =
    setup.cacheFolder === undefined ? undefined : openFactsCache(setup.cacheFolder, setup.cacheKey);
  return async (tasks) => {
    const facts: ModuleFacts[] = [];
    for (const task of tasks) facts.push(await reduce(task, parser, cache));
    return facts;
  };
}

async function reduce(
  task: FactsTask,
  parser: PythonParser,
  cache: FactsCache | undefined,
): Promise<ModuleFacts> {
  const { path, module, isPackage, text } = task;
  const facts = readModule({ path, module, isPackage, text }, parser);
  await cache?.put(task, facts);
  return facts;
}
