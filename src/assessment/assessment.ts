import type { Confidence } from "../callgraph/call-graph.ts";
import type { Estimate, Plan, Term, ThreePoint } from "../effort/estimate.ts";
import type { ApiEntry, LibraryEntry, Via } from "../eventlet/catalogue.ts";
import type {
  HubState,
  PatchCall,
  PatternFinding,
  Process,
  Signal,
  UnknownPackage,
} from "../eventlet/findings.ts";
import type {
  Label,
  Leverage,
  ObstacleFinding,
  PlanSummary,
  Role,
  SilentBreak,
  Strategy,
  TemporaryBridge,
  VerdictKind,
  Wave,
} from "../readiness/readiness.ts";
import type { Sentence } from "../sentence.ts";

/** The contract: all prose is English text. */
export type Assessment = Assessed<string>;

/**
 * The one value that every renderer reads: everything a reader may be shown, JSON in, JSON out.
 * assets/schema/assessment-1.0.schema.json publishes its shape.
 */
export interface Assessed<Prose> {
  readonly schemaVersion: "1.0";
  readonly tool: { readonly name: "assess"; readonly version: string };
  readonly repository: RepositoryInfo;
  /** The options that shaped the result, defaults included. */
  readonly options: Readonly<Record<string, string | number | boolean | null>>;
  readonly branding?: Branding;
  readonly summary: Summary<Prose>;
  /** Sorted by path. */
  readonly modules: readonly ModuleSummary[];
  /** Every function that reaches, sorted by id. */
  readonly functions: readonly FunctionAssessment<Prose>[];
  readonly uses: readonly AssessedUse[];
  readonly signals: readonly Signal[];
  readonly patching: {
    readonly calls: readonly PatchCall[];
    readonly processes: readonly Process[];
  };
  readonly libraries: readonly AssessedLibrary[];
  /** Packages that the program calls and of which nothing is known, those with most calls first; absent in older assessments. */
  readonly unknownPackages?: readonly UnknownPackage[];
  readonly patterns: readonly PatternFinding<Prose>[];
  readonly hub: HubState<Prose>;
  readonly plans: readonly PlanSummary<Prose>[];
  readonly waves: readonly Wave<Prose>[];
  /** What carries the program from wave to wave, in order of wave, path, line and column; absent where an earlier version, which did not look for it, made the assessment. */
  readonly temporaryBridges?: readonly TemporaryBridge[];
  readonly silentBreaks: readonly SilentBreak<Prose>[];
  readonly concurrencyLosses: readonly SilentBreak<Prose>[];
  readonly leverage: readonly Leverage[];
  readonly disablable: readonly {
    readonly entry: string;
    readonly path: string;
    readonly line: number;
    readonly reason: Prose;
    readonly functions: number;
  }[];
  readonly estimate: Estimate<Prose>;
  readonly plan: Plan<Prose>;
  /** The ledger, also in `estimate.risks`; kept under its stable name. */
  readonly risks: Estimate<Prose>["risks"];
  /** The catalogue entries of the APIs in use, so that a saved assessment renders its how-to. */
  readonly apis: readonly ApiEntry[];
  /** Titles and remedies of the obstacles and patterns found, by id. */
  readonly rules: Readonly<
    Record<string, { readonly title: string; readonly why: string; readonly remedy: string }>
  >;
  /** Source lines around evidence, path → line number → text; capped, the cap is a diagnostic. */
  readonly excerpts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly coverage: Coverage;
  readonly diagnostics: readonly AssessmentDiagnostic<Prose>[];
  /** English sentence → the message and the values that it is made of, so that a report can say it in another language. */
  readonly sentences?: Readonly<Record<string, Sentence>>;
}

export interface RepositoryInfo {
  readonly name: string;
  readonly commit?: string;
  readonly branch?: string;
  readonly url?: string;
  /** ISO date (UTC) from the commit or SOURCE_DATE_EPOCH; absent when neither is known. */
  readonly date?: string;
}

export interface Branding {
  readonly client?: string;
  readonly title?: string;
  readonly author?: string;
  readonly date?: string;
  readonly label?: string;
  readonly footer?: string;
  /** data: URI of a PNG, JPEG or SVG-free bitmap. */
  readonly logo?: string;
  readonly colours?: Readonly<Record<string, string>>;
}

