import { byCodeUnits } from "../by-code-units.ts";
import type { CallEdge, CallGraph, Confidence, GraphNode } from "../callgraph/call-graph.ts";
import { defined } from "../defined.ts";
import { SURENESS } from "../eventlet/confidence.ts";

/** The call graph as other programs read it: `assess graph --format json`. */
export interface PublishedGraph {
  readonly nodes: readonly PublishedNode[];
  readonly edges: readonly PublishedEdge[];
  /** Calls without any callee, by reason. */
  readonly unresolved: Readonly<Record<string, number>>;
}

type PublishedNode = Pick<GraphNode, "id" | "kind" | "path" | "line" | "endLine" | "decoratorLine">;

interface PublishedEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: CallEdge["kind"];
  readonly confidence: Confidence;
  /** Line from 1, column from 0. */
  readonly sites: readonly (readonly [line: number, column: number])[];
}

/** Nodes with their places, and one edge per caller, callee and kind, at its best confidence. */
export function publishGraph({ nodes, edges, unresolved }: CallGraph): PublishedGraph {
  return {
    nodes: nodes.map(({ id, kind, path, line, endLine, decoratorLine }) => ({
      id,
      kind,
      ...defined({ path, line, endLine, decoratorLine }),
    })),
    edges: mergeEdges(edges),
    unresolved,
  };
}

/** Edges that differ only in how control gets there, as one. */
function mergeEdges(edges: readonly CallEdge[]): PublishedEdge[] {
  const merged = new Map<string, PublishedEdge>();
  for (const { from, to, kind, confidence, sites } of edges) {
    const key = [from, to, kind].join("\n");
    const known = merged.get(key);
    const places = sites.map(({ line, column }) => [line, column] as const);
    merged.set(key, {
      from,
      to,
      kind,
      confidence: known === undefined ? confidence : better(known.confidence, confidence),
      sites: known === undefined ? places : uniqueSites([...known.sites, ...places]),
    });
  }
  return [...merged.values()];
}

function better(a: Confidence, b: Confidence): Confidence {
  return SURENESS[a] >= SURENESS[b] ? a : b;
}

function uniqueSites(sites: PublishedEdge["sites"]): PublishedEdge["sites"] {
  const unique = new Map(sites.map((site) => [site.join(":"), site]));
  return [...unique.values()].sort(
    ([aLine, aColumn], [bLine, bColumn]) => aLine - bLine || aColumn - bColumn,
  );
}

/**
 * Caller → callees, every function a key, externals too. That a class statement runs its body is
 * left out: it is no call. Definitions that share a name (a property's getter and setter, the two
 * branches of an `if`) share a row under that name, without the `#2` that tells their ids apart.
 */
export function publishAdjacency({
  nodes,
  edges,
}: CallGraph): Readonly<Record<string, readonly string[]>> {
  const bodies = new Set(nodes.filter(({ kind }) => kind === "class-body").map(({ id }) => id));
  const shadowed = shadowedIds(nodes, edges);
  const callees = new Map<string, Set<string>>(
    nodes.filter(({ id }) => !bodies.has(id)).map(({ id }) => [nameOf(id), new Set()]),
  );
  for (const { from, to } of edges) {
    if (bodies.has(to) || shadowed.has(from)) continue;
    const known = callees.get(nameOf(from));
    if (known === undefined) callees.set(nameOf(from), new Set([nameOf(to)]));
    else known.add(nameOf(to));
  }
  const rows = [...callees].sort(([a], [b]) => byCodeUnits(a, b));
  return Object.fromEntries(rows.map(([id, to]) => [id, [...to].sort(byCodeUnits)]));
}

const nameOf = (id: string): string => id.replace(/#\d+(?=\.|$)/g, "");

/** Plain functions whose name a later definition took before anybody called them: dead code. */
function shadowedIds(nodes: readonly GraphNode[], edges: readonly CallEdge[]): ReadonlySet<string> {
  const reached = new Set(edges.map(({ to }) => to));
  const shared = new Set(
    nodes
      .map(({ id }) => id)
      .filter((id) => id !== nameOf(id))
      .map(nameOf),
  );
  const isShadowed = ({ id, decoratorLine }: GraphNode): boolean =>
    shared.has(nameOf(id)) && decoratorLine === undefined && !reached.has(id);
  return new Set(nodes.filter(isShadowed).map(({ id }) => id));
}

const DOT_STYLES: Readonly<Record<CallEdge["kind"], string>> = {
  call: "solid",
  spawn: "bold",
  callback: "dashed",
};

/** The graph in Graphviz' language, externals left out: they would drown the rest. */
export function publishDot({ nodes, edges }: CallGraph): string {
  const internal = new Set(nodes.filter(({ kind }) => kind !== "external").map(({ id }) => id));
  const lines = [
    ...[...internal].map((id) => `  ${quote(id)};`),
    ...mergeEdges(edges)
      .filter(({ from, to }) => internal.has(from) && internal.has(to))
      .map(({ from, to, kind }) => `  ${quote(from)} -> ${quote(to)} [style=${DOT_STYLES[kind]}];`),
  ];
  return `digraph calls {\n  rankdir=LR;\n  node [shape=box];\n${lines.join("\n")}\n}\n`;
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
