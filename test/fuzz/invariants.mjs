/** What must hold of every result, whatever the input. Each check gives problems as texts. */
import { tameText } from "../../dist/python/tree/tame-text.js";

/** No file is dropped in silence. */
export function checkFiles(source, written) {
  const told = new Set([...source.files, ...source.skipped].map(({ path }) => path));
  return written
    .filter((path) => path.endsWith(".py") && !told.has(path))
    .filter((path) => !source.skipped.some((skipped) => path.startsWith(skipped.path)))
    .map((path) => `files: ${JSON.stringify(path)} is neither read nor skipped`);
}

/** Every place exists, and whatever the parser could not read has a diagnostic. */
export function checkFacts(file, facts, parser) {
  const lines = file.text.split("\n").length + 1;
  const problems = [...badScopes(facts, lines), ...badSites(facts, lines)];
  if (facts.code.some((value) => !Number.isInteger(value)))
    problems.push("a constraint is no number");
  if (facts.diagnostics.length === 0 && parser.parse(tameText(file.text))?.hasError !== false)
    problems.push("the parser met an error that no diagnostic tells of");
  return problems.map((problem) => `facts of ${JSON.stringify(file.path)}: ${problem}`);
}

function badScopes({ scopes }, lines) {
  return scopes
    .filter(({ line, endLine }) => line < 1 || line > lines || endLine < line)
    .map(({ qualifiedName, line, endLine }) => `${qualifiedName} on ${line}-${endLine}`);
}

function badSites({ sites, scopes }, lines) {
  const problems = [];
  for (let at = 0; at < sites.length; at += 6) {
    const [line, , endLine, , scope] = sites.subarray(at, at + 5);
    if (line < 1 || endLine < line || endLine > lines || scope >= scopes.length)
      problems.push(`site ${at / 6} on ${line}-${endLine} in scope ${scope}`);
  }
  return problems;
}

/** Names are unique, edges have ends, and the solver came to an end by itself. */
export function checkGraph(graph, mayGiveUp = false) {
  const problems =
    graph.isComplete || mayGiveUp ? [] : [`call graph: gave up after ${graph.steps} steps`];
  const ids = new Set(graph.nodes.map(({ id }) => id));
  if (ids.size !== graph.nodes.length) problems.push("call graph: two nodes of one name");
  for (const { from, to } of graph.edges) {
    for (const end of [from, to])
      if (!ids.has(end)) problems.push(`call graph: edge to nowhere, ${JSON.stringify(end)}`);
  }
  return problems;
}

/** It can be saved, holds no number that is none, and tells what was expected of it. */
export function checkResult(assessment, html, codes) {
  const problems = [];
  const told = new Set(assessment.diagnostics.map(({ code }) => code));
  for (const code of codes) if (!told.has(code)) problems.push(`assessment: no diagnostic ${code}`);
  const again = JSON.parse(JSON.stringify(assessment));
  if (again.functions.length !== assessment.functions.length)
    problems.push("assessment: not saved");
  visitNumbers(assessment, (path) => problems.push(`assessment: ${path} is no number`));
  if (!html.startsWith("<!DOCTYPE html>") && !html.startsWith("<!doctype html>"))
    problems.push("report: no page");
  return problems;
}

function visitNumbers(value, complain, path = "") {
  if (typeof value === "number" && !Number.isFinite(value)) complain(path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) visitNumbers(inner, complain, `${path}.${key}`);
}
