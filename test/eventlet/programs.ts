import type { CallGraph } from "../../src/callgraph/call-graph.ts";
import { solveCalls } from "../../src/callgraph/solve-calls.ts";
import { composeSymbols } from "../../src/callgraph/symbols/compose-symbols.ts";
import { readStandardLayers } from "../../src/callgraph/symbols/standard-layers.ts";
import { readSymbolTable } from "../../src/callgraph/symbols/symbol-table.ts";
import type { Knowledge } from "../../src/eventlet/catalogue.ts";
import { type EventletInput, findEventlet } from "../../src/eventlet/find-eventlet.ts";
import type { EventletFindings } from "../../src/eventlet/findings.ts";
import { knowledgeSymbols } from "../../src/eventlet/knowledge-symbols.ts";
import { readModule } from "../../src/python/read-module.ts";
import { readAsset } from "../../src/shipped.ts";
import { parser } from "../python/python-files.ts";
import { knowledge } from "./knowledge.ts";

const [stdlib = "", callbacks = "", packages = ""] = await Promise.all(
  ["stdlib", "callbacks", "packages"].map((name) => readAsset(`python/${name}.json`)),
);
const standard = readStandardLayers({ stdlib, callbacks, packages });
const table = readSymbolTable(stdlib);

/** Path → Python text. */
export type Files = Readonly<Record<string, string>>;

export interface ProgramOptions {
  readonly knowledge?: Knowledge;
  readonly scripts?: readonly string[];
  /** Plugins that packaging metadata declares: group → targets. */
  readonly plugins?: Readonly<Record<string, readonly string[]>>;
  readonly signalFiles?: EventletInput["signalFiles"];
  readonly dependencies?: EventletInput["dependencies"];
}

/** The rooms up to this one, run on a small program. */
export function findingsOf(files: Files, options: ProgramOptions = {}): EventletFindings {
  return programOf(files, options).findings;
}

/** The same with the call graph. */
export function programOf(
  files: Files,
  options: ProgramOptions = {},
): { readonly graph: CallGraph; readonly findings: EventletFindings } {
  const used = options.knowledge ?? knowledge;
  const graph = graphOf(files, used, options);
  const findings = findEventlet({
    graph,
    knowledge: used,
    signalFiles: options.signalFiles ?? [],
    dependencies: options.dependencies ?? [],
    isStandard: (name) => table.symbol(name) !== undefined,
    sourceFiles: Object.entries(files).map(([path, text]) => ({
      path,
      text,
      isScript: text.startsWith("#!"),
    })),
  });
  return { graph, findings };
}

function graphOf(
  files: Files,
  used: Knowledge,
  { scripts = [], plugins = {} }: ProgramOptions,
): CallGraph {
  const targets = [
    ...scripts.map((target) => ({ target, group: "console_scripts" })),
    ...Object.entries(plugins).flatMap(([group, own]) => own.map((target) => ({ target, group }))),
  ];
  const paths = Object.keys(files);
  return solveCalls({
    modules: paths.map((path) => {
      const isPackage = path.endsWith("__init__.py");
      const module = path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
      return readModule({ path, module, isPackage, text: files[path] ?? "" }, parser);
    }),
    libraries: [],
    testPaths: new Set(paths.filter((path) => path.startsWith("tests/"))),
    declaredEntries: targets.map((each) => ({
      ...each,
      name: each.target,
      path: "setup.cfg",
      line: 1,
    })),
    externals: composeSymbols([...knowledgeSymbols(used), ...standard]),
    options: { maxSteps: 1_000_000, fallbackCap: 5 },
  });
}

/** `line how api flags` of every use outside imports, in order; `!` yields, `A` is awaited, `B` blocks, `?` is a guess. */
export function usesOf(findings: EventletFindings, path: string): readonly string[] {
  return findings.uses
    .filter((use) => use.path === path && use.how !== "import")
    .map(({ line, how, api, yields, needsAwait, blocks, confidence }) =>
      [
        `${line} ${how} ${api} `,
        yields ? "!" : "",
        needsAwait ? "A" : "",
        blocks === true ? "B" : "",
        confidence === "possible" ? "?" : "",
      ]
        .join("")
        .trim(),
    );
}
