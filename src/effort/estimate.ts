import type { FunctionId } from "../callgraph/call-graph.ts";
import type { Text } from "../sentence.ts";

/** Optimistic, likely, pessimistic. */
export interface ThreePoint {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export interface Percentiles {
  readonly p50: number;
  readonly p80: number;
  readonly p95: number;
}

/** A named term of a sum, so that every number can be traced: `3 call sites × 0.5 points`. */
export interface Term<Prose = Text> {
  readonly what: Prose;
  readonly count: number;
  readonly pointsEach: number;
  readonly points: number;
  /** Key of the model's coefficient. */
  readonly coefficient: string;
}

/** A piece of work that is estimated as a whole. */
export interface WorkPackage<Prose = Text> {
  readonly id: string;
  readonly title: Prose;
  readonly kind:
    | "api-first"
    | "api"
    | "function"
    | "boundary"
    | "module"
    | "service"
    | "library"
    | "pattern"
    | "tests"
    | "fixed";
  readonly epic: Prose;
  readonly wave: number;
  readonly functions: readonly FunctionId[];
  readonly paths: readonly string[];
  readonly points: ThreePoint;
  readonly hours: ThreePoint;
  readonly terms: readonly Term<Prose>[];
  readonly after: readonly string[];
}

export interface RiskEvent<Prose = Text> {
  readonly id: string;
  readonly title: string;
  readonly probability: number;
  readonly hours: ThreePoint;
  readonly trigger: string;
  readonly mitigation: string;
  readonly evidence: readonly {
    readonly path: string;
    readonly line: number;
    readonly what: Prose;
  }[];
}

export interface Assumption<Prose = Text> {
  readonly id: string;
  readonly text: Prose;
  readonly value?: Prose;
  readonly source: Prose;
}

export interface FunctionEffort<Prose = Text> {
  readonly function: FunctionId;
  readonly points: number;
  readonly hours: ThreePoint;
  readonly terms: readonly Term<Prose>[];
}

export interface Estimate<Prose = Text> {
  readonly profile: string;
  readonly seed: number;
  readonly draws: number;
  /** Focused hours in a working day; absent in assessments of earlier versions. */
  readonly hoursPerDay?: number;
  readonly points: ThreePoint & Percentiles;
  readonly hours: ThreePoint & Percentiles;
  /** Present when a team is given: working days. */
  readonly calendarDays?: Percentiles;
  readonly packages: readonly WorkPackage<Prose>[];
  readonly functions: readonly FunctionEffort<Prose>[];
  /** What drives the spread: change of the expected hours when a factor goes from its P10 to its P90. */
  readonly tornado: readonly {
    readonly factor: Prose;
    readonly low: number;
    readonly high: number;
  }[];
  /** Twenty-odd quantiles of the hours, for the distribution chart. */
  readonly quantiles: readonly { readonly q: number; readonly hours: number }[];
  readonly cost?: { readonly currency: string; readonly dayRate: number } & Percentiles;
  readonly options: readonly OptionEstimate[];
  readonly recommendation: Recommendation<Prose>;
  readonly assumptions: readonly Assumption<Prose>[];
  readonly risks: readonly RiskEvent<Prose>[];
}

export interface OptionEstimate {
  readonly option: "awaitletFirst" | "balanced" | "fullAsyncio" | "threads";
  readonly points: number;
  readonly hoursP80: number;
  readonly calendarDaysP80?: number;
  readonly functionsChanged: number;
  /** Functions that still wait synchronously afterwards: under Awaitlet, or each in a thread. */
  readonly residualDebt: number;
  readonly risks: readonly string[];
}

export interface Recommendation<Prose = Text> {
  readonly option: OptionEstimate["option"];
  /** The official guide's four questions, answered from the repository. */
  readonly answers: readonly {
    readonly question: string;
    readonly answer: "yes" | "no" | "unknown";
    readonly because: Prose;
  }[];
  readonly reason: Prose;
}

export interface Story<Prose = Text> {
  readonly id: string;
  readonly title: Prose;
  readonly epic: Prose;
  readonly points: number;
  readonly hours: ThreePoint;
  readonly packages: readonly string[];
  readonly functions: readonly FunctionId[];
  readonly paths: readonly string[];
  readonly after: readonly string[];
  readonly wave: number;
  readonly acceptance: readonly Prose[];
}

export interface Epic<Prose = Text> {
  readonly id: string;
  readonly title: Prose;
  readonly stories: readonly string[];
  readonly points: number;
  readonly wave: number;
}

export interface Sprint {
  readonly number: number;
  readonly start?: string;
  readonly end?: string;
  readonly stories: readonly string[];
  readonly points: number;
  readonly isAfterEndOfSupport: boolean;
}

export interface Plan<Prose = Text> {
  readonly epics: readonly Epic<Prose>[];
  /** In the order of work. */
  readonly stories: readonly Story<Prose>[];
  readonly sprints: readonly Sprint[];
  readonly team?: {
    readonly people: number;
    readonly velocity: number;
    readonly sprintDays: number;
    readonly start?: string;
  };
  /** Last day of the sprint in which the hours of each percentile, risks included, are done. */
  readonly finish?: { readonly p50: string; readonly p80: string; readonly p95: string };
  /** Points a sprint that would end the work at P80 before the end of support, where the team's do not. */
  readonly velocityNeeded?: number;
  /** ISO date of Eventlet's end of support. */
  readonly endOfSupport: string;
}
