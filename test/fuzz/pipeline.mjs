/** One repository through every stage of the built program, each result looked at. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { judge } from "../../dist/assessment/assess.js";
import { readKnowledge } from "../../dist/assessment/read-knowledge.js";
import { solveCalls } from "../../dist/callgraph/solve-calls.js";
import { composeSymbols } from "../../dist/callgraph/symbols/compose-symbols.js";
import { readSymbolTable } from "../../dist/callgraph/symbols/symbol-table.js";
import { knowledgeSymbols } from "../../dist/eventlet/knowledge-symbols.js";
import { readModule } from "../../dist/python/read-module.js";
import { createParser } from "../../dist/python/tree/parser.js";
import { renderHtml } from "../../dist/report/render-html.js";
import { loadReportTexts } from "../../dist/report/report-texts.js";
import { readAsset, readAssetBytes, readPythonGrammar, readTemplates } from "../../dist/shipped.js";
import { readSource } from "../../dist/source/read-source.js";
import { checkFacts, checkFiles, checkGraph, checkResult } from "./invariants.mjs";

const OPTIONS = { strategy: "balanced", profile: "experienced", seed: 1, draws: 200 };
const SILENT = { stage() {}, update() {}, computing: (compute) => compute() };
const MIN_STEPS = 1_000_000;
const STEPS_PER_INTEGER = 40;

/** @returns a function that gives the problems of a repository, each as one text */
export async function openPipeline(scratch) {
  const parser = await createParser({ grammarWasm: await readPythonGrammar() });
  const knowledge = await readKnowledge(undefined);
  const tables = await Promise.all(
    ["stdlib", "packages"].map((name) => readAsset(`python/${name}.json`)),
  );
  const layers = [
    ...knowledgeSymbols(knowledge),
    ...tables.map((text) => ({ table: readSymbolTable(text) })),
  ];
  const externals = composeSymbols(layers);
  const shipped = { templates: readTemplates, asset: readAsset, assetBytes: readAssetBytes };
  const tools = { parser, knowledge, externals, texts: await loadReportTexts(shipped, "en") };
  let count = 0;
  return async (repository) => {
    const folder = join(scratch, `repository${count++}`);
    try {
      write(folder, repository.files);
      return await problemsOf(folder, repository, tools);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

function write(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

async function problemsOf(folder, repository, tools) {
  const problems = [];
  let stage = "files";
  try {
    const { files, codes, maxFileBytes } = repository;
    const source = await readSource(folder, maxFileBytes === undefined ? {} : { maxFileBytes });
    problems.push(...checkFiles(source, Object.keys(files)));
    stage = "facts";
    const facts = source.files.map((file) => factsOf(file, tools.parser, problems));
    stage = "call graph";
    const graph = solve(facts, tools.externals);
    problems.push(...checkGraph(graph, repository.mayGiveUp));
    stage = "assessment";
    const analysis = {
      tool: { name: "assess", version: "0" },
      source,
      facts,
      graph,
      diagnostics: [],
    };
    const assessment = await judge({ ...analysis, knowledge: tools.knowledge }, OPTIONS, SILENT);
    stage = "report";
    const { content } = renderHtml(assessment, { lang: "en" }, tools.texts);
    problems.push(...checkResult(assessment, content, codes ?? []));
  } catch (error) {
    problems.push(`${stage}: ${error instanceof Error ? error.stack : String(error)}`);
  }
  return problems;
}

function factsOf(file, parser, problems) {
  try {
    const facts = readModule(file, parser);
    problems.push(...checkFacts(file, facts, parser));
    return facts;
  } catch (error) {
    problems.push(
      `facts of ${JSON.stringify(file.path)}: ${error instanceof Error ? error.stack : error}`,
    );
    return readModule({ ...file, text: "" }, parser);
  }
}

function solve(facts, externals) {
  const size = facts.reduce((sum, { code }) => sum + code.length, 0);
  return solveCalls({
    modules: facts,
    libraries: [],
    testPaths: new Set(),
    declaredEntries: [],
    externals,
    options: { maxSteps: Math.max(MIN_STEPS, size * STEPS_PER_INTEGER), fallbackCap: 5 },
  });
}
