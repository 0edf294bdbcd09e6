import { readKnowledge } from "../../src/assessment/read-knowledge.ts";
import { solveCalls } from "../../src/callgraph/solve-calls.ts";
import { composeSymbols } from "../../src/callgraph/symbols/compose-symbols.ts";
import { readStandardLayers } from "../../src/callgraph/symbols/standard-layers.ts";
import { findEventlet } from "../../src/eventlet/find-eventlet.ts";
import { knowledgeSymbols } from "../../src/eventlet/knowledge-symbols.ts";
import { readModule } from "../../src/python/read-module.ts";
import { assessReadiness } from "../../src/readiness/assess-readiness.ts";
import { readAsset } from "../../src/shipped.ts";
import { type Files, type ProgramOptions, programOf } from "../eventlet/programs.ts";
import { parser } from "../python/python-files.ts";
import { type Assessed, OBSTACLES } from "./assessed.ts";
import type { TestProgram } from "./notation.ts";

const knowledge = await readKnowledge();
const [stdlib = "", callbacks = "", packages = ""] = await Promise.all(
  ["stdlib", "callbacks", "packages"].map((name) => readAsset(`python/${name}.json`)),
);
const externals = composeSymbols([
  ...knowledgeSymbols(knowledge),
  ...readStandardLayers({ stdlib, callbacks, packages }),
]);

/** Call graph and findings of one file. */
function analysedSource(text: string, module = "app"): TestProgram {
  const path = `${module}.py`;
  const graph = solveCalls({
    modules: [readModule({ path, module, isPackage: false, text }, parser)],
    libraries: [],
    testPaths: new Set(),
    declaredEntries: [],
    externals,
    options: { maxSteps: 1_000_000, fallbackCap: 5 },
  });
  return { graph, findings: findEventlet({ graph, knowledge, signalFiles: [], dependencies: [] }) };
}

/** The rooms up to readiness run on Python text: what detectors see in real code. */
export function assessedSource(text: string, module = "app"): Assessed {
  const { readiness } = judged(analysedSource(text, module));
  return {
    readiness,
    of: (id) => readiness.verdicts.find((verdict) => verdict.function === `${module}.${id}`),
  };
}

/** The same for a program of several files. */
export function assessedFiles(files: Files, options: ProgramOptions = {}): Assessed {
  return judged(programOf(files, options));
}

function judged({ graph, findings }: TestProgram): Assessed {
  const readiness = assessReadiness({
    graph,
    findings,
    knowledge,
    obstacles: OBSTACLES,
    strategy: "balanced",
    publicApi: { isLibrary: false },
  });
  return { readiness, of: (id) => readiness.verdicts.find((verdict) => verdict.function === id) };
}
