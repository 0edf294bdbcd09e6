/** One run in a process of its own, so that its peak memory is its own. Prints one line of JSON. */
import { parseArgs } from "node:util";
import { parseFloor } from "./parse-floor.mjs";
import { say } from "./say.mjs";
import { stopwatch } from "./stopwatch.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    what: { type: "string", default: "assess" },
    cache: { type: "string" },
    workers: { type: "string" },
  },
});
const [root] = positionals;
const result = values.what === "floor" ? await floor() : await run();
say(
  JSON.stringify({ ...result, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }),
);

async function floor() {
  const { readSource } = await import("../../dist/source/read-source.js");
  const source = await readSource(root, {});
  const lines = source.files.reduce((sum, file) => sum + file.lines, 0);
  return { files: source.files.length, lines, ...(await parseFloor(source.root, source.files)) };
}

async function run() {
  const { assess } = await import("../../dist/assessment/assess.js");
  const clock = stopwatch();
  const options = {
    strategy: "balanced",
    profile: "experienced",
    seed: 1,
    draws: 10_000,
    ...(values.cache === undefined ? {} : { cacheFolder: values.cache }),
    ...(values.workers === undefined ? {} : { workers: Number(values.workers) }),
  };
  const { functions } = await assess(root, options, clock);
  return { reaching: functions.length, seconds: clock.stop() };
}
