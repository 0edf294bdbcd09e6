import type { Confidence } from "../callgraph/call-graph.ts";
import type { Fidelity, Via } from "../eventlet/catalogue.ts";
import type { ThreePoint } from "./estimate.ts";

/**
 * Everything that is assumed about cost: assets/knowledge/effort-model.json, which a user can
 * override key by key. Points are story points; every default states its source.
 */
export interface EffortModel {
  readonly version: number;
  readonly hoursPerPoint: ThreePoint & Sourced;
  readonly hoursPerDay: Assumed;
  /** Share of time that each further person costs the team. */
  readonly coordination: Assumed;
  readonly endOfSupport: { readonly value: string } & Sourced;
  readonly profiles: Readonly<Record<string, Profile>>;
  /** How confidence widens a range: factors on low and high. */
  readonly spread: Readonly<Record<Confidence | "undetermined", Widening>>;
  /** A further occurrence of an API costs this share of its catalogue effort. */
  readonly occurrence: {
    readonly share: Readonly<Record<Fidelity, number>>;
    /** Factor on the share: a call that names Eventlet is rewritten, a patched or library call gains an await. */
    readonly via: Readonly<Record<Via, number>>;
  } & Sourced;
  /**
   * A further obstacle of its kind in one function, and a further place of a pattern, cost this share of
   * the first; of obstacles so many at the most.
   */
  readonly further: { readonly share: number; readonly most: number } & Sourced;
  readonly coefficients: Readonly<Record<CoefficientId, Coefficient>>;
  /** How fixed packages and risk events grow with the functions that reach. */
  readonly size: SizeRule;
  readonly fixed: readonly FixedPackage[];
  /** Common factors that many packages share: what correlates their cost. */
  readonly factors: Readonly<Record<Exclude<FactorId, "pace">, Coefficient>>;
  readonly risks: readonly RiskRule[];
}

export type CoefficientId =
  | "api-first"
  | "signature"
  | "await"
  | "override"
  | "async-def-bridge"
  | "awaitlet-bridge"
  | "temporary-bridge"
  | "obstacle"
  | "redesign"
  | "undetermined"
  | "disable"
  | "import"
  | "touch-module"
  | "test-function"
  | "test-module"
  | "untested-function"
  | "service"
  | "script"
  | "unpatch"
  | "library"
  | "pattern"
  | "thread-swap";

export type FactorId =
  | "pace"
  | "tests"
  | "functions"
  | "services"
  | "libraries"
  | "patterns"
  | "learning";

/** (functions / `functions`) to the power `exponent`, between `least` and `most`. */
export interface SizeRule extends Sourced {
  readonly functions: number;
  readonly exponent: number;
  readonly least: number;
  readonly most: number;
}

interface Sourced {
  readonly source: string;
}

interface Assumed extends Sourced {
  readonly value: number;
}

export interface Profile extends Sourced {
  /** Factor on the hours of every package. */
  readonly pace: number;
  /** Further factor on the hours of learning packages. */
  readonly learning: number;
}

interface Widening {
  readonly low: number;
  readonly high: number;
}

export interface Coefficient extends ThreePoint, Sourced {
  readonly what: string;
  readonly learning?: boolean;
}

export interface FixedPackage extends ThreePoint, Sourced {
  readonly id: string;
  readonly title: string;
  readonly phase: "prepare" | "hub" | "validate";
  readonly learning?: boolean;
  /** What it consists of: the titles of its stories where it is too large for one. */
  readonly steps?: readonly string[];
  /** Only where the repository has an entry point that serves. */
  readonly onlyWith?: "service";
  /** Not part of this option. */
  readonly notFor?: "threads";
  /** Part of no other option. */
  readonly onlyFor?: "threads";
}

export interface RiskRule {
  readonly id: string;
  readonly title: string;
  readonly when: RiskTrigger;
  /** What it says cannot happen under this option. */
  readonly notFor?: "threads";
  readonly probability: number;
  readonly hours: ThreePoint;
  readonly trigger: string;
  readonly mitigation: string;
}

/** What in the findings makes a risk apply; any one of them. */
export interface RiskTrigger {
  readonly patterns?: readonly string[];
  readonly breaks?: readonly string[];
  readonly categories?: readonly string[];
  readonly libraries?: boolean;
  readonly hubBlockers?: boolean;
  readonly undetermined?: boolean;
  readonly losses?: boolean;
  readonly untestedShareAbove?: number;
  readonly always?: boolean;
}

/** How much of a fixed package or a risk event a program of so many reaching functions bears. */
export function sizeFactor({ size }: EffortModel, functions: number): number {
  const grown = (functions / size.functions) ** size.exponent;
  return Math.min(size.most, Math.max(size.least, Math.round(grown * 100) / 100));
}

type Overrides = Readonly<Record<string, unknown>>;

/** The shipped model with a user's values laid over it, key by key; lists are replaced whole. */
export function loadEffortModel(text: string, overrides: Overrides = {}): EffortModel {
  return merge(JSON.parse(text) as Overrides, overrides) as unknown as EffortModel;
}

function merge(base: Overrides, over: Overrides): Overrides {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = merged[key];
    merged[key] = isRecord(old) && isRecord(value) ? merge(old, value) : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Overrides {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
