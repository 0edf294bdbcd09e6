/**
 * Runs inputs through the whole program inside a thread, so that a watchdog outside of it can tell
 * a hang. Says what it begins before it begins it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { findCorpus } from "./corpus.mjs";
import { makeGroup } from "./groups.mjs";
import { openPipeline } from "./pipeline.mjs";
import { shapes } from "./shapes.mjs";

const { seed, from, to, withShapes, only } = workerData;
const scratch = mkdtempSync(join(tmpdir(), "assess-fuzz-"));
const check = await openPipeline(scratch);
const tell = (message) => parentPort.postMessage(message);

try {
  const corpus = findCorpus();
  tell({ what: "corpus", files: corpus.reduce((sum, { files }) => sum + files.length, 0) });
  for (const shape of withShapes ? shapes() : []) {
    if (only === undefined || shape.name.includes(only)) await run(shape);
  }
  for (let group = from; group < to; group += 1) await run(makeGroup(corpus, seed, group));
  tell({ what: "finished" });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function run(repository) {
  const inputs = Object.keys(repository.files).length;
  tell({ what: "begins", name: repository.name, group: repository.group });
  const started = performance.now();
  const problems = await check(repository);
  const seconds = (performance.now() - started) / 1000;
  tell({ what: "ends", name: repository.name, inputs, problems, seconds });
}
