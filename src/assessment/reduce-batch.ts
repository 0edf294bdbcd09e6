import type { ModuleFacts } from "../python/module-facts.ts";
import { unpackFacts } from "./facts-cache.ts";
import { type FactsTask, factsOfFailure } from "./facts-job.ts";

/** Threads that reduce files to packed facts. */
export interface Pool {
  run(tasks: readonly FactsTask[]): Promise<unknown>;
}

/** A worker that dies takes its batch with it; so file by file, until only the cause is left out. */
export async function reduceBatch(pool: Pool, tasks: readonly FactsTask[]): Promise<ModuleFacts[]> {
  try {
    return ((await pool.run(tasks)) as Uint8Array[]).map(unpackFacts);
  } catch (error) {
    const [task, ...others] = tasks;
    if (!isDeath(error) || task === undefined) throw error;
    if (others.length === 0) return [factsOfFailure(task, error)];
    const single = tasks.map((one) => reduceBatch(pool, [one]));
    return (await Promise.all(single)).flat();
  }
}

/** The worker itself ended, rather than its work failing. */
function isDeath(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    /^ERR_WORKER_/.test(String(code)) || /^(?:Terminating|Worker exited)/.test(String(message))
  );
}
