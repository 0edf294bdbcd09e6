import { workerData } from "node:worker_threads";
import { EngineDied, type FactsSetup, type FactsTask, openFactsJob } from "./facts-job.ts";

// tinypool hands the setup to each worker inside a pair of its own making.
const [, setup] = workerData as readonly [unknown, FactsSetup];
const job = openFactsJob(setup);

/** A worker thread's task: one batch of files. tinypool calls the default export. */
export default async function run(tasks: readonly FactsTask[]): Promise<Uint8Array[]> {
  try {
    return await (await job)(tasks);
  } catch (error) {
    if (!(error instanceof EngineDied)) throw error;
    // Thrown where nobody catches it, it ends the thread, and another takes its place.
    setImmediate(() => {
      throw new Error(`Terminating, as the parser did: ${error.message}`);
    });
    return new Promise(() => undefined);
  }
}
