/**
 * Size, quality and cost of a repository's call graph, beside the floor: reading and parsing every
 * file once on one core. Usage: npm run bench:graph -- DIR [--cut 0.25] [--workers 1] [--json]
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { analyse } from "../../dist/assessment/analyse.js";
import { readSource } from "../../dist/source/read-source.js";
import { parseFloor } from "./parse-floor.mjs";
import { say, usage } from "./say.mjs";
import { stopwatch } from "./stopwatch.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cut: { type: "string" },
    workers: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const [directory] = positionals;
if (directory === undefined)
  usage("npm run bench:graph -- DIR [--cut 0.25] [--workers 1] [--json]");
const root = values.cut === undefined ? directory : await cutTree(directory, Number(values.cut));

try {
  const result = await measure(root);
  say(values.json ? JSON.stringify(result, undefined, 1) : table(result));
} finally {
  if (root !== directory) rmSync(root, { recursive: true, force: true });
}

async function measure(root) {
  const clock = stopwatch();
  const { graph, source } = await analyse(root, { workers: Number(values.workers) }, clock);
  const seconds = clock.stop();
  const peak = process.resourceUsage().maxRSS / 1024;
  const floor = await parseFloor(source.root, source.files);
  const own = graph.nodes.filter((node) => node.kind !== "external" && !node.isLibrary);
  const sites = new Map();
  for (const edge of graph.edges) {
    const name = `${edge.kind} ${edge.confidence}`;
    sites.set(name, (sites.get(name) ?? 0) + 1);
  }
  return {
    files: source.files.length,
    lines: source.files.reduce((sum, file) => sum + file.lines, 0),
    functions: own.filter((node) => ["function", "method", "lambda"].includes(node.kind)).length,
    nodes: graph.nodes.length,
    externals: graph.nodes.length - own.length,
    edges: Object.fromEntries([...sites].sort()),
    unresolved: graph.unresolved,
    steps: graph.steps,
    isComplete: graph.isComplete,
    seconds,
    floorSeconds: floor,
    peakMegabytes: Math.round(peak),
  };
}

/** The first files in path order that make up the wanted share of the lines: whole packages stay together. */
async function cutTree(directory, part) {
  const source = await readSource(directory, {});
  const lines = source.files.reduce((sum, file) => sum + file.lines, 0);
  const target = mkdtempSync(join(tmpdir(), "assess-cut-"));
  let taken = 0;
  for (const file of source.files) {
    if (taken >= lines * part) break;
    taken += file.lines;
    cpSync(join(source.root, file.path), join(target, file.path));
  }
  return target;
}

function table(result) {
  return Object.entries(result)
    .map(
      ([name, value]) =>
        `${name.padEnd(20)} ${typeof value === "object" ? JSON.stringify(value) : value}`,
    )
    .join("\n");
}
