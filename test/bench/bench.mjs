/**
 * The whole program, measured: start-up, stages, HTML, PDF, memory; cold, with kept facts, and unchanged;
 * beside the floor of the same run: reading and parsing every file once on one core. Then the report
 * is opened in a browser, where there is one; 435,000 generated lines are about 30,000 functions.
 * Usage: npm run bench [-- --repo DIR]... [--lines 10000,435000] [--workers N] [--pdf] [--json]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateRepository } from "./generate-repository.mjs";
import { openPage } from "./open-page.mjs";
import { say } from "./say.mjs";
import { round } from "./stopwatch.mjs";

const STARTS = 7;
const { values } = parseArgs({
  options: {
    repo: { type: "string", multiple: true, default: [] },
    lines: { type: "string", default: "10000,100000,435000,1000000" },
    workers: { type: "string" },
    pdf: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "assess-bench-"));

try {
  const generated = values.lines.split(",").filter(Boolean).map(Number);
  const rows = [];
  for (const lines of generated) rows.push(await measure(`generated ${lines}`, generate(lines)));
  for (const repo of values.repo) rows.push(await measure(basename(repo), repo));
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
  const result = { machine, startMilliseconds: startUp(), rows };
  if (values.json) say(JSON.stringify(result, undefined, 1));
  else print(result);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function generate(lines) {
  const folder = join(scratch, `lines-${lines}`);
  generateRepository(folder, lines, 1);
  return folder;
}

/** Median milliseconds of `assess --version`. */
function startUp() {
  const times = Array.from({ length: STARTS }, () => {
    const started = performance.now();
    spawnSync(process.execPath, [here("../../bin/run.js"), "--version"]);
    return performance.now() - started;
  });
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(STARTS / 2)]);
}

async function measure(name, repo) {
  const cache = mkdtempSync(join(scratch, "cache-"));
  const more = values.workers === undefined ? [] : ["--workers", values.workers];
  const { files, lines, stages } = child([repo, "--what", "floor"]);
  const cold = child([repo, "--cache", cache, ...more]);
  const changed = child([repo, "--cache", cache, ...more, ...(values.pdf ? ["--pdf"] : [])]);
  const command = [repo, "--what", "program", "--cache", mkdtempSync(join(scratch, "cache-"))];
  const first = child([...command, ...more]);
  const out = mkdtempSync(join(scratch, "out-"));
  const again = child([...command, ...more, "--out", out]);
  const page = await openPage(join(out, "report.html"));
  const runs = { cold, changed };
  const whole = { first, again };
  return { name, files, lines, reaching: cold.reaching, floor: stages.floor, runs, whole, page };
}

function child(words) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [here("measure-run.mjs"), ...words],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function print({ machine, startMilliseconds, rows }) {
  const { node, cores, model } = machine;
  say(`Node ${node}, ${cores} cores (${model}); \`assess --version\`: ${startMilliseconds} ms`);
  say("Each cell: seconds of the clock / of all cores together, then in floors.");
  for (const row of rows) table(row);
}

/** changed: facts are kept, everything else is made anew, as after a change to a few files. */
function table({ name, files, lines, reaching, floor, runs, whole, page }) {
  say(`\n${name}: ${files} files, ${lines} lines, ${reaching} functions reach Eventlet`);
  line("floor", floor, floor);
  for (const [title, run] of Object.entries(runs)) {
    const { pdf, ...others } = run.stages;
    for (const [stage, cost] of Object.entries(others)) line(`${title}: ${stage}`, cost, floor);
    const all = total(Object.values(others));
    line(`${title}: all, HTML included`, all, floor);
    if (pdf) line(`${title}: PDF, browser not counted`, pdf, floor);
    const perThousand = `${round((all.cpu * 1e6) / lines)} ms per 1,000 lines`;
    say(`  ${`${title}: peak memory`.padEnd(30)} ${run.peakMegabytes} MB; ${perThousand}`);
  }
  const titles = { first: "command, nothing kept", again: "command again, unchanged" };
  for (const [key, title] of Object.entries(titles)) {
    line(title, whole[key].stages.program, floor);
    say(`  ${`${title}: peak`.padEnd(30)} ${whole[key].peakMegabytes} MB`);
  }
  const opened = page.seconds === undefined ? "no browser here" : `opens in ${page.seconds} s`;
  say(`  ${"page (aims: 6 MB, 2 s)".padEnd(30)} ${page.megabytes} MB, ${opened}`);
}

function line(title, { seconds, cpu }, floor) {
  const ratio = `${round(seconds / floor.seconds)} / ${round(cpu / floor.cpu)}`;
  const cost = `${seconds.toFixed(2).padStart(8)} / ${cpu.toFixed(2).padStart(7)}`;
  say(`  ${title.padEnd(30)} ${cost}    ${ratio}`);
}

function total(costs) {
  const sum = (key) => round(costs.reduce((all, cost) => all + cost[key], 0));
  return { seconds: sum("seconds"), cpu: sum("cpu") };
}
