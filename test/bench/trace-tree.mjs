/** A recorded run and the tree it ran on: which node of the graph a recorded frame belongs to. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** Frames that Python makes for an expression; they run as part of the function around them. */
const FOLDED = /\.?(<locals>\.)?<(listcomp|genexpr|dictcomp|setcomp)>$/;

export function readTrace(path) {
  const bytes = readFileSync(path);
  return JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

export function parseKey(key) {
  const [, path, line, qualname] = /^(.*?):(\d+):(.*)$/s.exec(key);
  return { path, line: Number(line), qualname };
}

/** @returns {(key: string) => readonly object[]} the nodes that a recorded frame may be */
export function nodeFinder(graph) {
  const byPath = new Map();
  for (const node of graph.nodes) {
    if (node.kind === "external") continue;
    if (!byPath.has(node.path)) byPath.set(node.path, []);
    byPath.get(node.path).push(node);
  }
  return (key) => {
    const { path, line, qualname } = parseKey(key);
    const nodes = byPath.get(path) ?? [];
    if (qualname === "<module>") return nodes.filter((node) => node.kind === "module");
    if (FOLDED.test(qualname)) return innermost(nodes, line, unfold(qualname));
    const here = nodes.filter((node) => node.kind !== "module" && startsAt(node, line));
    const name = qualname.split(".").at(-1);
    const named = here.filter((node) => lastName(node) === name);
    return named.length > 0
      ? named
      : here.filter((node) => isLambda(node) === (name === "<lambda>"));
  };
}

function startsAt(node, line) {
  return node.line === line || node.decoratorLine === line;
}

function isLambda(node) {
  return node.kind === "lambda";
}

function lastName(node) {
  const name = node.id.replace(/@.*$/, "").split(".").at(-1).replace(/#\d+$/, "");
  return name.startsWith("<lambda") ? "<lambda>" : name;
}

function unfold(qualname) {
  let name = qualname;
  while (FOLDED.test(name)) name = name.replace(FOLDED, "");
  return name.split(".").at(-1);
}

function innermost(nodes, line, name) {
  const around = nodes.filter(
    (node) => node.kind === "module" || (node.line <= line && line <= node.endLine),
  );
  const named = around.filter((node) => lastName(node) === name);
  const best = (named.length > 0 ? named : around).toSorted((a, b) => b.line - a.line)[0];
  return best === undefined ? [] : [best];
}
