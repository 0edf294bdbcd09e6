import type {
  ClassInfo,
  EntryPoint,
  ExternalCall,
  ExternalReference,
  GraphNode,
} from "../../callgraph/call-graph.ts";
import type { EventletFindings } from "../../eventlet/findings.ts";
import type { ModuleFacts, ScopeFacts } from "../../python/module-facts.ts";
import type { Text } from "../../sentence.ts";
import type { Program } from "../program.ts";
import type { Families } from "../reach/families.ts";
import type { Reach } from "../reach/find-reach.ts";
import type { GuessedCallers } from "../reach/guessed-callers.ts";
import type { Scripts } from "../reach/run-time.ts";
import type { Wait } from "../reach/waits.ts";
import type { ObstacleCatalogue } from "./obstacle-catalogue.ts";

/** One place where an obstacle of the catalogue stands. */
export interface Sighting {
  /** Key of the catalogue. */
  readonly id: string;
  readonly line: number;
  readonly detail: Text;
  /** A rewrite that gets it wrong here fails for all to see: an obstacle, but no silent break. */
  readonly isNoticed?: boolean;
  /** Where not in the function's own file. */
  readonly path?: string;
  /** Fills `{0}` of the catalogue's clause. */
  readonly through?: Text;
  /** Fills `{1}`. */
  readonly count?: number;
}

/** The function that detectors look at. */
export interface Subject {
  readonly index: number;
  readonly node: GraphNode;
  readonly name: string;
  readonly scope: ScopeFacts | undefined;
  readonly facts: ModuleFacts | undefined;
  readonly waits: readonly Wait[];
}

export interface ObstacleContext {
  readonly program: Program;
  readonly reach: Reach;
  readonly families: Families;
  readonly findings: EventletFindings;
  readonly catalogue: ObstacleCatalogue;
  readonly scripts: Scripts;
  /** Functions that others import → why we think so. */
  readonly publicApi: ReadonlyMap<number, Text>;
  readonly lookups: Lookups;
  readonly guessed: GuessedCallers;
}

/** What detectors look up by function or module, prepared once. */
export interface Lookups {
  /** Entry points by function. */
  readonly entriesOf: ReadonlyMap<string, readonly EntryPoint[]>;
  /** Module path → local name → dotted name of what it imports from outside. */
  readonly imported: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Classes by id. */
  readonly classes: ReadonlyMap<string, ClassInfo>;
  /** Calls of described externals, by caller. */
  readonly externalCallsOf: ReadonlyMap<string, readonly ExternalCall[]>;
  /** References to described externals, by path of the user's file. */
  readonly referencesOf: ReadonlyMap<string, readonly ExternalReference[]>;
  /** The same, by user. */
  readonly referencesBy: ReadonlyMap<string, readonly ExternalReference[]>;
  /** `path:line` → functions of the program that are called there as decorators. */
  readonly decoratorsAt: ReadonlyMap<string, readonly string[]>;
  /** The lines of a module, by its number, at which decorators stand. */
  readonly decoratorLines: (module: number) => ReadonlySet<number>;
}

export interface Detector {
  /** waiting: only functions that wait; reaching: also those that touch; any: every function of the program. */
  readonly looksAt: "waiting" | "reaching" | "any";
  readonly detect: (subject: Subject, context: ObstacleContext) => readonly Sighting[];
}
