import type { CallGraph } from "../callgraph/call-graph.ts";
import { type SolveInput, solveCalls } from "../callgraph/solve-calls.ts";
import { composeSymbols } from "../callgraph/symbols/compose-symbols.ts";
import { readStandardLayers } from "../callgraph/symbols/standard-layers.ts";
import { readSymbolTable } from "../callgraph/symbols/symbol-table.ts";
import type { Knowledge } from "../eventlet/catalogue.ts";
import { knowledgeSymbols } from "../eventlet/knowledge-symbols.ts";
import type { ModuleFacts } from "../python/module-facts.ts";
import { readAsset, readTool } from "../shipped.ts";
import { openLibraries } from "../source/library-reader.ts";
import { findLibraryRoots } from "../source/library-roots.ts";
import { readSource } from "../source/read-source.ts";
import type { Diagnostic, SourceFile, SourceTree } from "../source/source-tree.ts";
import type { Assessment } from "./assessment.ts";
import { followLibraries } from "./follow-libraries.ts";
import { checkMemory } from "./memory-need.ts";
import { type FactsOptions, readFacts } from "./read-facts.ts";
import { readKnowledge, type UserKnowledge } from "./read-knowledge.ts";

export interface AnalyseOptions {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly maxFileBytes?: number;
  /** Worker threads; default one per core. */
  readonly workers?: number;
  /** Megabytes that the run may need; absent: what the process may allocate. */
  readonly memoryMegabytes?: number;
  /** Folder of the facts cache; absent: no cache. */
  readonly cacheFolder?: string;
  readonly knowledge?: UserKnowledge;
  /** Folders of installed packages whose code is followed too. */
  readonly libraries?: readonly string[];
  /** A virtualenv whose site-packages is followed too. */
  readonly venv?: string;
}

/** Told what is going on; every number is a count of the stage's items. */
export interface Progress {
  stage(name: string): void;
  update(done: number, total: number): void;
  /** Runs what computes for long without giving way to the event loop. */
  computing<Result>(compute: () => Result): Result;
}

/** Steps of the solver per constraint before it gives up: counted, never timed. */
const STEPS_PER_CONSTRAINT = 200;
const FALLBACK_CAP = 5;
/** Modules of installed packages that are read at most. */
const LIBRARY_BUDGET = 2000;
/** Raised whenever `ModuleFacts` changes its meaning: cached facts of another format are not seen. */
const FACTS_FORMAT = 1;

/** What the repository holds and how its functions call each other. */
export interface Analysis {
  readonly tool: Assessment["tool"];
  readonly source: SourceTree;
  readonly facts: readonly ModuleFacts[];
  readonly knowledge: Knowledge;
  readonly graph: CallGraph;
  /** What was left out of the installed packages. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The first half of the run: files, facts and the call graph. */
export async function analyse(
  root: string,
  options: AnalyseOptions,
  progress: Progress,
): Promise<Analysis> {
  const tool = await readTool();
  progress.stage("files");
  const source = await readSource(root, {
    ...(options.include === undefined ? {} : { include: options.include }),
    ...(options.exclude === undefined ? {} : { exclude: options.exclude }),
    ...(options.maxFileBytes === undefined ? {} : { maxFileBytes: options.maxFileBytes }),
    onProgress: (done, total) => progress.update(done, total),
  });
  checkMemory(linesOf(source.files), options.memoryMegabytes);
  const toFacts = (files: readonly SourceFile[]) =>
    readFacts(files, factsOptions(tool.version, options, progress));
  progress.stage("facts");
  const facts = await toFacts(source.files);
  progress.stage("call graph");
  const knowledge = await readKnowledge(options.knowledge);
  const input = await solveInput(source, facts, knowledge);
  const { libraries = [], venv } = options;
  const roots = await findLibraryRoots(libraries, venv === undefined ? [] : [venv]);
  const reader = openLibraries(roots, LIBRARY_BUDGET);
  const isKnown = (name: string) => input.externals.isDescribed(name) || input.isStandard(name);
  const solved =
    roots.length === 0
      ? { graph: progress.computing(() => solveCalls(input)), diagnostics: [] }
      : await followLibraries(input, { reader, isKnown, toFacts }, (compute) =>
          progress.computing(compute),
        );
  return { tool: { name: "assess", version: tool.version }, source, facts, knowledge, ...solved };
}

function linesOf(files: readonly SourceFile[]): number {
  return files.reduce((sum, { lines }) => sum + lines, 0);
}

function factsOptions(
  version: string,
  { workers, cacheFolder }: AnalyseOptions,
  progress: Progress,
): FactsOptions {
  return {
    cacheKey: `${version}/${FACTS_FORMAT}`,
    onProgress: (done, total) => progress.update(done, total),
    ...(workers === undefined ? {} : { workers }),
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
  };
}

async function solveInput(
  source: SourceTree,
  facts: readonly ModuleFacts[],
  knowledge: Knowledge,
): Promise<SolveInput & { readonly isStandard: (name: string) => boolean }> {
  const [stdlib, callbacks, packages] = await Promise.all(
    ["python/stdlib.json", "python/callbacks.json", "python/packages.json"].map(readAsset),
  );
  const texts = { stdlib: stdlib ?? "", callbacks: callbacks ?? "", packages: packages ?? "" };
  const standard = readSymbolTable(texts.stdlib);
  const layers = [...knowledgeSymbols(knowledge), ...readStandardLayers(texts)];
  const constraints = facts.reduce((sum, { code }) => sum + code.length, 0) / 5;
  return {
    isStandard: (name) => standard.symbol(name.split(".")[0] ?? name) !== undefined,
    modules: facts,
    libraries: [],
    testPaths: new Set(source.files.filter(({ isTest }) => isTest).map(({ path }) => path)),
    declaredEntries: source.entryPoints.map(({ module, attribute, ...entry }) => ({
      ...entry,
      target: attribute === undefined ? module : `${module}:${attribute}`,
    })),
    externals: composeSymbols(layers),
    options: {
      maxSteps: Math.max(1_000_000, Math.ceil(constraints * STEPS_PER_CONSTRAINT)),
      fallbackCap: FALLBACK_CAP,
    },
  };
}