export interface Summary<Prose = string> {
  readonly files: number;
  readonly lines: number;
  /** Functions, methods and lambdas, and the module and class bodies that reach Eventlet. */
  readonly functions: number;
  readonly testFunctions: number;
  /** Of the program's own functions, tests left out. */
  readonly reaching: number;
  /** Those left out that change only with their family. */
  readonly suspends: number;
  readonly touches: number;
  /** Of the reaching, those in which nothing leads to Eventlet: methods that change with their family. */
  readonly withFamily: number;
  readonly asyncioReady: number;
  readonly awaitletCandidates: number;
  readonly redesign: number;
  readonly undetermined: number;
  readonly unaffected: number;
  readonly directUses: number;
  /** Reaching functions of the program by how they get there; one may by several ways. */
  readonly viaCounts: Readonly<Record<Via, number>>;
  readonly grade: {
    readonly letter: "A" | "B" | "C" | "D" | "E";
    readonly score: number;
    readonly formula: string;
    readonly terms: readonly {
      readonly what: Prose;
      readonly value: number;
      readonly weight: number;
    }[];
  };
  readonly sentence: Prose;
  readonly decisions: readonly { readonly title: Prose; readonly text: Prose }[];
}

export interface ModuleSummary {
  readonly path: string;
  readonly module: string;
  readonly isTest: boolean;
  readonly lines: number;
  readonly functions: number;
  readonly reaching: number;
  readonly asyncioReady: number;
  readonly awaitletCandidates: number;
  readonly redesign: number;
  readonly undetermined: number;
  readonly uses: number;
  /** Work packages of this file; one that spans several files is shared out evenly. */
  readonly points: number;
  readonly patchedGroups: readonly string[];
}

export interface FunctionAssessment<Prose = string> {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly kind: "function" | "method" | "lambda" | "module" | "class-body";
  readonly isTest: boolean;
  readonly reach: "suspends" | "touches";
  readonly via: readonly Via[];
  readonly direct: boolean;
  readonly verdict: VerdictKind;
  readonly reasonCode?: string;
  readonly reason: Prose;
  readonly alternatives: readonly Prose[];
  readonly roles: readonly Role[];
  readonly confidence: Confidence;
  readonly evidence: readonly {
    readonly function: string;
    readonly path: string;
    readonly line: number;
    readonly calls: string;
    readonly confidence: Confidence;
    /** No call: `calls` is a member of the function's family, which a call may reach in its place. */
    readonly isFamily?: boolean;
  }[];
  /** What makes the end of the evidence green, where only patching does: the patch and its process. */
  readonly patching?: Prose;
  readonly depth: number;
  readonly obstacles: readonly ObstacleFinding<Prose>[];
  readonly isDisablable: boolean;
  readonly twin?: string;
  readonly labels: Readonly<Record<Strategy, Label>>;
  readonly family?: string;
  /** Nothing in the function leads to Eventlet: it changes only because this member of its family does. */
  readonly changesWith?: string;
  readonly points: number;
  readonly hours: ThreePoint;
  readonly terms: readonly Term<Prose>[];
  readonly wave: number;
  readonly leverage: number;
  /** Ids of direct callers and callees that reach, capped at 50 each; for the report's call-path browser. */
  readonly callers: readonly string[];
  readonly callees: readonly string[];
}

export interface AssessedUse {
  readonly api: string;
  readonly function: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly via: Via;
  readonly yields: boolean;
  readonly needsAwait: boolean;
  readonly how: string;
  readonly category: string;
  readonly confidence: Confidence;
  readonly isTest: boolean;
}

export interface AssessedLibrary {
  readonly library: LibraryEntry;
  readonly version?: string;
  readonly path?: string;
  readonly line?: number;
  readonly imports: number;
  readonly calls: number;
  readonly functions: number;
  readonly suspends: boolean;
}

/** What was not understood: shown, never dropped. */
export interface Coverage {
  readonly filesRead: number;
  readonly filesSkipped: number;
  readonly filesWithErrors: number;
  readonly calls: number;
  readonly resolvedCalls: number;
  readonly unresolved: Readonly<Record<string, number>>;
  readonly edges: Readonly<Record<Confidence, number>>;
}

export interface AssessmentDiagnostic<Prose = string> {
  readonly code: string;
  readonly severity: "info" | "warning" | "error";
  readonly path?: string;
  readonly line?: number;
  readonly message: Prose;
}
