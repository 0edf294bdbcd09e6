/**
 * The whole program, measured: start-up, stages, HTML, PDF, memory, cold and warm, beside the floor.
 * Usage: npm run bench [-- --repo DIR]... [--lines 10000,100000] [--pdf] [--json]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateRepository } from "./generate-repository.mjs";
import { say } from "./say.mjs";
import { round } from "./stopwatch.mjs";

const STARTS = 7;
const { values } = parseArgs({
  options: {
    repo: { type: "string", multiple: true, default: [] },
    lines: { type: "string", default: "10000,100000,1000000" },
    pdf: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const command = here("../../bin/run.js");
const scratch = mkdtempSync(join(tmpdir(), "assess-bench-"));

try {
  const generated = values.lines.split(",").filter(Boolean).map(Number);
  const rows = [
    ...generated.map((lines) => measure(`generated ${lines}`, generate(lines))),
    ...values.repo.map((repo) => measure(basename(repo), repo)),
  ];
  const result = {
    cores: cpus().length,
    node: process.version,
    startMilliseconds: startUp(),
    rows,
  };
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

function startUp() {
  const times = Array.from({ length: STARTS }, () => timed(["--version"]).seconds * 1000);
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(STARTS / 2)]);
}

function measure(name, repo) {
  const cache = join(scratch, `cache-${name.replace(/\W+/g, "-")}`);
  const floor = child(repo, ["--what", "floor"]);
  const stages = child(repo, []);
  const first = mkdtempSync(join(scratch, "out-"));
  const whole = (out) => timed([repo, "--out", out, "--overwrite", "--cache-dir", cache]);
  const cold = whole(first);
  const warm = whole(mkdtempSync(join(scratch, "out-")));
  const render = (format) =>
    timed([
      "render",
      join(first, "assessment.json"),
      "--out",
      mkdtempSync(join(scratch, "out-")),
      "--format",
      format,
    ]);
  const html = render("html");
  const pdf = values.pdf ? render("pdf") : undefined;
  const base = floor.read + floor.parse;
  return {
    name,
    files: floor.files,
    lines: floor.lines,
    floor: round(base),
    stages: stages.seconds,
    cold: cold.seconds,
    warm: warm.seconds,
    renderHtml: html.seconds,
    ...(pdf && { renderPdf: pdf.seconds }),
    coldPerFloor: round(cold.seconds / base),
    warmPerFloor: round(warm.seconds / base),
    millisecondsPer1000Lines: round((cold.seconds * 1e6) / floor.lines),
    peakMegabytes: stages.peakMegabytes,
    ...(cold.status !== 0 && { failed: cold.error }),
  };
}

function child(repo, options) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [here("measure-run.mjs"), repo, ...options],
    {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function timed(words) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [command, ...words], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return {
    seconds: round((performance.now() - started) / 1000),
    status,
    error: stderr.slice(0, 300),
  };
}

function print({ cores, node, startMilliseconds, rows }) {
  say(
    `Node ${node}, ${cores} cores; \`assess --version\` in ${startMilliseconds} ms (median of ${STARTS})`,
  );
  for (const { name, stages, ...row } of rows) {
    say(`\n${name}`);
    for (const [key, value] of Object.entries(row)) say(`  ${key.padEnd(26)} ${value}`);
    say(
      `  stages, cold, seconds      ${Object.entries(stages)
        .map(([stage, time]) => `${stage} ${time}`)
        .join(" · ")}`,
    );
  }
}
