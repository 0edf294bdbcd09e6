/**
 * Draws edges (or reaching functions) to be judged by reading. The draw depends on the seed alone.
 * Usage: npm run bench:sample -- DIR [--count 20] [--seed 1] [--confidence possible] [--reach]
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { analyse } from "../../dist/assessment/analyse.js";
import { assess } from "../../dist/assessment/assess.js";
import { say, usage } from "./say.mjs";
import { stopwatch } from "./stopwatch.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    confidence: { type: "string" },
    reach: { type: "boolean", default: false },
    tests: { type: "boolean", default: false },
  },
});
const [root] = positionals;
if (root === undefined)
  usage("npm run bench:sample -- DIR [--count N] [--seed N] [--confidence LEVEL] [--reach]");
const silent = stopwatch();
const sources = new Map();
await (values.reach ? sampleReach() : sampleEdges());

async function sampleEdges() {
  const { graph } = await analyse(root, {}, silent);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const levels = values.confidence ? [values.confidence] : ["certain", "likely", "possible"];
  for (const level of levels) {
    const all = graph.edges.filter((edge) => edge.confidence === level && isWanted(nodes, edge));
    say(`\n##### ${level}: ${all.length} edges between the repository's own functions`);
    for (const [index, edge] of draw(all).entries()) printEdge(index + 1, edge, nodes);
  }
}

function isWanted(nodes, { from, to }) {
  const [a, b] = [nodes.get(from), nodes.get(to)];
  return b?.kind !== "external" && (values.tests || !(a?.isTest || b?.isTest));
}

function printEdge(number, edge, nodes) {
  const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
  say(
    `\n${number}. ${edge.from} -> ${edge.to}  [${edge.kind} ${edge.how} ${edge.confidence}${edge.through ? ` through ${edge.through}` : ""}]`,
  );
  for (const site of edge.sites.slice(0, 3)) {
    say(`   ${from.path}:${site.line}:${site.column}  ${line(from.path, site.line)}`);
  }
  say(`   => ${to.path}:${to.line}  ${line(to.path, to.line)}`);
}

async function sampleReach() {
  const { functions } = await assess(
    root,
    { strategy: "balanced", profile: "experienced", seed: 1, draws: 100 },
    silent,
  );
  const all = functions.filter((one) => values.tests || !one.isTest);
  say(`##### ${all.length} reaching functions`);
  for (const [index, one] of draw(all).entries()) {
    say(
      `\n${index + 1}. ${one.id}  ${one.reach} ${one.via} ${one.confidence}  ${one.path}:${one.line}`,
    );
    for (const step of one.evidence) {
      const how = step.isFamily ? "changes with" : "->";
      say(`   ${step.path}:${step.line}  ${line(step.path, step.line)}  ${how} ${step.calls}`);
    }
  }
}

function line(path, number) {
  if (!sources.has(path)) sources.set(path, readFileSync(join(root, path), "utf8").split("\n"));
  return sources.get(path)[number - 1]?.trim().slice(0, 140) ?? "";
}

/** Mulberry32: small, seeded, the same everywhere. */
function draw(items) {
  let state = Number(values.seed) >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const pool = [...items];
  const drawn = [];
  while (drawn.length < Number(values.count) && pool.length > 0) {
    drawn.push(pool.splice(Math.floor(random() * pool.length), 1)[0]);
  }
  return drawn;
}
