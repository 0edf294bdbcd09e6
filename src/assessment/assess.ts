import type { CallGraph } from "../callgraph/call-graph.ts";
import { type SolveInput, solveCalls } from "../callgraph/solve-calls.ts";
import { composeSymbols } from "../callgraph/symbols/compose-symbols.ts";
import { readSymbolTable } from "../callgraph/symbols/symbol-table.ts";
import { loadEffortModel } from "../effort/effort-model.ts";
import type { Assumption, RiskEvent } from "../effort/estimate.ts";
import { estimateEffort } from "../effort/estimate-effort.ts";
import type { Team } from "../effort/make-plan.ts";
import type { Knowledge } from "../eventlet/catalogue.ts";
import { findEventlet } from "../eventlet/find-eventlet.ts";
import { knowledgeSymbols } from "../eventlet/knowledge-symbols.ts";
import type { ModuleFacts } from "../python/module-facts.ts";
import { assessReadiness } from "../readiness/assess-readiness.ts";
import type { ObstacleCatalogue } from "../readiness/obstacle-catalogue.ts";
import type { Strategy } from "../readiness/readiness.ts";
import { readAsset, readTool } from "../shipped.ts";
import { readSource } from "../source/read-source.ts";
import type { SourceTree } from "../source/source-tree.ts";
import type { Assessment, AssessmentDiagnostic, Branding } from "./assessment.ts";
import { buildAssessment } from "./build-assessment.ts";
import { readFacts } from "./read-facts.ts";
import { readKnowledge, readObstacles, type UserKnowledge } from "./read-knowledge.ts";

export interface AnalyseOptions {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly maxFileBytes?: number;
  /** Worker threads; default one per core. */
  readonly workers?: number;
  /** Folder of the facts cache; absent: no cache. */
  readonly cacheFolder?: string;
  readonly knowledge?: UserKnowledge;
  /** Folders of installed packages whose code is followed too. */
  readonly libraries?: readonly string[];
  /** A virtualenv whose site-packages is followed too. */
  readonly venv?: string;
}

