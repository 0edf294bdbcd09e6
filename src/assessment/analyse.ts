import { join } from "node:path";
import type { CallGraph } from "../callgraph/call-graph.ts";
import type { SolveInput } from "../callgraph/solve-calls.ts";
import { composeSymbols } from "../callgraph/symbols/compose-symbols.ts";
import { readStandardLayers } from "../callgraph/symbols/standard-layers.ts";
import { readSymbolTable } from "../callgraph/symbols/symbol-table.ts";
import type { Knowledge } from "../eventlet/catalogue.ts";
import { knowledgeSymbols } from "../eventlet/knowledge-symbols.ts";
import type { ModuleFacts } from "../python/module-facts.ts";
import { fingerprint, readAsset, readTool } from "../shipped.ts";
import type { Diagnostic, SourceFile, SourceTree } from "../source/source-tree.ts";
import type { Assessment } from "./assessment.ts";
import { compileLate } from "./compile-late.ts";
import { followLibraries } from "./follow-libraries.ts";
import { freeMemory } from "./free-memory.ts";
import type { LibraryRound } from "./library-rounds.ts";
import { checkMemory } from "./memory-need.ts";
import { importsNamed, neededFirst } from "./needed-first.ts";
import { type FactsOptions, readFacts, readFactsInParts } from "./read-facts.ts";
import { readKnowledge } from "./read-knowledge.ts";
import {
  type AnalyseOptions,
  openInstalled,
  type Progress,
  readRepository,
} from "./read-repository.ts";
import { solveWhileReading } from "./solve-while-reading.ts";

export type { AnalyseOptions, Progress };

/** Steps of the solver per constraint before it gives up: counted, never timed. */
const STEPS_PER_CONSTRAINT = 40;
const FALLBACK_CAP = 5;
/** What makes facts: a change in it makes cached ones worthless. */
const MAKERS_OF_FACTS = ["dist/python", "src/python", "dist/tree-sitter-python.wasm"];

/** What the repository holds and how its functions call each other. */
export interface Analysis {
  readonly tool: Assessment["tool"];
  readonly source: SourceTree;
  readonly facts: readonly ModuleFacts[];
  readonly knowledge: Knowledge;
  /** Knows the names of the standard library's modules. */
  readonly isStandard: (name: string) => boolean;
  readonly graph: CallGraph;
  /** What was left out of the installed packages. */
  readonly diagnostics: readonly Diagnostic[];
  /** What was asked of the installed packages. */
  readonly rounds: readonly LibraryRound[];
}

/** The first half of the run: files, facts and the call graph. */
export async function analyse(
  root: string,
  options: AnalyseOptions,
  progress: Progress,
): Promise<Analysis> {
  return analyseSource(await readRepository(root, options, progress), options, progress);
}

/** Facts and call graph of files that were read. */
export async function analyseSource(
  source: SourceTree,
  options: AnalyseOptions,
  progress: Progress,
): Promise<Analysis> {
  compileLate();
  const { version } = await readTool();
  checkMemory(linesOf(source.files), options.memoryMegabytes);
  progress.stage("facts");
  const first = neededFirst(source.files);
  const later = source.files.filter((file) => !first.has(file));
  const { parts, finished } = await readFactsInParts(
    [[...first], later],
    factsOptions(options, progress),
  );
  const [facts = NO_FACTS, laterFacts = NO_FACTS] = parts;
  // This thread reads what is known of the world outside while others parse.
  const outside = await readOutside(options);
  const { knowledge, installed } = outside;
  const inputOf = (modules: readonly ModuleFacts[]) => solveInput(source, modules, outside);
  const unread = later.map((file) => ({ ...file, imports: importsNamed(file) }));
  const reading = { first: facts, later: laterFacts, finished, unread, inputOf };
  const { input, graph } = await solveWhileReading(reading, progress);
  const toFacts = (files: readonly SourceFile[]) =>
    readFacts(files, factsOptions(options, progress));
  const solved =
    installed === undefined
      ? { graph, diagnostics: [], rounds: [] }
      : await followLibraries(input, graph, { ...installed, toFacts }, (compute) =>
          progress.computing(compute),
        );
  freeMemory();
  const { isStandard } = outside;
  const tool = { name: "assess", version } as const;
  return { tool, source, facts: input.modules, knowledge, isStandard, ...solved };
}

const NO_FACTS: Promise<readonly ModuleFacts[]> = Promise.resolve([]);

function linesOf(files: readonly SourceFile[]): number {
  return files.reduce((sum, { lines }) => sum + lines, 0);
}

function factsOptions({ workers, cacheFolder }: AnalyseOptions, progress: Progress): FactsOptions {
  return {
    cacheKey: fingerprint(MAKERS_OF_FACTS),
    onProgress: (done, total) => progress.update(done, total),
    ...(workers === undefined ? {} : { workers }),
    ...(cacheFolder === undefined ? {} : { cacheFolder: join(cacheFolder, "facts") }),
  };
}

/** What is known of code that is not the repository's, and the installed packages where they are asked. */
async function readOutside(options: AnalyseOptions) {
  const [stdlib = "", callbacks = "", packages = ""] = await Promise.all(
    ["python/stdlib.json", "python/callbacks.json", "python/packages.json"].map(readAsset),
  );
  const knowledge = await readKnowledge(options.knowledge);
  const standard = readStandardLayers({ stdlib, callbacks, packages });
  const externals = composeSymbols([...knowledgeSymbols(knowledge), ...standard]);
  const table = readSymbolTable(stdlib);
  const isStandard = (name: string) => table.symbol(name.split(".")[0] ?? name) !== undefined;
  const reader = await openInstalled(options);
  if (reader === undefined) return { knowledge, externals, isStandard };
  const isKnown = (id: string) => externals.isDescribed(id) || isStandard(id);
  return { knowledge, externals, isStandard, installed: { reader, isKnown } };
}

function solveInput(
  source: SourceTree,
  facts: readonly ModuleFacts[],
  { externals, isStandard }: Pick<SolveInput, "externals" | "isStandard">,
): SolveInput {
  const constraints = facts.reduce((sum, { code }) => sum + code.length, 0) / 5;
  return {
    modules: facts,
    libraries: [],
    testPaths: new Set(source.files.filter(({ isTest }) => isTest).map(({ path }) => path)),
    declaredEntries: source.entryPoints.map(({ module, attribute, ...entry }) => ({
      ...entry,
      target: attribute === undefined ? module : `${module}:${attribute}`,
    })),
    externals,
    ...(isStandard === undefined ? {} : { isStandard }),
    options: {
      maxSteps: Math.max(1_000_000, Math.ceil(constraints * STEPS_PER_CONSTRAINT)),
      fallbackCap: FALLBACK_CAP,
    },
  };
}
