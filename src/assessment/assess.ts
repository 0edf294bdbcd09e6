import { defined } from "../defined.ts";
import { loadEffortModel } from "../effort/effort-model.ts";
import type { Assumption, RiskEvent } from "../effort/estimate.ts";
import { estimateEffort } from "../effort/estimate-effort.ts";
import type { Team } from "../effort/work-calendar.ts";
import type { Knowledge } from "../eventlet/catalogue.ts";
import { findEventlet } from "../eventlet/find-eventlet.ts";
import { assessReadiness } from "../readiness/assess-readiness.ts";
import type { ObstacleCatalogue } from "../readiness/obstacles/obstacle-catalogue.ts";
import type { Strategy } from "../readiness/readiness.ts";
import { type Sentence, say, type Text } from "../sentence.ts";
import { readAsset } from "../shipped.ts";
import type { SkipReason } from "../source/source-tree.ts";
import { type AnalyseOptions, type Analysis, analyse, type Progress } from "./analyse.ts";
import type { Assessment, AssessmentDiagnostic, Branding } from "./assessment.ts";
import { buildAssessment } from "./build-assessment.ts";
import { freeMemory } from "./free-memory.ts";
import { readObstacles } from "./read-knowledge.ts";

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
  const { graph, knowledge, source, isStandard } = analysis;
  progress.stage("knowledge");
  const obstacles = await readObstacles();
  const findings = progress.computing(() =>
    findEventlet({
      graph,
      knowledge,
      signalFiles: source.signalFiles,
      dependencies: source.dependencies,
      sourceFiles: source.files,
      isStandard,
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
  freeMemory();
  return buildAssessment({
    ...analysis,
    findings,
    readiness,
    estimate,
    plan,
    rules: { ...obstacleRules(obstacles), ...patternRules(knowledge) },
    options: recordedOptions(options),
    ...defined({ branding: options.branding, date: options.date }),
    diagnostics: [...gatherDiagnostics(analysis), ...(findings.diagnostics ?? [])],
  });
}

function effortOptions(options: AssessOptions) {
  const { profile, seed, draws, team, dayRate, assumptions, risks } = options;
  return {
    profile,
    seed,
    draws,
    ...defined({ team, dayRate, extraAssumptions: assumptions, extraRisks: risks }),
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

function gatherDiagnostics({ source, graph, diagnostics }: Analysis): AssessmentDiagnostic<Text>[] {
  const fromFacts = graph.modules.flatMap(({ path, diagnostics }) =>
    diagnostics.map((diagnostic) => ({ ...diagnostic, path })),
  );
  const skipped = source.skipped.map(({ path, why }) => ({
    code: `skipped-${why}`,
    severity: "info" as const,
    path,
    message: say`Not assessed: ${SKIPPED[why]}.`,
  }));
  const budget = graph.isComplete
    ? []
    : [
        {
          code: "solver-budget",
          severity: "warning" as const,
          message: say`The program is so wide that its call graph was followed less finely in the end (${graph.steps} steps): edges are missing.`,
        },
      ];
  return [
    ...source.diagnostics,
    ...diagnostics,
    ...fromFacts,
    ...skipped,
    ...budget,
    ...cappedValues(graph.unresolved.budget),
  ];
}

const SKIPPED: Readonly<Record<SkipReason, Sentence>> = {
  binary: say`binary`,
  "build-output": say`build output`,
  cache: say`cache`,
  excluded: say`excluded`,
  "former-report": say`former report`,
  gitignored: say`gitignored`,
  link: say`link`,
  "link-outside": say`link outside`,
  "not-a-regular-file": say`not a regular file`,
  "too-large": say`too large`,
  unreadable: say`unreadable`,
  vanished: say`vanished`,
  vendored: say`vendored`,
  virtualenv: say`virtualenv`,
};

/** Not calls: values that a variable with very many of them did not take in. */
function cappedValues(count: number): AssessmentDiagnostic<Text>[] {
  if (count === 0) return [];
  const message = say`${count} values were not followed where a variable already holds very many: edges of very wide dispatch can be missing.`;
  return [{ code: "values-capped", severity: "info", message }];
}
