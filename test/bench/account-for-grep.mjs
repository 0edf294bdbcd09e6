/**
 * Every line of a repository that a grep for Eventlet's names finds, and what became of it: a
 * recorded use or signal, or the reason why there is none.
 * Usage: node test/bench/account-for-grep.mjs ROOT... [--open]
 */
import { basename, resolve } from "node:path";
import { analyse } from "../../dist/assessment/analyse.js";
import { findEventlet } from "../../dist/eventlet/find-eventlet.js";
import { say, usage } from "./say.mjs";
import { stopwatch } from "./stopwatch.mjs";

const NAMES =
  /\b(?:eventlet|greenthread|greenpool|GreenPool|GreenPile|GreenThread|monkey_patch|green_?let|GreenletExit|spawn_n|spawn_after|tpool|corolocal|trampoline|greenio)\b/;
const SHOWN = 40;

const roots = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const showsOpen = process.argv.includes("--open");
if (roots.length === 0) usage("node test/bench/account-for-grep.mjs ROOT... [--open]");

for (const root of roots) {
  const { name, lines, reasons, open } = await account(resolve(root));
  const explained = lines - open.length;
  const share = lines === 0 ? 100 : (100 * explained) / lines;
  say(`${name}: ${lines} lines, ${explained} accounted for (${share.toFixed(1)} %)`);
  for (const [reason, count] of Object.entries(reasons).sort((a, b) => b[1] - a[1])) {
    say(`  ${String(count).padStart(6)}  ${reason}`);
  }
  if (showsOpen) for (const line of open.slice(0, SHOWN)) say(`  open: ${line}`);
}

async function account(root) {
  const { graph, source, knowledge } = await analyse(root, {}, stopwatch());
  const findings = findEventlet({
    graph,
    knowledge,
    signalFiles: source.signalFiles,
    dependencies: source.dependencies,
    sourceFiles: source.files,
  });
  const recorded = placesOf(findings);
  const called = ownCalls(graph);
  const factsOf = new Map(graph.modules.map((facts) => [facts.path, facts]));
  const reasons = {};
  const open = [];
  let lines = 0;
  const scanned = [...source.files, ...source.signalFiles];
  for (const { path, text } of new Map(scanned.map((file) => [file.path, file])).values()) {
    const explain =
      path.endsWith(".py") || factsOf.has(path) ? python(text, factsOf.get(path)) : () => undefined;
    for (const [at, line] of text.split("\n").entries()) {
      if (!NAMES.test(line)) continue;
      lines += 1;
      const reason =
        recorded.get(`${path}:${at + 1}`) ??
        explain(at + 1, line) ??
        called.get(`${path}:${at + 1}`) ??
        outside(path, line);
      if (reason === undefined) open.push(`${path}:${at + 1}: ${line.trim().slice(0, 120)}`);
      else reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
  }
  return { name: basename(root), lines, reasons, open };
}

/** Where something was recorded. */
function placesOf({ uses, signals, patterns, patchCalls }) {
  const places = new Map();
  for (const { path, line } of patterns) places.set(`${path}:${line}`, "pattern");
  for (const { path, line } of signals) places.set(`${path}:${line}`, "signal");
  for (const { path, line, how } of uses) {
    places.set(`${path}:${line}`, how === "import" ? "import" : "use");
  }
  for (const { path, line } of patchCalls) places.set(`${path}:${line}`, "patch");
  return places;
}

/** Lines that call, read or hand over something of the repository's own. */
function ownCalls(graph) {
  const places = new Map();
  for (const { from, to, sites } of graph.edges) {
    const target = graph.node(to);
    if (target?.path === undefined || !NAMES.test(to.replaceAll(/[._]/g, " ") + to)) continue;
    const path = graph.node(from)?.path;
    for (const { line } of sites) places.set(`${path}:${line}`, "call of the repository's own");
  }
  return places;
}

/** What a line of Python is, when it is no use: comment, text, a name of the repository's own. */
function python(text, facts) {
  const lines = text.split("\n");
  const texts = stringLines(lines);
  const own = new Set(facts?.scopes.map(({ line }) => line) ?? []);
  const imports = new Set(
    facts?.imports.map(({ site }) => facts.sites[site * 6]).filter((line) => line !== undefined) ??
      [],
  );
  const foreign = new Set(
    facts?.imports
      .filter(({ module }) => /^(?:eventlet|greenlet)\b/.test(module))
      .map(({ module, name, alias }) => alias ?? name ?? module.split(".")[0]) ?? [],
  );
  const isForeign = (name) => foreign.has(name);
  return (number, line) => {
    if (texts.has(number)) return "docstring or text";
    const bare = withoutText(line);
    if (!NAMES.test(bare)) return isComment(line) ? "comment" : "text in a string";
    if (imports.has(number)) return "import of the repository's own module";
    if (own.has(number) && /^\s*(?:async\s+)?(?:def|class)\b/.test(line))
      return "definition of the repository's own";
    return ownName(bare, isForeign);
  };
}

function isComment(line) {
  return line.includes("#") && !NAMES.test(line.replace(/#.*/, ""));
}

/** Which name of the repository's own, or of another object, code without its strings holds. */
function ownName(bare, isForeign) {
  if (/^\s*(?:from|import)\b/.test(bare)) return "import of the repository's own module";
  if (/^\s*[\w.]+\s*(?::.*)?=\s*(?:None|True|False|\[\]|\{\})?\s*$/.test(bare))
    return "name of the repository's own";
  // `self.greenthread.cancel()`: the grep meant a name that the repository gave.
  if (!NAMES.test(bare.replace(/\b(?:self|cls)(?:\.\w+)+/g, "self")))
    return "attribute of the repository's own";
  if (/\bgevent\b/.test(bare)) return "gevent's name";
  // `app.utils.monkey_patch.assert_called()`, `monkey_patch=True`: of another object of that name.
  const rest = bare.replace(/\b(\w+)(?:\.\w+)+/g, (chain, root) => (isForeign(root) ? chain : ""));
  return NAMES.test(rest.replace(/\b\w+\s*=(?!=)/g, "")) ? undefined : "name of another object";
}

/** Lines inside triple-quoted text. */
function stringLines(lines) {
  const found = new Set();
  let quote;
  for (const [at, line] of lines.entries()) {
    const marks = [...line.matchAll(/"""|'''/g)].map(([mark]) => mark);
    const wasInside = quote !== undefined;
    for (const mark of marks) {
      if (quote === undefined) quote = mark;
      else if (quote === mark) quote = undefined;
    }
    if (wasInside || quote !== undefined || marks.length > 1) found.add(at + 1);
  }
  return found;
}

function withoutText(line) {
  return line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""').replace(/#.*/, "");
}

/** Files that are no code: what the signals leave. */
function outside(path, line) {
  if (
    /\.(?:rst|md|txt|html?|po|pot)$|(?:^|\/)releasenotes\/|(?:^|\/)(?:CHANGES|CHANGELOG|NEWS|AUTHORS|ChangeLog)/i.test(
      path,
    )
  ) {
    return "documentation";
  }
  if (/^\s*[#;]/.test(line) || /^\s*\/\//.test(line)) return "comment";
  return undefined;
}
