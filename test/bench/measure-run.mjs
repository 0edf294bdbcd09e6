/**
 * One run in a process of its own, so that its peak memory is its own. Prints one line of JSON: for
 * each stage seconds of the clock and of all processors together, worker threads included.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseFloor } from "./parse-floor.mjs";
import { say } from "./say.mjs";
import { round } from "./stopwatch.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    what: { type: "string", default: "assess" },
    cache: { type: "string" },
    workers: { type: "string" },
    pdf: { type: "boolean", default: false },
    out: { type: "string" },
  },
});
const [root] = positionals;
const stages = {};
const clock = { stage, update() {}, computing: (compute) => compute() };
let current;
const KINDS = { floor, assess: run, program };
const about = await KINDS[values.what]();
stage(undefined);
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
say(JSON.stringify({ ...about, stages, peakMegabytes }));

/** Ends the stage before, and begins the one of this name. */
function stage(name) {
  const now = { clock: performance.now() / 1000, cpu: processorSeconds() };
  if (current !== undefined) {
    const { seconds, cpu } = stages[current.name] ?? { seconds: 0, cpu: 0 };
    stages[current.name] = {
      seconds: round(seconds + now.clock - current.clock),
      cpu: round(cpu + now.cpu - current.cpu),
    };
  }
  current = name === undefined ? undefined : { name, ...now };
}

function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function floor() {
  const { readSource } = await import("../../dist/source/read-source.js");
  const source = await readSource(root, {});
  stage("floor");
  await parseFloor(source.root, source.files);
  const lines = source.files.reduce((sum, file) => sum + file.lines, 0);
  return { files: source.files.length, lines };
}

async function run() {
  stage("load");
  const { assess } = await import("../../dist/assessment/assess.js");
  const options = {
    strategy: "balanced",
    profile: "experienced",
    seed: 1,
    draws: 10_000,
    ...(values.cache === undefined ? {} : { cacheFolder: values.cache }),
    ...(values.workers === undefined ? {} : { workers: Number(values.workers) }),
  };
  const assessment = await assess(root, options, clock);
  const texts = await reportTexts();
  stage("html");
  const { renderHtml } = await import("../../dist/report/render-html.js");
  renderHtml(assessment, { lang: "en" }, texts);
  if (values.pdf) await print(assessment, texts);
  return { reaching: assessment.functions.length };
}

/** The command as a user types it, start-up and writing included; `--out` keeps what it wrote. */
async function program() {
  const { default: Report } = await import("../../dist/commands/report.js");
  const out = values.out ?? mkdtempSync(join(tmpdir(), "assess-bench-out-"));
  const words = [root, "--out", out, "--overwrite", "--cache-dir", values.cache, "--quiet"];
  if (values.workers !== undefined) words.push("--workers", values.workers);
  await Report.run(words, fileURLToPath(new URL("../../", import.meta.url)));
  if (values.out === undefined) rmSync(out, { recursive: true });
  stages.program = { seconds: round(performance.now() / 1000), cpu: round(processorSeconds()) };
  return {};
}

async function reportTexts() {
  const shipped = await import("../../dist/shipped.js");
  const { loadReportTexts } = await import("../../dist/report/report-texts.js");
  const { readTemplates: templates, readAsset: asset, readAssetBytes: assetBytes } = shipped;
  return loadReportTexts({ templates, asset, assetBytes }, "en");
}

async function print(assessment, texts) {
  stage("pdf");
  const { renderPdf } = await import("../../dist/report/render-pdf.js");
  await renderPdf(assessment, { lang: "en" }, texts, { browser: { env: process.env } });
}
