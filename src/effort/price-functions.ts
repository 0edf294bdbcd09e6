import type { CallGraph, FunctionId } from "../callgraph/call-graph.ts";
import type { ApiEntry, Knowledge } from "../eventlet/catalogue.ts";
import type { EventletFindings, EventletUse } from "../eventlet/findings.ts";
import { groupBy } from "../group-by.ts";
import type {
  Label,
  ObstacleFinding,
  Readiness,
  Strategy,
  Verdict,
} from "../readiness/readiness.ts";
import { say, type Text } from "../sentence.ts";
import type { CoefficientId, EffortModel } from "./effort-model.ts";
import type { Term, ThreePoint } from "./estimate.ts";
import { add, hundredths, NOTHING, scale } from "./three-point.ts";

export interface PricingInput {
  readonly graph: CallGraph;
  readonly findings: EventletFindings;
  readonly knowledge: Knowledge;
  readonly readiness: Readiness;
  readonly model: EffortModel;
}

/** A verdict on a function of the program itself, no test's, and its file. */
export interface OwnVerdict {
  readonly verdict: Verdict;
  readonly path: string;
}

/** With what every option and every risk asks for, found once. */
export interface Pricing extends PricingInput {
  /** Sorted like the verdicts. */
  readonly own: readonly OwnVerdict[];
  readonly tests: readonly TestFunction[];
  /** Tests, and what a chain of calls from one reaches. */
  readonly tested: ReadonlySet<FunctionId>;
}

export interface TestFunction {
  readonly id: FunctionId;
  readonly path: string;
  readonly calls: readonly FunctionId[];
}

export function openPricing(input: PricingInput): Pricing {
  const { graph } = input;
  const own = ownVerdicts(input);
  return { ...input, own, tests: testFunctions(graph), tested: reachedByTests(graph) };
}

export type OptionName = Strategy | "threads";

export interface PricedFunction {
  readonly verdict: Verdict;
  readonly path: string;
  readonly points: ThreePoint;
  readonly terms: readonly Term[];
}

/** What changing each function costs under one option; tests are priced elsewhere. Sorted like the verdicts. */
export function priceFunctions(input: Pricing, option: OptionName): PricedFunction[] {
  const price = option === "threads" ? threadTerms : asyncTerms(input, option);
  const usesOf = groupBy(input.findings.uses, (use) => use.function);
  return input.own.map(({ verdict, path }) => {
    const uses = usesOf.get(verdict.function) ?? [];
    const terms = verdict.isDisablable
      ? [term(input.model, "disable", 1)]
      : price(verdict, uses, input);
    return { verdict, path, terms, points: rangeOf(terms, verdict, input.model) };
  });
}

function ownVerdicts({ graph, readiness }: PricingInput): OwnVerdict[] {
  return readiness.verdicts.flatMap((verdict) => {
    const node = graph.node(verdict.function);
    return node?.path === undefined || node.isTest ? [] : [{ verdict, path: node.path }];
  });
}

function testFunctions(graph: CallGraph): TestFunction[] {
  return graph.nodes.flatMap(({ id, path, isTest, kind }) => {
    const isFunction = isTest === true && kind !== "module" && kind !== "class-body";
    if (!isFunction || path === undefined) return [];
    return [{ id, path, calls: graph.calleesOf(id).map(({ to }) => to) }];
  });
}

function reachedByTests(graph: CallGraph): ReadonlySet<FunctionId> {
  const reached = new Set(graph.nodes.filter(({ isTest }) => isTest === true).map(({ id }) => id));
  // A Set also visits what is added while it is being walked, so it is its own worklist.
  for (const id of reached) for (const { to } of graph.calleesOf(id)) reached.add(to);
  return reached;
}

type Pricer = (verdict: Verdict, uses: readonly EventletUse[], input: PricingInput) => Term[];

function asyncTerms(input: PricingInput, strategy: Strategy): Pricer {
  const { model, knowledge, readiness } = input;
  const labels = labelsOf(readiness, strategy);
  const boundary = boundaryCounts(readiness, strategy);
  const kin = silentKin(readiness);
  return (verdict, uses) => {
    const label = verdict.labels[strategy];
    const bridges = boundary.get(verdict.function);
    const isConverted = label === "async" && verdict.needsAwait;
    return [
      ...apiTerms(uses, knowledge, model),
      ...(isConverted ? conversionTerms(verdict, input, labels, kin) : []),
      term(model, "async-def-bridge", bridges?.asyncDef ?? 0),
      term(model, "awaitlet-bridge", bridges?.awaitlet ?? 0),
      ...obstacleTerms(verdict, label, model),
      term(model, "redesign", verdict.verdict === "redesign" ? 1 : 0),
      term(model, "undetermined", verdict.verdict === "undetermined" ? 1 : 0),
    ].filter(({ points }) => points > 0);
  };
}

const threadTerms: Pricer = (verdict, uses, { model, knowledge }) => {
  const named = uses.filter(({ via }) => via === "eventlet");
  return [
    ...perApi(named, knowledge).map(({ api, count }) =>
      pricedTerm(
        api.name,
        count,
        api.effort * model.coefficients["thread-swap"].likely,
        "thread-swap",
      ),
    ),
    // What is hard for asyncio alone (a wait at import time, a finalizer) runs in a thread as it is.
    term(model, "redesign", verdict.verdict === "redesign" && named.length > 0 ? 1 : 0),
  ].filter(({ points }) => points > 0);
};

