/**
 * How much of a recorded run the call graph holds.
 * Usage: npm run bench:recall -- TRACE TREE [--json] [--all]
 */
import { analyse } from "../../dist/assessment/analyse.js";
import { assess } from "../../dist/assessment/assess.js";
import { categoriser } from "./miss-category.mjs";
import { say, usage } from "./say.mjs";
import { stopwatch } from "./stopwatch.mjs";
import { nodeFinder, readTrace } from "./trace-tree.mjs";

const SHOWN = 60;
const [tracePath, root] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const asJson = process.argv.includes("--json");
const showAll = process.argv.includes("--all");
if (tracePath === undefined || root === undefined)
  usage("npm run bench:recall -- TRACE TREE [--json] [--all]");

const silent = stopwatch();
const trace = readTrace(tracePath);
const started = performance.now();
const { graph } = await analyse(root, {}, silent);
const seconds = (performance.now() - started) / 1000;
const find = nodeFinder(graph);
const categoryOf = categoriser(root, trace, find);
const known = edgeTable(graph);

const result = {
  program: trace.program,
  seconds: Number(seconds.toFixed(1)),
  unmapped: Object.keys(trace.functions).filter((key) => find(key).length === 0),
  edges: measure(trace.edges, categoryOf),
  callbacks: measure(withoutImports(trace.callback_edges), () => "callback"),
  spawns: measure(trace.spawn_edges, (_from, _to, through) => String(through)),
  reach: await measureReach(),
};
if (asJson) say(JSON.stringify(result, undefined, 1));
else print(result);

function edgeTable(graph) {
  const table = new Map();
  for (const { from, to, kind, confidence } of graph.edges) {
    const key = `${from}\n${to}`;
    if (!table.has(key)) table.set(key, []);
    table.get(key).push({ kind, confidence });
  }
  return table;
}

/** Importing a module runs its body: the graph keeps that apart from calls. */
function withoutImports(edges) {
  return edges.filter(([, to]) => !to.endsWith(":<module>"));
}

function measure(edges, categorise) {
  const categories = new Map();
  const missed = [];
  const counts = { total: 0, found: 0, withoutPossible: 0, asCall: 0 };
  for (const [from, to, ...more] of edges) {
    const sources = find(from);
    const targets = find(to);
    if (sources.some((node) => targets.includes(node)) && /<\w+>$/.test(to)) continue;
    counts.total++;
    const hits = sources.flatMap((a) =>
      targets.flatMap((b) => known.get(`${a.id}\n${b.id}`) ?? []),
    );
    const isFound = hits.length > 0;
    const category = categorise(from, to, ...more);
    const row = categories.get(category) ?? { total: 0, found: 0 };
    categories.set(category, { total: row.total + 1, found: row.found + Number(isFound) });
    counts.found += Number(isFound);
    counts.withoutPossible += Number(hits.some((hit) => hit.confidence !== "possible"));
    counts.asCall += Number(hits.some((hit) => hit.kind === "call"));
    if (!isFound) missed.push({ category, from, to, ...(more.length > 0 && { through: more }) });
  }
  return { ...counts, categories: Object.fromEntries([...categories].sort(bySize)), missed };
}

function bySize([, a], [, b]) {
  return b.total - a.total;
}

async function measureReach() {
  let assessment;
  try {
    assessment = await assess(
      root,
      { strategy: "balanced", profile: "experienced", seed: 1, draws: 100 },
      silent,
    );
  } catch (error) {
    return { error: String(error.stack ?? error).slice(0, 600) };
  }
  const flagged = new Map(
    assessment.functions.map((one) => [`${one.path}:${one.line}`, one.reach]),
  );
  const flaggedIds = new Map(assessment.functions.map((one) => [one.id, one.reach]));
  const reached = Object.entries(trace.functions).filter(([, one]) => one.reached_hub);
  const reachOf = (key) =>
    find(key)
      .map(({ id, path, line }) => flaggedIds.get(id) ?? flagged.get(`${path}:${line}`))
      .find(Boolean);
  const missed = reached.filter(([key]) => reachOf(key) === undefined);
  return {
    total: reached.length,
    found: reached.length - missed.length,
    suspends: reached.filter(([key]) => reachOf(key) === "suspends").length,
    flagged: flagged.size,
    missed: missed.map(([key, one]) => ({ key, direct: one.direct, via: one.via })),
  };
}

function print({ program, seconds, unmapped, edges, callbacks, spawns, reach }) {
  say(`${program}: analysed in ${seconds} s; ${unmapped.length} recorded functions without node`);
  for (const key of unmapped.slice(0, 10)) say(`  ${key}`);
  printMeasure("edges", edges);
  printMeasure("callback edges", callbacks);
  printMeasure("spawn edges", spawns);
  if (reach.error) say(`reach: not measured: ${reach.error}`);
  else {
    say(
      `reach: ${share(reach.found, reach.total)} flagged, ${share(reach.suspends, reach.total)} as suspending; ${reach.flagged} functions flagged in all`,
    );
    for (const { key, direct, via } of reach.missed.slice(0, showAll ? undefined : SHOWN)) {
      say(`  ${direct ? "direct " : ""}${key}  ${via.slice(0, 3).join(", ")}`);
    }
  }
}

function printMeasure(title, { total, found, withoutPossible, asCall, categories, missed }) {
  say(
    `\n${title}: ${share(found, total)} found, ${share(withoutPossible, total)} without "possible", ${share(asCall, total)} as call`,
  );
  for (const [name, row] of Object.entries(categories)) {
    say(`  ${name.padEnd(44)} ${share(row.found, row.total)}`);
  }
  const sorted = missed.toSorted((a, b) =>
    a.category < b.category ? -1 : a.category > b.category ? 1 : 0,
  );
  for (const { category, from, to, through } of sorted.slice(0, showAll ? undefined : SHOWN)) {
    say(`    [${category}] ${from} -> ${to}${through ? `  ${JSON.stringify(through)}` : ""}`);
  }
  if (!showAll && missed.length > SHOWN) say(`    … ${missed.length - SHOWN} more (--all)`);
}

function share(part, whole) {
  return `${part}/${whole} ${whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`}`;
}
