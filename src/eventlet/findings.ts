import type { Confidence, FunctionId } from "../callgraph/call-graph.ts";
import type { Text } from "../sentence.ts";
import type { LibraryEntry, Via } from "./catalogue.ts";

/** One place where the repository uses Eventlet: by name, through patched stdlib, or through a library. */
export interface EventletUse {
  /** Canonical name of the API: key of `Knowledge.apis`. */
  readonly api: string;
  readonly function: FunctionId;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Index of the site in the facts of the function's module; -1 when there is none. */
  readonly site: number;
  readonly via: Via;
  /** How it is used here. */
  readonly how:
    | "call"
    | "with"
    | "iterate"
    | "item"
    | "read"
    | "import"
    | "subclass"
    | "except"
    | "decorator"
    | "argument";
  /** This use can switch to the hub today, in some process. */
  readonly yields: boolean;
  /** Its asyncio replacement has to be awaited here. The spread is computed on this. */
  readonly needsAwait: boolean;
  readonly confidence: Confidence;
  /** The call blocks the hub today (an original kept by import order, `os.system`): not green, still to be offloaded. */
  readonly blocks?: boolean;
  readonly category: string;
  readonly fidelity: "direct" | "adapt" | "redesign" | "none";
  readonly effort: number;
  readonly isTest: boolean;
}

export interface PatchCall {
  readonly function: FunctionId;
  readonly path: string;
  readonly line: number;
  /** Groups patched, sorted; what the keywords leave on. */
  readonly groups: readonly string[];
  /** Source of the patching: `eventlet.monkey_patch(os=False)`, `gunicorn -k eventlet`, `env NAME`. */
  readonly how: string;
  /** Imports in the same process that run before and keep originals: the hazard. */
  readonly importedBefore: readonly {
    readonly module: string;
    readonly path: string;
    readonly line: number;
  }[];
}

/** A process that starts at an entry point, and what is patched in it. */
export interface Process {
  readonly entry: FunctionId;
  readonly kind: string;
  readonly path: string;
  readonly line: number;
  readonly patchedGroups: readonly string[];
  readonly patchedBy: readonly { readonly path: string; readonly line: number }[];
  /** Some code that this process reaches starts a second green thread, or serves. False: it gains nothing from Eventlet. */
  readonly startsGreenThreads: boolean;
}

/** What is green in some processes alike. A chain of calls holds only within one process. */
export interface Climate {
  /** Patched groups, sorted; none: the standard library blocks as it always did. */
  readonly groups: readonly string[];
  /** False: nothing in these processes needs Eventlet; where its name is imported, a fallback stands beside it. */
  readonly usesEventlet: boolean;
  /** In order of entry. */
  readonly processes: readonly Process[];
  /** How sure the patching is; what names Eventlet is green for certain. */
  readonly confidence: Confidence;
  /** One of the processes can execute the function. */
  executes(id: FunctionId): boolean;
  /**
   * The first of the processes that can execute the function and tells of it: a test tells nothing of
   * the product, and neither does an example. Absent: none does.
   */
  processOf(id: FunctionId): Process | undefined;
  /** One of the processes can execute the first function and has the second one's module. */
  passes(from: FunctionId, to: FunctionId): boolean;
  /** The use is Eventlet's in these processes: by name or by patching; or it blocks their green threads. */
  isGreen(use: EventletUse): boolean;
}

/** How code is executed, as far as is known. */
export interface Climates {
  readonly known: readonly Climate[];
  /**
   * Nobody knows all processes that execute the function: its module is loaded by a name from the
   * settings, it is a library's, or called by such. It is then judged by its module alone.
   */
  isUnknown(id: FunctionId): boolean;
}

export interface Signal {
  readonly kind: "dependency" | "config" | "env" | "deployment" | "doc" | "test" | "code";
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly what: string;
  readonly meaning: string;
  readonly severity: "info" | "positive" | "warning" | "high" | "blocker";
}

export interface LibraryUse {
  readonly library: LibraryEntry;
  readonly version?: string;
  readonly declaredAt?: { readonly path: string; readonly line: number };
  readonly imports: number;
  readonly calls: number;
  readonly functions: number;
  /** Suspends in a patched process of this repository. */
  readonly suspends: boolean;
}

/** A package that the program calls and of which nothing is known: whether those calls wait cannot be told. */
export interface UnknownPackage {
  /** As it is imported: `netmiko`, `google.cloud`. */
  readonly name: string;
  /** The version that the repository asks for. */
  readonly version?: string;
  /** Call sites in the program's own functions, tests left out. */
  readonly calls: number;
  /** Who calls it, sorted. */
  readonly functions: readonly FunctionId[];
  /** What is called most. */
  readonly called: readonly string[];
  /** The first of the call sites. */
  readonly path: string;
  readonly line: number;
}

export interface PatternFinding<Prose = Text> {
  /** Key of `Knowledge.patterns`. */
  readonly pattern: string;
  readonly function: FunctionId;
  readonly path: string;
  readonly line: number;
  readonly detail: Prose;
  readonly evidence: readonly {
    readonly path: string;
    readonly line: number;
    readonly what: Prose;
  }[];
  readonly points: number;
  readonly isTest: boolean;
}

/** Eventlet's asyncio hub, step 1 of the official migration. */
export interface HubState<Prose = Text> {
  readonly switched: boolean;
  readonly where: readonly {
    readonly path: string;
    readonly line: number;
    readonly what: string;
  }[];
  readonly eventletVersion?: string;
  readonly pythonVersions?: string;
  readonly isAllowed: "yes" | "no" | "unknown";
  readonly blockers: readonly {
    readonly path: string;
    readonly line: number;
    readonly what: Prose;
  }[];
}

/** What was assumed or could not be told about patching and signals; shown, never dropped. */
export interface FindingsDiagnostic<Prose = Text> {
  readonly code: string;
  readonly severity: "info" | "warning" | "error";
  readonly path?: string;
  readonly line?: number;
  readonly message: Prose;
}

export interface EventletFindings<Prose = Text> {
  readonly uses: readonly EventletUse[];
  /** The same inside installed packages that were read along: leaves of the spread, no findings. */
  readonly libraryUses?: readonly EventletUse[];
  readonly patchCalls: readonly PatchCall[];
  readonly processes: readonly Process[];
  /** Patched groups that reach each module's code, by any process; module node id → groups. */
  readonly patchedGroups: Readonly<Record<string, readonly string[]>>;
  readonly signals: readonly Signal[];
  readonly libraries: readonly LibraryUse[];
  /** Those with most calls first. */
  readonly unknownPackages: readonly UnknownPackage[];
  readonly patterns: readonly PatternFinding<Prose>[];
  readonly hub: HubState<Prose>;
  /** Which code runs under what patching; absent: nothing is known of any process. */
  readonly climates?: Climates;
  /** Sorted by code, path, line. */
  readonly diagnostics?: readonly FindingsDiagnostic<Prose>[];
}
