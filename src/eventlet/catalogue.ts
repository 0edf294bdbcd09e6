import type { ExternalSymbol } from "../callgraph/program/external-symbols.ts";
import type { EntryKindRule } from "../callgraph/symbols/symbol-layer.ts";

/**
 * The knowledge, as data: what each API of Eventlet, each patched standard-library callable and each
 * call into a described library does. One entry per API in assets/knowledge; users add their own.
 */
export type Via = "eventlet" | "monkey-patch" | "library";
export type Yields = "always" | "may" | "never";
export type Fidelity = "direct" | "adapt" | "redesign" | "none";

export interface Target {
  /** The form to write: `await asyncio.sleep(s)`. */
  readonly replacement: string;
  readonly fidelity: Fidelity;
  readonly note?: string;
}

export interface ApiEntry {
  /** Stable rule id: `EVT-greenthread-sleep`, `MPT-time-sleep`, `LIB-requests-get`. */
  readonly id: string;
  /** Canonical dotted name. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: "module" | "class" | "function" | "method" | "attribute";
  readonly via: Via;
  /** Spelling of a family that reports group by: spawn, wait, sleep, event, queue, pool, timeout, wsgi-server, socket, http, database, rpc … */
  readonly category: string;
  /** Can it suspend the current green thread (in a process where it is green)? */
  readonly yields: Yields;
  /** Must the asyncio replacement be awaited? The spread is computed on this. */
  readonly needsAwait: "yes" | "no" | "maybe";
  /** Uses of an instance that suspend although building it does not. */
  readonly enterYields?: Yields;
  readonly exitYields?: Yields;
  readonly iterationYields?: Yields;
  readonly itemYields?: Yields;
  readonly callYields?: Yields;
  /** Modules: the body waits, or that of a module which it imports, when it is imported for the first time. */
  readonly importYields?: Yields;
  /** monkey-patch: any one of these groups, patched, makes it cooperative. */
  readonly patchedBy?: readonly string[];
  /** Besides: green in any program that calls one of these, patched or not (a library that makes green threads itself). */
  readonly greenWith?: readonly string[];
  /** What makes the caller switch, for the evidence: "checkin listener of oslo.db calls time.sleep(0)". */
  readonly mechanism?: string;
  readonly asyncio: Target;
  readonly awaitlet: { readonly replacement: string; readonly note?: string };
  readonly threads?: string;
  readonly effort: number;
  readonly effortReason: string;
  /** Costs once per entry point or program, not per call site. */
  readonly isProgramLevel?: boolean;
  readonly risk: "low" | "medium" | "high";
  readonly riskReason: string;
  readonly risks?: readonly string[];
  readonly example?: {
    readonly before: string;
    readonly asyncio: string;
    readonly awaitlet?: string;
  };
  readonly isRemoved?: boolean;
  /** It only waits while somebody else holds a lock: recorded, but no reach. */
  readonly isContention?: boolean;
  /** It blocks the hub even in a patched process (`os.system`, C libraries). */
  readonly blocks?: boolean;
  /** Used as a decorator: every call of the decorated function suspends (a retry sleeps), or contends for a lock. */
  readonly decorates?: "suspends" | "contention";
  /** It starts a green thread (or serves with some): the process gains from Eventlet. */
  readonly startsGreenThread?: boolean;
  /**
   * Its part in work that runs side by side: it starts a piece and goes on, waits for what was started
   * (or takes what that delivers), waits until a pool is empty, or starts many and hands out the results.
   */
  readonly concurrency?: "starts" | "joins" | "drains" | "gathers";
  /** Classes whose instances run at most so many pieces of work at once: which argument says how many. */
  readonly pool?: {
    readonly position: number;
    readonly keyword: string;
    readonly size: number;
  };
  /** It patches the standard library: the groups that its keywords leave on, or these. */
  readonly patches?: "keywords" | readonly string[];
  /** It does not wait when an argument is this constant, or this external name (`os.WNOHANG`). */
  readonly neverIf?: readonly ArgumentTest[];
  /** It waits only where one of these keywords is given, as anything but `False` or `None`. */
  readonly onlyIf?: readonly string[];
  /** Classes: the argument that limits how much an instance holds, and the values that mean no limit. Left out means no limit. */
  readonly capacity?: {
    readonly position?: number;
    readonly keyword?: string;
    readonly unlimited: readonly (string | number | boolean | null)[];
  };
  /** It waits only when the receiver is full: never where no instance has a limit. */
  readonly waitsWhenFull?: boolean;
  /** The standard library's name that it stands for: `eventlet.green.time.sleep` → `time.sleep`. */
  readonly sameAs?: string;
  /** Id of the library it belongs to. */
  readonly library?: string;
  /** What the call graph's solver is told: types, callbacks, bases. */
  readonly symbol?: Partial<ExternalSymbol>;
  /** File and symbol in Eventlet, or document. */
  readonly source: string;
}

