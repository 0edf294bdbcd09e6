import { byCodeUnits } from "../by-code-units.ts";
import type {
  CallEdge,
  CallGraph,
  Confidence,
  FunctionId,
  GraphNode,
  SiteRef,
} from "../callgraph/call-graph.ts";
import { rootOf } from "../eventlet/root-of.ts";
import { readStanding, type Standing } from "../eventlet/standing.ts";
import {
  type ModuleFacts,
  type RegionFacts,
  type ScopeFacts,
  SITE_WIDTH,
  SiteField,
} from "../python/module-facts.ts";
import { regionChain } from "../python/region-chain.ts";

/** 0 certain, 1 likely, 2 possible: the weaker, the greater, so that the weakest link is a maximum. */
export type Rank = 0 | 1 | 2;
export const CONFIDENCES: readonly Confidence[] = ["certain", "likely", "possible"];
/** Edges up to this rank decide a class; weaker ones are shown and never decide alone. */
export const DECIDING_RANK: Rank = 1;

/** An edge between two functions of the program, by their numbers. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly edge: CallEdge;
  readonly rank: Rank;
  /** The caller waits for the callee on its own stack: `async` would spread through it. */
  readonly isInline: boolean;
}

/** An edge to something outside the program, by its dotted name. */
export interface OutwardLink {
  readonly name: string;
  readonly edge: CallEdge;
  readonly rank: Rank;
}

/** The call graph as this room walks it: functions by number (in order of id), links by caller and callee. */
export interface Program {
  readonly graph: CallGraph;
  /** Every node but the external ones, sorted by id. */
  readonly nodes: readonly GraphNode[];
  readonly callers: readonly (readonly Link[])[];
  readonly callees: readonly (readonly Link[])[];
  readonly outward: readonly (readonly OutwardLink[])[];
  indexOf(id: FunctionId): number | undefined;
  readonly standings: readonly Standing[];
}

export function readProgram(graph: CallGraph): Program {
  const nodes = graph.nodes
    .filter((node) => node.kind !== "external")
    .sort((a, b) => byCodeUnits(a.id, b.id));
  const indices = new Map(nodes.map((node, index) => [node.id, index]));
  const standings = nodes.map(readStanding(graph));
  const callers: Link[][] = nodes.map(() => []);
  const callees: Link[][] = nodes.map(() => []);
  const outward: OutwardLink[][] = nodes.map(() => []);
  const isTestDouble = findTestDoubles(graph, (id) => standings[indices.get(id) ?? -1] ?? 0);
  for (const edge of graph.edges) {
    const from = indices.get(edge.from);
    const to = indices.get(edge.to);
    if (from === undefined) continue;
    if (to !== undefined && standings[from] === 0 && isTestDouble(edge)) continue;
    const rank = rankOf(edge.confidence);
    if (to === undefined) {
      outward[from]?.push({ name: edge.to, edge, rank });
      continue;
    }
    const target = nodes[to] as GraphNode;
    // Tests and examples may put something else in the place of a class: no fact about the product.
    if ((standings[to] ?? 0) > (standings[from] ?? 0)) continue;
    const caller = nodes[from] as GraphNode;
    const isInline =
      waits(graph, caller, edge, scopeOf(graph, target)) && !isDefinition(graph, caller, edge);
    const link = { from, to, edge, rank, isInline };
    callees[from]?.push(link);
    callers[to]?.push(link);
  }
  for (const list of callers) list.sort((a, b) => a.from - b.from || byHow(a, b));
  for (const list of callees) list.sort((a, b) => a.to - b.to || byHow(a, b));
  return { graph, nodes, callers, callees, outward, standings, indexOf: (id) => indices.get(id) };
}

/**
 * Does the caller only get there through an object of a library's class that nothing but tests makes?
 * A test puts `SynchronousExecutor()` where the product has a pool: what that does with the functions
 * that it is given is no fact about the product.
 */
function findTestDoubles(
  graph: CallGraph,
  standingOf: (id: FunctionId) => Standing,
): (edge: CallEdge) => boolean {
  const owners = new Set(
    graph.edges.flatMap(({ through }) => (through === undefined ? [] : [ownerOf(through)])),
  );
  const makers = new Map<string, Standing>();
  for (const { from, to } of graph.edges) {
    const made = to.endsWith(".__init__") ? ownerOf(to) : to;
    if (!owners.has(made)) continue;
    makers.set(made, Math.min(standingOf(from), makers.get(made) ?? MOST) as Standing);
  }
  const isOfTests = namesOfTests(graph, standingOf);
  return ({ through }) => {
    if (through === undefined) return false;
    const owner = ownerOf(through);
    const maker = makers.get(owner);
    return maker !== undefined && (maker > 0 || isOfTests(owner));
  };
}

