import { byCodeUnits } from "../by-code-units.ts";
import type { CallEdge } from "../callgraph/call-graph.ts";
import { groupBy } from "../group-by.ts";
import type { Knowledge } from "./catalogue.ts";
import { comparable, type DeclaredDependency, prefixes } from "./find-libraries.ts";
import type { UnknownPackage } from "./findings.ts";
import { byPlace, type GraphView } from "./graph-view.ts";
import { rootOf } from "./root-of.ts";

/** Names of a package that are told: those that the program calls most. */
const NAMES = 4;

/** Names that many distributions share: what stands below them is a package of its own. */
const NAMESPACES: ReadonlySet<string> = new Set(["azure", "google", "google.cloud", "zope"]);

/**
 * Packages that the program calls and of which neither a description nor the source is known: whether
 * their calls wait nobody can tell from here. The standard library is none (`isStandard`), nor are those
 * that wait for nothing (`waitless.json`). What tests call is left out.
 */
export function findUnknownPackages(
  view: GraphView,
  knowledge: Knowledge,
  dependencies: readonly DeclaredDependency[],
  isStandard: (name: string) => boolean,
): readonly UnknownPackage[] {
  const own = new Set([...view.modules.keys()].map(rootOf));
  const known = new Set([
    ...knowledge.libraries.flatMap(({ importNames }) => importNames),
    ...[...knowledge.apis.keys(), ...Object.keys(knowledge.symbols)].map(packageOf),
    ...knowledge.waitless,
  ]);
  const isKnown = (name: string) =>
    own.has(rootOf(name)) || isStandard(rootOf(name)) || prefixes(name).some((it) => known.has(it));
  const imported = new Set(
    view.graph.externalImports
      .filter(({ within, isTypeOnly }) => isTypeOnly !== true && !view.isTest(within))
      .map(({ module, name }) => packageOf(name === undefined ? module : `${module}.${name}`)),
  );
  const unknown = new Map(
    view.graph.nodes
      .filter(({ kind, id }) => kind === "external" && !isKnown(id))
      .map(({ id }) => [id, packageOf(id)] as const)
      .filter(([, name]) => imported.has(name)),
  );
  const calls = view.graph.edges.filter(({ from, to }) => unknown.has(to) && isProduct(view, from));
  return [...groupBy(calls, ({ to }) => unknown.get(to) ?? to)]
    .map(([name, edges]) => describe(view, name, edges, dependencies))
    .sort((left, right) => right.calls - left.calls || byCodeUnits(left.name, right.name));
}

function describe(
  view: GraphView,
  name: string,
  edges: readonly CallEdge[],
  dependencies: readonly DeclaredDependency[],
): UnknownPackage {
  const places = edges
    .flatMap(({ from, sites }) => sites.map(({ line }) => ({ path: view.pathOf(from), line })))
    .sort(byPlace);
  const called = [...groupBy(edges, ({ to }) => to)]
    .map(([to, group]) => ({ to, calls: sitesOf(group) }))
    .sort((left, right) => right.calls - left.calls || byCodeUnits(left.to, right.to));
  const declared = dependencies.find((each) => comparable(each.name) === comparable(name));
  const { path = "", line = 1 } = places[0] ?? {};
  return {
    name,
    ...(declared === undefined || declared.specifier === "" ? {} : { version: declared.specifier }),
    calls: sitesOf(edges),
    functions: [...new Set(edges.map(({ from }) => from))],
    called: called.slice(0, NAMES).map(({ to }) => to),
    path,
    line,
  };
}

function sitesOf(edges: readonly CallEdge[]): number {
  return edges.reduce((sum, { sites }) => sum + sites.length, 0);
}

function isProduct(view: GraphView, id: string): boolean {
  return !view.isTest(id) && view.graph.node(id)?.isLibrary !== true;
}

function packageOf(name: string): string {
  return prefixes(name).findLast((prefix) => !NAMESPACES.has(prefix)) ?? name;
}