export interface ArgumentTest {
  readonly position?: number;
  readonly keyword?: string;
  readonly is: string | number | boolean | null;
}

export interface LibraryEntry {
  readonly id: string;
  readonly distribution: string;
  readonly importNames: readonly string[];
  /** none: plain sockets; optional: can drive Eventlet; required: imports it. */
  readonly coupling: "none" | "optional" | "required";
  /** Spellings that make it drive Eventlet: `async_mode="eventlet"`, `--worker-class eventlet`. */
  readonly triggers: readonly string[];
  readonly alternative: string;
  readonly fidelity: Fidelity;
  readonly effort: number;
  /** How it runs on native threads without Eventlet, and the points of getting there; absent: it cannot, or nobody looked. */
  readonly threads?: {
    readonly effort: number;
    /** What is set or left out for it. */
    readonly remedy: string;
  };
  readonly note: string;
  readonly source: string;
  /** Family of its calls: http, database, rpc … */
  readonly category?: string;
  /** Its programs patch everything, and load the plugins of the groups that are named after it. */
  readonly hostsPlugins?: true;
  /** It loads modules by their paths: those that import one of `scripts`, in a program that imports one of `runners`. */
  readonly loads?: { readonly scripts: readonly string[]; readonly runners: readonly string[] };
}

/** A named pattern that real migrations report as expensive. */
export interface PatternEntry {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly points: number;
  /** Points where native threads take Eventlet's place; absent: as many as for asyncio. */
  readonly pointsWithThreads?: number;
  readonly severity: "info" | "warning" | "high" | "blocker";
  readonly source: string;
}

export interface Knowledge {
  readonly apis: ReadonlyMap<string, ApiEntry>;
  readonly libraries: readonly LibraryEntry[];
  /** Packages that wait for nothing, as they are imported. */
  readonly waitless: ReadonlySet<string>;
  readonly patterns: ReadonlyMap<string, PatternEntry>;
  readonly signals: readonly SignalRule[];
  readonly patching: PatchingRules;
  /** Other spelling → canonical name; also of classes' prefixes. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Type facts of names that are no APIs by themselves. */
  readonly symbols: Readonly<Record<string, Partial<ExternalSymbol>>>;
  /** Green module → the standard module that answers for names it does not define itself. */
  readonly passthrough: Readonly<Record<string, string>>;
  /** Names of libraries that receive ways into a program (regular expressions), and which; the first that fits holds. */
  readonly entryKinds?: readonly EntryKindRule[];
  /** Names that receivers of unknown type usually have: `session.query()` is SQLAlchemy's. */
  readonly receivers: readonly ReceiverHint[];
}

/** A guess by the receiver's name, only where the library is imported somewhere in the repository. */
export interface ReceiverHint {
  readonly library: string;
  readonly name: string;
  readonly class: string;
  /** Only these methods; absent: every method that the class is known to have. */
  readonly methods?: readonly string[];
}

export interface SignalRule {
  readonly id: string;
  readonly kind: "dependency" | "config" | "env" | "deployment" | "doc" | "test" | "code";
  readonly files: readonly string[];
  /** Files that the patterns above name, but that are of another kind. */
  readonly except?: readonly string[];
  readonly pattern: string;
  readonly flags: string;
  readonly meaning: string;
  readonly advice: string;
  readonly severity: "info" | "positive" | "warning" | "high" | "blocker";
  /** It says less than any other rule that finds the same line, and gives way to it. */
  readonly isGeneral?: boolean;
  /** A line that it finds, and one that it must not find. */
  readonly example?: string;
  readonly counterExample?: string;
  readonly source?: string;
}

export interface PatchingRules {
  readonly groups: readonly PatchGroup[];
  readonly acceptedKeywords: readonly string[];
  /** Calls by which code asks whether its process is patched, or behaves as it is. */
  readonly asks: readonly string[];
  readonly ways: readonly PatchingWay[];
  readonly hazards: readonly {
    readonly id: string;
    readonly detect: string;
    readonly effect: string;
    readonly source: string;
  }[];
}

export interface PatchGroup {
  readonly name: string;
  readonly keyword: string;
  readonly isDefault: boolean;
  readonly targets: readonly string[];
  /** Attributes that are exchanged; a `from` import before the patch keeps the original. */
  readonly replaced?: readonly string[];
  readonly deleted?: readonly string[];
  readonly note?: string;
  readonly source?: string;
}

/** A way of being patched without calling `monkey_patch()`. */
export interface PatchingWay {
  readonly id: string;
  readonly trigger: string;
  readonly effect: string;
  readonly groups: readonly string[];
  /** Signals that tell of it. */
  readonly signals: readonly string[];
  /** Kinds of entry points that then run patched. */
  readonly entries: readonly string[];
  readonly source: string;
}
