import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { CallGraph } from "../../src/callgraph/call-graph.ts";
import type { ExternalSymbols } from "../../src/callgraph/program/external-symbols.ts";
import type { SolveInput } from "../../src/callgraph/solve-calls.ts";
import { solveCalls } from "../../src/callgraph/solve-calls.ts";
import { composeSymbols } from "../../src/callgraph/symbols/compose-symbols.ts";
import { readStandardLayers } from "../../src/callgraph/symbols/standard-layers.ts";
import type { SymbolLayer } from "../../src/callgraph/symbols/symbol-layer.ts";
import type { ModuleFacts } from "../../src/python/module-facts.ts";
import { readModule } from "../../src/python/read-module.ts";
import { parser } from "../python/python-files.ts";

const ASSETS = new URL("../../assets/python/", import.meta.url);
const asset = (name: string): string => readFileSync(new URL(name, ASSETS), "utf8");

const standard = readStandardLayers({
  stdlib: asset("stdlib.json"),
  callbacks: asset("callbacks.json"),
  packages: asset("packages.json"),
});
export const externals = composeSymbols(standard);

/** The standard knowledge below some of one's own. */
export function knowing(layer: SymbolLayer): ExternalSymbols {
  return composeSymbols([layer, ...standard]);
}

/** Facts of every Python file below a folder; the folder is the import root. */
export function readFixture(folder: string): ModuleFacts[] {
  return pythonFiles(folder).map((path) => {
    const parts = relative(folder, path).replace(/\.py$/, "").split(sep);
    const isPackage = parts.at(-1) === "__init__";
    const module = (isPackage ? parts.slice(0, -1) : parts).join(".");
    const name = relative(folder, path).split(sep).join("/");
    return readModule({ path: name, module, isPackage, text: readFileSync(path, "utf8") }, parser);
  });
}

/** Facts of files given as text, by path. */
export function readTexts(files: Readonly<Record<string, string>>): ModuleFacts[] {
  return Object.entries(files).map(([path, text]) => {
    const parts = path.replace(/\.py$/, "").split("/");
    const isPackage = parts.at(-1) === "__init__";
    const module = (isPackage ? parts.slice(0, -1) : parts).join(".");
    return readModule({ path, module, isPackage, text }, parser);
  });
}

export function solve(
  modules: readonly ModuleFacts[],
  more: Partial<Omit<SolveInput, "modules">> = {},
): CallGraph {
  return solveCalls({
    modules,
    libraries: [],
    testPaths: new Set(),
    declaredEntries: [],
    externals,
    options: { maxSteps: 1_000_000, fallbackCap: 5 },
    ...more,
  });
}

/**
 * The whole edge set: caller → callees, every function a key. A callee stands by its id; in front of
 * it `spawn` or `callback` where it is not called inline, behind it the confidence where it is not
 * certain.
 */
export function adjacency(graph: CallGraph): Record<string, string[]> {
  const table: Record<string, Set<string>> = {};
  for (const node of graph.nodes) {
    if (node.kind !== "external") table[node.id] = new Set();
  }
  for (const { from, to, kind, confidence } of graph.edges) {
    const before = kind === "call" ? "" : `${kind} `;
    const behind = confidence === "certain" ? "" : ` (${confidence})`;
    table[from]?.add(`${before}${to}${behind}`);
  }
  return Object.fromEntries(Object.entries(table).map(([key, set]) => [key, [...set].sort()]));
}

function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .map((name) => join(folder, name))
    .sort();
}
