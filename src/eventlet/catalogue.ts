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
  /** monkey-patch: any one of these groups, patched, makes it cooperative. */
  readonly patchedBy?: readonly string[];
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
  readonly example?: { readonly before: string; readonly asyncio: string; readonly awaitlet?: string };
  readonly isRemoved?: boolean;
  /** File and symbol in Eventlet, or document. */
  readonly source: string;
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
  readonly note: string;
  readonly source: string;
}

/** A named pattern that real migrations report as expensive. */
export interface PatternEntry {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly points: number;
  readonly severity: "info" | "warning" | "high" | "blocker";
  readonly source: string;
}

export interface Knowledge {
  readonly apis: ReadonlyMap<string, ApiEntry>;
  readonly libraries: readonly LibraryEntry[];
  readonly patterns: ReadonlyMap<string, PatternEntry>;
  readonly signals: readonly SignalRule[];
  readonly patching: PatchingRules;
}

export interface SignalRule {
  readonly id: string;
  readonly kind: "dependency" | "config" | "env" | "deployment" | "doc" | "test" | "code";
  readonly files: readonly string[];
  readonly pattern: string;
  readonly flags: string;
  readonly meaning: string;
  readonly advice: string;
  readonly severity: "info" | "positive" | "warning" | "high" | "blocker";
}

export interface PatchingRules {
  readonly groups: readonly { readonly name: string; readonly keyword: string; readonly isDefault: boolean; readonly targets: readonly string[] }[];
  readonly acceptedKeywords: readonly string[];
}
