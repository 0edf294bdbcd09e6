import { readFileSync } from "node:fs";
import type { Knowledge } from "../../src/eventlet/catalogue.ts";
import { assessReadiness } from "../../src/readiness/assess-readiness.ts";
import {
  findGuessedObstacles,
  findObstacles,
  readLookups,
} from "../../src/readiness/obstacles/find-obstacles.ts";
import { loadObstacles } from "../../src/readiness/obstacles/obstacle-catalogue.ts";
import { checkSoundness } from "../../src/readiness/plans/check-soundness.ts";
import { readProgram } from "../../src/readiness/program.ts";
import { readFamilies } from "../../src/readiness/reach/families.ts";
import { findReach } from "../../src/readiness/reach/find-reach.ts";
import { guessCallers } from "../../src/readiness/reach/guessed-callers.ts";
import { findScripts } from "../../src/readiness/reach/run-time.ts";
import type {
  BoundarySite,
  Readiness,
  SoundnessViolation,
  Strategy,
  Verdict,
} from "../../src/readiness/readiness.ts";
import { decideVerdicts } from "../../src/readiness/verdicts/decide-verdicts.ts";
import { type Details, programOf } from "./notation.ts";

export const OBSTACLES = loadObstacles(
  readFileSync(new URL("../../assets/knowledge/obstacles.json", import.meta.url), "utf8"),
);

const NO_KNOWLEDGE: Knowledge = {
  apis: new Map(),
  libraries: [],
  waitless: new Set(),
  patterns: new Map(),
  signals: [],
  patching: { groups: [], acceptedKeywords: [], asks: [], ways: [], hazards: [] },
  aliases: {},
  symbols: {},
  passthrough: {},
  receivers: [],
};

export interface Assessed {
  readonly readiness: Readiness;
  /** The verdict of a function; undefined: unaffected. */
  of(id: string): Verdict | undefined;
}

export interface AssessOptions extends Details {
  readonly strategy?: Strategy;
  readonly debts?: Partial<Readonly<Record<Strategy, number>>>;
  readonly isLibrary?: boolean;
  readonly publicNames?: readonly string[];
}

/** The whole room run on a program in the notation of notation.ts. */
export function assessed(text: string, options: AssessOptions = {}): Assessed {
  const { graph, findings } = programOf(text, options);
  const readiness = assessReadiness({
    graph,
    findings,
    knowledge: NO_KNOWLEDGE,
    obstacles: OBSTACLES,
    strategy: options.strategy ?? "balanced",
    ...(options.debts === undefined ? {} : { debts: options.debts }),
    publicApi: { isLibrary: options.isLibrary ?? false, names: options.publicNames ?? [] },
  });
  return { readiness, of: (id) => readiness.verdicts.find((verdict) => verdict.function === id) };
}

/** `{name: "verdict"}` of all functions that reach, for a glance. */
export function verdictsOf(text: string, options: AssessOptions = {}): Record<string, string> {
  const { verdicts } = assessed(text, options).readiness;
  return Object.fromEntries(verdicts.map(({ function: id, verdict }) => [id, verdict]));
}

/** What the soundness check says of a plan whose list of bridges somebody has changed. */
export function violationsWith(
  text: string,
  strategy: Strategy,
  options: AssessOptions,
  change: (boundary: readonly BoundarySite[]) => readonly BoundarySite[],
): readonly SoundnessViolation[] {
  const { graph, findings } = programOf(text, options);
  const program = readProgram(graph);
  const families = readFamilies(program);
  const scripts = findScripts(program);
  const reach = findReach(program, findings, families, scripts);
  const lookups = readLookups(graph);
  const catalogue = OBSTACLES;
  const guessed = guessCallers(program, reach, families);
  const base = { program, reach, families, catalogue, scripts, guessed };
  const context = { ...base, findings, publicApi: new Map(), lookups };
  const sightings = findObstacles(context);
  const guessedSightings = findGuessedObstacles(context);
  const decisions = decideVerdicts({ ...base, sightings, guessedSightings });
  const { readiness, of } = assessed(text, options);
  const plan = readiness.plans.find((each) => each.strategy === strategy);
  return checkSoundness(
    { ...base, sightings, decisions, entriesOf: lookups.entriesOf },
    (index) => of(program.nodes[index]?.id ?? "")?.labels[strategy] ?? "sync",
    change(plan?.boundary ?? []),
  );
}