export interface AssessOptions extends AnalyseOptions {
  readonly strategy: Strategy;
  readonly profile: string;
  readonly seed: number;
  readonly draws: number;
  readonly team?: Team;
  readonly dayRate?: { readonly currency: string; readonly amount: number };
  readonly effortModel?: Readonly<Record<string, unknown>>;
  readonly assumptions?: readonly Assumption[];
  readonly risks?: readonly RiskEvent[];
  readonly branding?: Branding;
  /** ISO date that stands in for the commit's (SOURCE_DATE_EPOCH). */
  readonly date?: string;
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
/** Raised whenever `ModuleFacts` changes its meaning: cached facts of another format are not seen. */
const FACTS_FORMAT = 1;

/** What the repository holds and how its functions call each other. */
export interface Analysis {
  readonly tool: Assessment["tool"];
  readonly source: SourceTree;
  readonly facts: readonly ModuleFacts[];
  readonly knowledge: Knowledge;
  readonly graph: CallGraph;
}

/** The whole run: repository in, Assessment out. */
export async function assess(
  root: string,
  options: AssessOptions,
  progress: Progress,
): Promise<Assessment> {
  return judge(await analyse(root, options, progress), options, progress);
}

/** The second half of the run: what the call graph means for Eventlet's users. */
export async function judge(
  analysis: Analysis,
  options: AssessOptions,
  progress: Progress,
): Promise<Assessment> {
  const { graph, knowledge, source } = analysis;
  progress.stage("knowledge");
  const obstacles = await readObstacles();
  const findings = progress.computing(() =>
    findEventlet({
      graph,
      knowledge,
      signalFiles: source.signalFiles,
      dependencies: source.dependencies,
    }),
  );
  progress.stage("readiness");
  const { strategy } = options;
  const readiness = progress.computing(() =>
    assessReadiness({ graph, findings, knowledge, obstacles, strategy }),
  );
  progress.stage("effort");
  const shipped = await readAsset("knowledge/effort-model.json");
  const model = loadEffortModel(shipped, options.effortModel);
  const { estimate, plan } = progress.computing(() =>
    estimateEffort({ graph, findings, knowledge, readiness, model }, effortOptions(options)),
  );
  return buildAssessment({
    ...analysis,
    findings,
    readiness,
    estimate,
    plan,
    rules: { ...obstacleRules(obstacles), ...patternRules(knowledge) },
    options: recordedOptions(options),
    ...(options.branding === undefined ? {} : { branding: options.branding }),
    ...(options.date === undefined ? {} : { date: options.date }),
    diagnostics: gatherDiagnostics(analysis),
  });
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
  progress.stage("facts");
  const facts = await readFacts(source.files, {
    cacheKey: `${tool.version}/${FACTS_FORMAT}`,
    onProgress: (done, total) => progress.update(done, total),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    ...(options.cacheFolder === undefined ? {} : { cacheFolder: options.cacheFolder }),
  });
  progress.stage("call graph");
  const knowledge = await readKnowledge(options.knowledge);
  const input = await solveInput(source, facts, knowledge);
  const graph = progress.computing(() => solveCalls(input));
  return { tool: { name: "assess", version: tool.version }, source, facts, knowledge, graph };
}

async function solveInput(
  source: SourceTree,
  facts: readonly ModuleFacts[],
  knowledge: Knowledge,
): Promise<SolveInput> {
  const tables = await Promise.all(["python/stdlib.json", "python/packages.json"].map(readAsset));
  const layers = [
    ...knowledgeSymbols(knowledge),
    ...tables.map((text) => ({ table: readSymbolTable(text) })),
  ];
  const constraints = facts.reduce((sum, { code }) => sum + code.length, 0) / 5;
  return {
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

function effortOptions(options: AssessOptions) {
  const { profile, seed, draws, team, dayRate, assumptions, risks } = options;
  return {
    profile,
    seed,
    draws,
    ...(team === undefined ? {} : { team }),
    ...(dayRate === undefined ? {} : { dayRate }),
    ...(assumptions === undefined ? {} : { extraAssumptions: assumptions }),
    ...(risks === undefined ? {} : { extraRisks: risks }),
  };
}

/** Only what shapes the result: where the cache lies or how many threads ran does not. */
function recordedOptions(options: AssessOptions): Assessment["options"] {
  const { strategy, profile, seed, draws, team, maxFileBytes, include, exclude, dayRate } = options;
  return {
    strategy,
    profile,
    seed,
    draws,
    include: include?.join(",") ?? null,
    exclude: exclude?.join(",") ?? null,
    maxFileBytes: maxFileBytes ?? null,
    teamPeople: team?.people ?? null,
    teamVelocity: team?.velocity ?? null,
    teamStart: team?.start ?? null,
    dayRate: dayRate?.amount ?? null,
    currency: dayRate?.currency ?? null,
  };
}

type Rules = Assessment["rules"];

function obstacleRules({ entries }: ObstacleCatalogue): Rules {
  return Object.fromEntries(
    [...entries].map(([id, { title, why, remedy }]) => [id, { title, why, remedy }]),
  );
}

function patternRules({ patterns }: Knowledge): Rules {
  return Object.fromEntries(
    [...patterns].map(([id, { title, why, remedy }]) => [id, { title, why, remedy }]),
  );
}

function gatherDiagnostics({ source, graph }: Analysis): AssessmentDiagnostic[] {
  const fromFacts = graph.modules.flatMap(({ path, diagnostics }) =>
    diagnostics.map((diagnostic) => ({ ...diagnostic, path })),
  );
  const skipped = source.skipped.map(({ path, why }) => ({
    code: `skipped-${why}`,
    severity: "info" as const,
    path,
    message: `Not assessed: ${why.replaceAll("-", " ")}.`,
  }));
  const budget = graph.isComplete
    ? []
    : [
        {
          code: "solver-budget",
          severity: "warning" as const,
          message: `The call graph stopped after ${graph.steps} steps: edges are missing.`,
        },
      ];
  return [...source.diagnostics, ...fromFacts, ...skipped, ...budget];
}
