import type { Confidence, FunctionId } from "../callgraph/call-graph.ts";
import type { Via } from "../eventlet/catalogue.ts";
import type { Text } from "../sentence.ts";

export type VerdictKind = "asyncio-ready" | "awaitlet-candidate" | "redesign" | "undetermined";
export type Role = "entry" | "intermediary" | "backend";
export type Strategy = "awaitletFirst" | "balanced" | "fullAsyncio";
export type Label = "async" | "sync";

/** One step of an evidence path: `function` calls `calls` at `path:line`. */
export interface EvidenceStep {
  readonly function: FunctionId;
  readonly path: string;
  readonly line: number;
  /** The callee's id, or at the end the API's canonical name. */
  readonly calls: string;
  readonly confidence: Confidence;
  /** No call: `calls` is a member of the function's family, which a call may reach in its place. */
  readonly isFamily?: boolean;
}

export interface ObstacleFinding<Prose = Text> {
  /** Key of the obstacle catalogue (assets/knowledge/obstacles.json). */
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly detail: Prose;
  readonly blocks: "async-def" | "caller" | "both" | "none";
  readonly awaitletWorks: "yes" | "yes-with-care" | "no";
  readonly points: number;
}

export interface Verdict<Prose = Text> {
  readonly function: FunctionId;
  readonly reach: "suspends" | "touches";
  readonly via: readonly Via[];
  /** An API of Eventlet, a patched call or a suspending library call stands in the function itself. */
  readonly direct: boolean;
  readonly verdict: VerdictKind;
  /** Why `undetermined`: a stable code. `unknown-package`: ready, but for calls of which nothing is known. */
  readonly reasonCode?: string;
  /** Plain words: "stays synchronous because it is a property read in 41 places". */
  readonly reason: Prose;
  readonly alternatives: readonly Prose[];
  readonly roles: readonly Role[];
  readonly confidence: Confidence;
  /** Shortest best path down to an API: for suspends to a yield point. */
  readonly evidence: readonly EvidenceStep[];
  /** What makes the end of the evidence green, where only patching does: the patch and its process. */
  readonly patching?: Prose;
  /** Calls on the evidence path: 0 for a direct use. */
  readonly depth: number;
  readonly obstacles: readonly ObstacleFinding<Prose>[];
  /** It must be awaited by its callers in the migrated program (`needs_await` spread), as against touching only. */
  readonly needsAwait: boolean;
  readonly isDisablable: boolean;
  /** An async twin of a library's class or call, where there is one. */
  readonly twin?: string;
  readonly labels: Readonly<Record<Strategy, Label>>;
  /** Family of overrides or recursion that shares its label; id of its first member. */
  readonly family?: FunctionId;
  /** Nothing in the function leads to Eventlet: it changes only because this member of its family does. */
  readonly changesWith?: FunctionId;
  readonly wave: number;
  /** Functions that reach Eventlet only through this one (dominator tree size), itself included. */
  readonly leverage: number;
}

/** A call site where the two worlds meet in a plan. */
export interface BoundarySite {
  readonly kind: "async_def" | "awaitlet";
  readonly function: FunctionId;
  /** Callee's id or API name. */
  readonly calls: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface PlanSummary<Prose = Text> {
  readonly strategy: Strategy | "threads";
  readonly asyncFunctions: number;
  readonly awaitSites: number;
  readonly bridges: number;
  readonly awaitletFunctions: number;
  /** Value of the objective that the minimum cut minimises, in tenths of a point. */
  readonly cost: number;
  readonly isSound: boolean;
  readonly boundary: readonly BoundarySite[];
  readonly violations: readonly SoundnessViolation<Prose>[];
}

export interface SoundnessViolation<Prose = Text> {
  readonly code:
    | "no-async-def-above"
    | "thread-hop"
    | "finalizer"
    | "import-time"
    | "nested-awaitlet"
    | "signal-handler"
    | "mixed-stack";
  readonly function: FunctionId;
  readonly path: string;
  readonly line: number;
  readonly message: Prose;
  readonly pathFromEntry: readonly FunctionId[];
}

export interface Wave<Prose = Text> {
  readonly number: number;
  readonly title: Prose;
  readonly kind: "hub" | "service" | "library" | "executor" | "unpatch" | "cleanup";
  readonly entries: readonly FunctionId[];
  readonly functions: readonly FunctionId[];
  readonly after: readonly number[];
}

/**
 * A place that Eventlet code enters a migrated function from: it needs a bridge from the callee's wave
 * to the caller's own. `call`: the caller waits for it; `start`: it hands it over to be run; `entry`:
 * a program's main function, which crosses until Eventlet goes.
 */
export interface TemporaryBridge {
  readonly kind: "call" | "start" | "entry";
  /** The function that the bridge stands in; of an entry, the function itself. */
  readonly function: FunctionId;
  /** What may be called there, sorted. */
  readonly calls: readonly FunctionId[];
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** What the plan makes of what is called: `f(…)` crosses where it is async, `async_def(f, …)` where it stays synchronous. */
  readonly label: Label;
  /** The wave that makes the bridge: its callee's. */
  readonly wave: number;
  /** The wave in which it goes away. */
  readonly until: number;
}

export interface SilentBreak<Prose = Text> {
  readonly id: string;
  readonly function: FunctionId;
  readonly path: string;
  readonly line: number;
  readonly detail: Prose;
  readonly remedy: Prose;
}

export interface Leverage {
  readonly function: FunctionId;
  readonly unlocks: number;
  readonly fanIn: number;
  readonly depth: number;
}

export interface Readiness<Prose = Text> {
  /** Every function that reaches, tests included (marked in the graph); sorted by function. */
  readonly verdicts: readonly Verdict<Prose>[];
  readonly plans: readonly PlanSummary<Prose>[];
  readonly strategy: Strategy;
  readonly waves: readonly Wave<Prose>[];
  /** In order of wave, path, line and column. */
  readonly temporaryBridges: readonly TemporaryBridge[];
  readonly silentBreaks: readonly SilentBreak<Prose>[];
  /** Rewrites that would silently turn concurrent work sequential. */
  readonly concurrencyLosses: readonly SilentBreak<Prose>[];
  readonly leverage: readonly Leverage[];
  readonly disablable: readonly {
    readonly entry: FunctionId;
    readonly path: string;
    readonly line: number;
    readonly reason: Prose;
    readonly functions: number;
  }[];
  /** Groups of functions that must change together. */
  readonly families: readonly (readonly FunctionId[])[];
}