/**
 * Is it a class that only tests name, in a text (`configuration.helpers = {"nfs": "foo.module.Helper"}`), of a package that
 * the product does not import? What makes objects of it by its name (`import_class(text)()`) is told so by the tests alone.
 */
function namesOfTests(
  { modules, nodes }: CallGraph,
  standingOf: (id: FunctionId) => Standing,
): (name: string) => boolean {
  const standings = new Map<number, Standing>();
  for (const { id, module } of nodes) {
    if (module === undefined) continue;
    standings.set(module, Math.min(standingOf(id), standings.get(module) ?? MOST) as Standing);
  }
  const isOwn = (_: ModuleFacts, number: number) => (standings.get(number) ?? 0) === 0;
  const own = modules.filter(isOwn);
  const others = modules.filter((facts, number) => !isOwn(facts, number));
  const roots = new Set(own.flatMap(({ imports }) => imports.map(({ module }) => rootOf(module))));
  const writes = (name: string) => (facts: ModuleFacts) => facts.strings.includes(name);
  return (name) => !roots.has(rootOf(name)) && others.some(writes(name)) && !own.some(writes(name));
}

/** The standing of what is least a part of the product. */
const MOST: Standing = 2;

const ownerOf = (name: string): string => name.slice(0, name.lastIndexOf("."));

/** What tests do says nothing about the rest, what examples and scripts do nothing about the product. */
export function isBeneath({ standings }: Program, source: number, target: number): boolean {
  return (standings[source] ?? 0) > (standings[target] ?? 0);
}

export const rankOf = (confidence: Confidence): Rank => CONFIDENCES.indexOf(confidence) as Rank;

export const isDeciding = ({ rank }: { readonly rank: Rank }): boolean => rank <= DECIDING_RANK;

/** The facts of a function's module; absent for nodes without facts. */
export function moduleOf(graph: CallGraph, node: GraphNode): ModuleFacts | undefined {
  return node.module === undefined ? undefined : graph.modules[node.module];
}

export function scopeOf(graph: CallGraph, node: GraphNode): ScopeFacts | undefined {
  return node.scope === undefined ? undefined : moduleOf(graph, node)?.scopes[node.scope];
}

/** `m` of `pkg.mod.C.m#2@path`: what the function is called in its scope. */
export function nameOf(node: GraphNode): string {
  const dotted = (node.id.split("@")[0] ?? node.id).replace(/#\d+$/, "");
  return dotted.slice(dotted.lastIndexOf(".") + 1);
}

const RESUMES: ReadonlySet<string> = new Set([
  "generator",
  "iteration",
  "with",
  "async-with",
  "await",
  "operator",
]);

/**
 * Calling a generator function, or one that is `async def`, only makes an object: its body runs when that is
 * resumed or awaited, which a task may do that nobody waits for (`create_task(watch())`).
 */
function waits(
  graph: CallGraph,
  caller: GraphNode,
  edge: CallEdge,
  callee: ScopeFacts | undefined,
): boolean {
  if (edge.kind === "spawn") return false;
  if (edge.kind === "callback") return edge.runsIn === "caller" && !isGenerator(callee);
  if (RESUMES.has(edge.how)) return true;
  if (callee?.callable?.isAsync === true) return edge.sites.some(isWithin(graph, caller, "await"));
  return !isGenerator(callee);
}

/** Applying a decorator, or calling a decorator factory, is no place where programs wait. */
function isDefinition(graph: CallGraph, caller: GraphNode, { how, sites }: CallEdge): boolean {
  if (how === "decorator") return true;
  return sites.length > 0 && sites.every(isWithin(graph, caller, "decorator"));
}

/** Does a place in the function lie in a region of that kind? */
function isWithin(graph: CallGraph, node: GraphNode, wanted: RegionFacts["kind"]) {
  const facts = moduleOf(graph, node);
  return ({ site }: SiteRef): boolean => {
    if (facts === undefined || site < 0) return false;
    const start = facts.sites[site * SITE_WIDTH + SiteField.region] ?? -1;
    return regionChain(facts, start).some(({ kind }) => kind === wanted);
  };
}

/** It is `async def` already: nothing can forbid what it is. */
export function isCoroutine({ graph, nodes }: Program, index: number): boolean {
  const node = nodes[index];
  return node !== undefined && scopeOf(graph, node)?.callable?.isAsync === true;
}

function isGenerator(scope: ScopeFacts | undefined): boolean {
  return scope?.callable?.isGenerator === true && !scope.callable.isAsync;
}

function byHow(a: Link, b: Link): number {
  return (
    a.rank - b.rank ||
    (a.edge.sites[0]?.line ?? 0) - (b.edge.sites[0]?.line ?? 0) ||
    (a.edge.sites[0]?.column ?? 0) - (b.edge.sites[0]?.column ?? 0) ||
    byCodeUnits(a.edge.how, b.edge.how)
  );
}