function conversionTerms(
  verdict: Verdict,
  { graph, model }: PricingInput,
  labels: ReadonlyMap<FunctionId, Label>,
  kin: ReadonlyMap<FunctionId, number>,
): Term[] {
  const awaited = graph
    .calleesOf(verdict.function)
    .filter(({ kind, to }) => kind === "call" && labels.get(to) === "async")
    .reduce((count, { sites }) => count + sites.length, 0);
  return [
    term(model, "signature", 1),
    term(model, "await", awaited),
    term(model, "override", kin.get(verdict.function) ?? 0),
  ];
}

/** A function's calls of one API: mechanical after the first, which has a package of its own. */
function apiTerms(uses: readonly EventletUse[], knowledge: Knowledge, model: EffortModel): Term[] {
  const { share, via } = model.occurrence;
  return perApi(uses, knowledge).map(({ api, count }) =>
    pricedTerm(api.name, count, api.effort * share[api.asyncio.fidelity] * via[api.via], "api"),
  );
}

/** A name that is only imported, read or handed on is no edit of its own. */
const PRICED_USES: ReadonlySet<string> = new Set([
  "call",
  "with",
  "iterate",
  "item",
  "subclass",
  "except",
  "decorator",
]);

function perApi(
  uses: readonly EventletUse[],
  knowledge: Knowledge,
): { api: ApiEntry; count: number }[] {
  const counts = new Map<ApiEntry, number>();
  for (const use of uses) {
    const api = knowledge.apis.get(use.api);
    if (api === undefined || api.isProgramLevel === true || !PRICED_USES.has(use.how)) continue;
    counts.set(api, (counts.get(api) ?? 0) + 1);
  }
  return [...counts].map(([api, count]) => ({ api, count }));
}

function obstacleTerms(verdict: Verdict, label: Label, model: EffortModel): Term[] {
  const isCostly = ({ blocks, awaitletWorks }: ObstacleFinding) =>
    label === "async" ? blocks !== "async-def" : blocks === "none" || awaitletWorks !== "yes";
  const costly = verdict.obstacles.filter((finding) => finding.points > 0 && isCostly(finding));
  const kinds = new Map<string, { count: number; points: number }>();
  for (const { id, points } of costly) {
    const known = kinds.get(id) ?? { count: 0, points: 0 };
    kinds.set(id, { count: known.count + 1, points: Math.max(known.points, points) });
  }
  return [...kinds].flatMap(([id, { count, points }]) => {
    const each = points * model.coefficients.obstacle.likely;
    const further = Math.min(count - 1, model.further.most);
    return [
      pricedTerm(id, 1, each, "obstacle"),
      ...(further > 0
        ? [pricedTerm(say`${id}: further`, further, each * model.further.share, "obstacle")]
        : []),
    ];
  });
}

/** The members of a family that do not reach by themselves but change with it, charged to its first member. */
function silentKin({ families, verdicts }: Readiness): ReadonlyMap<FunctionId, number> {
  const reaching = new Set(verdicts.map((verdict) => verdict.function));
  const kin = new Map<FunctionId, number>();
  for (const family of families) {
    const first = family.find((id) => reaching.has(id));
    if (first === undefined) continue;
    kin.set(first, (kin.get(first) ?? 0) + family.filter((id) => !reaching.has(id)).length);
  }
  return kin;
}

function labelsOf({ verdicts }: Readiness, strategy: Strategy): ReadonlyMap<FunctionId, Label> {
  const suspending = verdicts.filter(({ needsAwait }) => needsAwait);
  return new Map(suspending.map((verdict) => [verdict.function, verdict.labels[strategy]]));
}

function boundaryCounts(
  { plans }: Readiness,
  strategy: Strategy,
): ReadonlyMap<FunctionId, { asyncDef: number; awaitlet: number }> {
  const counts = new Map<FunctionId, { asyncDef: number; awaitlet: number }>();
  const plan = plans.find((candidate) => candidate.strategy === strategy);
  for (const site of plan?.boundary ?? []) {
    const entry = counts.get(site.function) ?? { asyncDef: 0, awaitlet: 0 };
    counts.set(site.function, entry);
    entry[site.kind === "async_def" ? "asyncDef" : "awaitlet"] += 1;
  }
  return counts;
}

/** `count` times a coefficient of the model. */
export function term(
  model: EffortModel,
  coefficient: CoefficientId,
  count: number,
  times = 1,
): Term {
  const { what, likely } = model.coefficients[coefficient];
  return pricedTerm(what, count, likely * times, coefficient);
}

export function pricedTerm(
  what: Text,
  count: number,
  pointsEach: number,
  coefficient: string,
): Term {
  return {
    what,
    count,
    pointsEach: hundredths(pointsEach),
    points: hundredths(count * pointsEach),
    coefficient,
  };
}

/** The three-point sum of terms: each as wide as its coefficient, widened by what is not certain. */
export function rangeOf(
  terms: readonly Term[],
  verdict: Verdict | undefined,
  model: EffortModel,
): ThreePoint {
  const total = terms.map((part) => wideTerm(part, model)).reduce(add, NOTHING);
  if (verdict === undefined) return total;
  const key = verdict.verdict === "undetermined" ? "undetermined" : verdict.confidence;
  const { low, high } = model.spread[key];
  return scale(total, { low, likely: 1, high });
}

function wideTerm({ points, coefficient }: Term, { coefficients }: EffortModel): ThreePoint {
  const known = (coefficients as Readonly<Record<string, ThreePoint>>)[coefficient];
  const { low, likely, high } = known ?? coefficients["api-first"];
  return scale(
    { low: points, likely: points, high: points },
    {
      low: low / likely,
      likely: 1,
      high: high / likely,
    },
  );
}
