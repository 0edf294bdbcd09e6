import { byCodeUnits } from "../by-code-units.ts";
import type { CallGraph, FunctionId, GraphNode } from "../callgraph/call-graph.ts";
import { defined } from "../defined.ts";
import type { FunctionEffort } from "../effort/estimate.ts";
import type { Knowledge } from "../eventlet/catalogue.ts";
import type { EventletFindings, LibraryUse } from "../eventlet/findings.ts";
import type { Verdict } from "../readiness/readiness.ts";
import { inEnglish, type Text } from "../sentence.ts";
import type {
  Assessed,
  AssessedLibrary,
  AssessedUse,
  Assessment,
  AssessmentDiagnostic,
  FunctionAssessment,
  RepositoryInfo,
} from "./assessment.ts";
import { collectExcerpts } from "./collect-excerpts.ts";
import { measureCoverage } from "./measure-coverage.ts";
import { speakEnglish } from "./speak-english.ts";
import type { StageResults } from "./stage-results.ts";
import { summarise } from "./summarise.ts";
import { summariseModules } from "./summarise-modules.ts";

/** Callers and callees shown per function; the graph command gives all. */
const NEIGHBOUR_CAP = 50;

/** The one value that all renderers read, composed from what the stages found. Pure. */
export function buildAssessment(results: StageResults): Assessment {
  return speakEnglish(draftAssessment(results));
}

function draftAssessment(results: StageResults): Assessed<Text> {
  const { findings, readiness, estimate, plan, knowledge } = results;
  const functions = assessFunctions(results);
  const excerpts = collectExcerpts(results.source, functions);
  const coverage = measureCoverage(results);
  return {
    schemaVersion: "1.0",
    tool: results.tool,
    repository: repositoryInfo(results),
    options: results.options,
    ...(results.branding === undefined ? {} : { branding: results.branding }),
    summary: summarise(results, functions, coverage),
    modules: summariseModules(results, functions),
    functions,
    uses: assessUses(results),
    signals: findings.signals,
    patching: { calls: findings.patchCalls, processes: findings.processes },
    libraries: findings.libraries.map(assessLibrary),
    unknownPackages: findings.unknownPackages,
    patterns: findings.patterns,
    hub: findings.hub,
    plans: readiness.plans,
    waves: readiness.waves,
    temporaryBridges: readiness.temporaryBridges,
    silentBreaks: readiness.silentBreaks,
    concurrencyLosses: readiness.concurrencyLosses,
    leverage: readiness.leverage,
    disablable: readiness.disablable.filter((entry) => entry.functions > 0),
    estimate,
    plan,
    risks: estimate.risks,
    apis: apisInUse(findings, knowledge),
    rules: results.rules,
    excerpts: excerpts.lines,
    coverage,
    diagnostics: [...results.diagnostics, ...excerpts.diagnostics].sort(byPlace),
  };
}

function assessLibrary({ declaredAt, ...use }: LibraryUse): AssessedLibrary {
  return { ...use, ...declaredAt };
}

function repositoryInfo({ source: { repository }, date }: StageResults): RepositoryInfo {
  const { name, commit, branch, remote, commitDate } = repository;
  const when = date ?? commitDate;
  return {
    name,
    ...defined({ commit, branch, url: remote, date: when }),
  };
}

function assessFunctions({ graph, readiness, estimate }: StageResults): FunctionAssessment<Text>[] {
  const efforts = new Map(estimate.functions.map((effort) => [effort.function, effort]));
  const reaching = new Set(readiness.verdicts.map((verdict) => verdict.function));
  return readiness.verdicts
    .flatMap((verdict) => {
      const node = graph.node(verdict.function);
      if (node === undefined || node.kind === "external" || node.isLibrary === true) return [];
      const neighbours = neighboursOf(verdict.function, graph, reaching);
      return [functionAssessment(verdict, node, efforts.get(verdict.function), neighbours)];
    })
    .sort((a, b) => byCodeUnits(a.id, b.id));
}

const NO_HOURS = { low: 0, likely: 0, high: 0 };

function functionAssessment(
  verdict: Verdict,
  node: GraphNode,
  effort: FunctionEffort | undefined,
  neighbours: Pick<FunctionAssessment, "callers" | "callees">,
): FunctionAssessment<Text> {
  const { function: id, needsAwait: _, ...rest } = verdict;
  return {
    id,
    path: node.path ?? "",
    line: node.line ?? 1,
    endLine: node.endLine ?? node.line ?? 1,
    kind: node.kind === "external" ? "function" : node.kind,
    isTest: node.isTest === true,
    ...rest,
    points: effort?.points ?? 0,
    hours: effort?.hours ?? NO_HOURS,
    terms: effort?.terms ?? [],
    ...neighbours,
  };
}

function neighboursOf(
  id: FunctionId,
  graph: CallGraph,
  reaching: ReadonlySet<FunctionId>,
): Pick<FunctionAssessment, "callers" | "callees"> {
  const known = (ids: readonly FunctionId[]) =>
    [...new Set(ids)].filter((other) => reaching.has(other)).slice(0, NEIGHBOUR_CAP);
  return {
    callers: known(graph.callersOf(id).map(({ from }) => from)),
    callees: known(graph.calleesOf(id).map(({ to }) => to)),
  };
}

function assessUses({ findings }: StageResults): AssessedUse[] {
  return findings.uses.map(
    ({
      api,
      function: id,
      path,
      line,
      column,
      via,
      yields,
      needsAwait,
      how,
      category,
      confidence,
      isTest,
    }) => ({
      api,
      function: id,
      path,
      line,
      column,
      via,
      yields,
      needsAwait,
      how,
      category,
      confidence,
      isTest,
    }),
  );
}

function apisInUse({ uses }: EventletFindings, { apis }: Knowledge): Assessment["apis"] {
  const names = [...new Set(uses.map(({ api }) => api))].sort(byCodeUnits);
  return names.flatMap((name) => apis.get(name) ?? []);
}

function byPlace(a: AssessmentDiagnostic<Text>, b: AssessmentDiagnostic<Text>): number {
  return (
    byCodeUnits(a.path ?? "", b.path ?? "") ||
    (a.line ?? 0) - (b.line ?? 0) ||
    byCodeUnits(a.code, b.code) ||
    byCodeUnits(inEnglish(a.message), inEnglish(b.message))
  );
}
