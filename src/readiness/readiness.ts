import type { Confidence, FunctionId } from "../callgraph/call-graph.ts";
import type { Via } from "../eventlet/catalogue.ts";

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

export interface ObstacleFinding {
  /** Key of the obstacle catalogue (assets/knowledge/obstacles.json). */
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly detail: string;
  readonly blocks: "async-def" | "caller" | "both" | "none";
  readonly awaitletWorks: "yes" | "yes-with-care" | "no";
  readonly points: number;
}

export interface Verdict {
  readonly function: FunctionId;
  readonly reach: "suspends" | "touches";
  readonly via: readonly Via[];
  /** An API of Eventlet, a patched call or a suspending library call stands in the function itself. */
  readonly direct: boolean;
  readonly verdict: VerdictKind;
  /** Why `undetermined`: a stable code. */
  readonly reasonCode?: string;
  /** Plain words: "stays synchronous because it is a property read in 41 places". */
  readonly reason: string;
  readonly alternatives: readonly string[];
  readonly roles: readonly Role[];
  readonly confidence: Confidence;
  /** Shortest best path down to an API: for suspends to a yield point. */
  readonly evidence: readonly EvidenceStep[];
  /** Calls on the evidence path: 0 for a direct use. */
  readonly depth: number;
  readonly obstacles: readonly ObstacleFinding[];
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

export interface PlanSummary {
  readonly strategy: Strategy | "threads";
  readonly asyncFunctions: number;
  readonly awaitSites: number;
  readonly bridges: number;
  readonly awaitletFunctions: number;
  /** Value of the objective that the minimum cut minimises, in tenths of a point. */
  readonly cost: number;
  readonly isSound: boolean;
  readonly boundary: readonly BoundarySite[];
  readonly violations: readonly SoundnessViolation[];
}

export interface SoundnessViolation {
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
  readonly message: string;
  readonly pathFromEntry: readonly FunctionId[];
}

export interface Wave {
  readonly number: number;
  readonly title: string;
  readonly kind: "hub" | "service" | "library" | "executor" | "unpatch" | "cleanup";
  readonly entries: readonly FunctionId[];
  readonly functions: readonly FunctionId[];
  readonly after: readonly number[];
}

export interface SilentBreak {
  readonly id: string;
  readonly function: FunctionId;
  readonly path: string;
  readonly line: number;
  readonly detail: string;
  readonly remedy: string;
}

export interface Leverage {
  readonly function: FunctionId;
  readonly unlocks: number;
  readonly fanIn: number;
  readonly depth: number;
}

export interface Readiness {
  /** Every function that reaches, tests included (marked in the graph); sorted by function. */
  readonly verdicts: readonly Verdict[];
  readonly plans: readonly PlanSummary[];
  readonly strategy: Strategy;
  readonly waves: readonly Wave[];
  readonly silentBreaks: readonly SilentBreak[];
  /** Rewrites that would silently turn concurrent work sequential. */
  readonly concurrencyLosses: readonly SilentBreak[];
  readonly leverage: readonly Leverage[];
  readonly disablable: readonly {
    readonly entry: FunctionId;
    readonly path: string;
    readonly line: number;
    readonly reason: string;
    readonly functions: number;
  }[];
  /** Groups of functions that must change together. */
  readonly families: readonly (readonly FunctionId[])[];
}
