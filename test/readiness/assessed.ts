import { readFileSync } from "node:fs";
import type { Knowledge } from "../../src/eventlet/catalogue.ts";
import { assessReadiness } from "../../src/readiness/assess-readiness.ts";
import { loadObstacles } from "../../src/readiness/obstacle-catalogue.ts";
import type { Readiness, Strategy, Verdict } from "../../src/readiness/readiness.ts";
import { type Details, programOf } from "./notation.ts";

export const OBSTACLES = loadObstacles(
  readFileSync(new URL("../../assets/knowledge/obstacles.json", import.meta.url), "utf8"),
);

const NO_KNOWLEDGE: Knowledge = {
  apis: new Map(),
  libraries: [],
  patterns: new Map(),
  signals: [],
  patching: { groups: [], acceptedKeywords: [], ways: [], hazards: [] },
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
