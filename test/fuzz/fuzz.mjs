/**
 * Damaged Python through the whole program: never a crash, never a hang, always a result.
 * Usage: npm run fuzz [-- --count 20000] [--seed 1] [--no-shapes] [--shape NAME] [--group N]
 * Every input depends on seed and group number alone (and on the corpus, whose size is printed), so
 * that `--seed S --group N` repeats one of them.
 */
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { say } from "../bench/say.mjs";
import { GROUP_SIZE } from "./groups.mjs";

/** Only reports: whether an input ends must not depend on how fast a machine is, or how busy. */
const WATCHDOG_CORE_SECONDS = 180;
const SLOWEST = 8;
const HEAP_MEGABYTES = 3000;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    shapes: { type: "boolean", default: true },
    shape: { type: "string" },
    group: { type: "string" },
  },
  allowNegative: true,
});

const range = rangeOf(values);
const seed = Number(values.seed);
const totals = { inputs: 0, problems: 0, times: [] };
for (let from = range.from, withShapes = range.withShapes; from < range.to || withShapes; ) {
  const stopped = await runFrom(from, withShapes);
  withShapes = false;
  from = stopped ?? range.to;
}
summarise();

function rangeOf({ count, group, shape, shapes }) {
  if (shape !== undefined) return { from: 0, to: 0, withShapes: true };
  if (group !== undefined) return { from: Number(group), to: Number(group) + 1, withShapes: false };
  return { from: 0, to: Math.ceil(Number(count) / GROUP_SIZE), withShapes: shapes };
}

/** Runs until all is done, or until a hang or a dead thread; then tells where to go on. */
function runFrom(from, withShapes) {
  const { promise, resolve } = settleable();
  const worker = new Worker(new URL("./fuzz-worker.mjs", import.meta.url), {
    workerData: { seed, from, to: range.to, withShapes, only: values.shape },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  });
  let current = { name: "start", next: range.to, since: coreSeconds() };
  const watchdog = setInterval(() => {
    if (coreSeconds() - current.since > WATCHDOG_CORE_SECONDS)
      stop(`no end after ${WATCHDOG_CORE_SECONDS} core seconds`);
  }, 1000);
  const stop = (why) => {
    clearInterval(watchdog);
    complain(current.name, [why]);
    worker.terminate().then(() => resolve(current.next));
  };
  worker.on("error", (error) => stop(`the thread died: ${error.stack ?? error}`));
  const begin = ({ name, group }) => {
    current = { name, next: group === undefined ? from : group + 1, since: coreSeconds() };
  };
  const finish = () => {
    clearInterval(watchdog);
    resolve(undefined);
  };
  const told = { begins: begin, ends: note, corpus: tellCorpus, finished: finish };
  worker.on("message", ({ what, ...message }) => told[what](message));
  return promise;
}

function coreSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function settleable() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function tellCorpus({ files }) {
  say(`${files} files to damage, seed ${seed}`);
}

function note({ name, inputs, problems, seconds }) {
  totals.inputs += inputs;
  totals.times.push({ name, seconds });
  if (problems.length > 0) complain(name, problems);
}

function complain(name, problems) {
  totals.problems += problems.length;
  say(`\n${name}`);
  for (const problem of problems) say(`  ${problem.slice(0, 1500).replaceAll("\n", "\n  ")}`);
}

function summarise() {
  say("\nslowest");
  for (const { name, seconds } of totals.times
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST))
    say(`  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  say(`${totals.inputs} inputs, ${totals.problems} problems`);
  process.exitCode = totals.problems === 0 ? 0 : 1;
}
