/** A facts worker that dies of files of one name, as an exhausted heap or the system would end it. */
import { workerData } from "node:worker_threads";
import { openFactsJob } from "../../dist/assessment/facts-job.js";

const job = openFactsJob(workerData[1]);

function exhaustHeap() {
  for (const held = []; ; ) held.push(Array.from({ length: 1_000_000 }, Math.random));
}

// biome-ignore lint/style/noDefaultExport: tinypool calls it.
export default async function run(tasks) {
  if (tasks.some(({ path }) => path.endsWith("deadly.py"))) exhaustHeap();
  return (await job)(tasks);
}
