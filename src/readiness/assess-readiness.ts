import { byCodeUnits } from "../by-code-units.ts";
import type { CallGraph } from "../callgraph/call-graph.ts";
import type { Knowledge } from "../eventlet/catalogue.ts";
import type { EventletFindings } from "../eventlet/findings.ts";
import { say } from "../sentence.ts";
import { assembleVerdicts } from "./answers/assemble-verdicts.ts";
import { compareBreaks, findConcurrencyLosses } from "./losses/find-concurrency-losses.ts";
import { isAwaited } from "./obstacles/callbacks.ts";
import {
  findGuessedObstacles,
  findObstacles,
  readLookups,
  type Sightings,
} from "./obstacles/find-obstacles.ts";
import type { ObstacleCatalogue } from "./obstacles/obstacle-catalogue.ts";
import { makePlans, planThreads } from "./plans/make-plans.ts";
import { measureLeverage } from "./plans/measure-leverage.ts";
import { buildPlanModel } from "./plans/plan-model.ts";
import { planWaves } from "./plans/plan-waves.ts";
import { readSharedObjects } from "./plans/shared-objects.ts";
import { findTemporaryBridges } from "./plans/temporary-bridges.ts";
import { type Program, readProgram } from "./program.ts";
import { readFamilies } from "./reach/families.ts";
import { findReach } from "./reach/find-reach.ts";
import { findRegions, type Region } from "./reach/find-regions.ts";
import { guessCallers } from "./reach/guessed-callers.ts";
import { findScripts } from "./reach/run-time.ts";
import type { Leverage, Readiness, SilentBreak, Strategy, Verdict } from "./readiness.ts";
import { decideVerdicts } from "./verdicts/decide-verdicts.ts";
import { findPublicApi, type PublicApiHints } from "./verdicts/public-api.ts";

export interface ReadinessInput {
  readonly graph: CallGraph;
  readonly findings: EventletFindings;
  readonly knowledge: Knowledge;
  readonly obstacles: ObstacleCatalogue;
  /** The plan that roles, waves and effort follow; verdicts do not depend on it. */
  readonly strategy: Strategy;
  /** λ of the strategies in tenths of a point, where not the defaults. */
  readonly debts?: Partial<Readonly<Record<Strategy, number>>>;
  readonly publicApi?: PublicApiHints;
}

/** What must happen to each function that reaches Eventlet, and why; and the plans to choose from. */
export function assessReadiness(input: ReadinessInput): Readiness {
  const { graph, findings, knowledge, obstacles: catalogue, strategy } = input;
  const program = readProgram(graph);
  const families = readFamilies(program);
  const scripts = findScripts(program);
  const reach = findReach(program, findings, families, scripts);
  const lookups = readLookups(graph);
  const publicApi = findPublicApi(program, reach, input.publicApi);
  const guessed = guessCallers(program, reach, families, {
    climates: findings.climates,
    isAwaited: (library) => isAwaited(library, catalogue),
  });
  const seen = { program, reach, families, catalogue, scripts, guessed };
  const context = { ...seen, findings, publicApi, lookups };
  const sightings = findObstacles(context);
  const base = { ...seen, sightings };
  const decisions = decideVerdicts({ ...base, guessedSightings: findGuessedObstacles(context) });
  const planInput = { ...base, decisions, entriesOf: lookups.entriesOf };
  const model = buildPlanModel(planInput);
  const plans = makePlans({ ...planInput, model, ...(input.debts && { debts: input.debts }) });
  const regions = findRegions(program, reach, findings);
  const objects = readSharedObjects(program, reach);
  const waves = planWaves({ ...seen, findings, regions, objects });
  const leverage = measureLeverage(program, reach);
  const planned = { ...planInput, findings, plans, waves };
  const verdicts = assembleVerdicts({ ...planned, knowledge, leverage, regions, model });
  return {
    verdicts,
    plans: [...plans.map(({ summary }) => summary), planThreads(findings.uses)],
    strategy,
    waves: waves.waves,
    temporaryBridges: findTemporaryBridges({ ...planned, strategy }),
    silentBreaks: listSilentBreaks(program, sightings, catalogue),
    concurrencyLosses: findConcurrencyLosses(program, reach, findings.uses, knowledge),
    leverage: listLeverage(verdicts, (id) => leverage.fanIn(program.indexOf(id) ?? -1)),
    disablable: listDisablable(regions),
    families: model.units
      .filter((unit) => unit.length > 1)
      .map((unit) => unit.map((index) => program.nodes[index]?.id ?? "")),
  };
}

/** Findings of kinds that a rewrite would get wrong without any sign; tests left out. */
function listSilentBreaks(
  program: Program,
  sightings: Sightings,
  catalogue: ObstacleCatalogue,
): readonly SilentBreak[] {
  const breaks: SilentBreak[] = [];
  for (const [index, own] of sightings) {
    const node = program.nodes[index];
    if (node === undefined || node.isTest === true) continue;
    for (const { id, line, detail, path, isNoticed } of own) {
      const entry = catalogue.entries.get(id);
      if (entry?.isSilent !== true || isNoticed === true) continue;
      breaks.push({
        id,
        function: node.id,
        path: path ?? node.path ?? "",
        line,
        detail,
        remedy: entry.remedy,
      });
    }
  }
  return breaks.sort(compareBreaks);
}

/** Most unlocked first; functions that unlock nothing but themselves are left out. */
function listLeverage(
  verdicts: readonly Verdict[],
  fanIn: (id: string) => number,
): readonly Leverage[] {
  return verdicts
    .filter(({ leverage }) => leverage > 1)
    .map(({ function: id, leverage, depth }) => ({
      function: id,
      unlocks: leverage,
      fanIn: fanIn(id),
      depth,
    }))
    .sort((a, b) => b.unlocks - a.unlocks || (a.function < b.function ? -1 : 1));
}

function listDisablable(regions: readonly Region[]): Readiness["disablable"] {
  return regions
    .flatMap(({ process, functions, isDisablable }) => {
      if (process === undefined || !isDisablable) return [];
      const { entry, path, line, patchedGroups } = process;
      const reason = say`It is patched (${patchedGroups}), but nothing in it starts a second green thread: drop the patching, no rewrite.`;
      return [{ entry, path, line, reason, functions: functions.length }];
    })
    .sort((a, b) => byCodeUnits(a.entry, b.entry));
}
