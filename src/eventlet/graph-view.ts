import { byCodeUnits } from "../by-code-units.ts";
import type {
  CallGraph,
  ExternalImport,
  FunctionId,
  GraphNode,
  ModuleImport,
} from "../callgraph/call-graph.ts";
import { groupBy } from "../group-by.ts";
import type { ModuleFacts, RegionFacts, RegionKind } from "../python/module-facts.ts";
import { SITE_WIDTH, SiteField } from "../python/module-facts.ts";
import { regionChain } from "../python/region-chain.ts";
import { readStanding, type Standing } from "./standing.ts";

/** The call graph with the look-ups that finding Eventlet needs; built once. */
export interface GraphView {
  readonly graph: CallGraph;
  /** The repository's modules (libraries that were read are left out), by their node's id. */
  readonly modules: ReadonlyMap<FunctionId, GraphNode>;
  /** The module node that a function belongs to. */
  moduleOf(id: FunctionId): FunctionId | undefined;
  /** The module node of a dotted name; of several a package. */
  moduleNamed(name: string): FunctionId | undefined;
  functionAt(module: number, scope: number): FunctionId | undefined;
  factsOf(id: FunctionId): ModuleFacts | undefined;
  /** The constructs around a site, innermost first. */
  regionsAt(id: FunctionId, site: number): readonly RegionFacts[];
  isWithin(id: FunctionId, site: number, kind: RegionKind): boolean;
  /** In order of line. */
  importsOf(module: FunctionId): readonly ModuleImport[];
  externalImportsOf(module: FunctionId): readonly ExternalImport[];
  isTest(id: FunctionId): boolean;
  standingOf(id: FunctionId): Standing;
  pathOf(id: FunctionId): string;
  lineOf(id: FunctionId): number;
}

export function viewGraph(graph: CallGraph): GraphView {
  const { modules, byIndex, byName, functions } = indexModules(graph);
  const moduleOf = (id: FunctionId): FunctionId | undefined => {
    const index = graph.node(id)?.module;
    return index === undefined ? undefined : byIndex.get(index);
  };
  const factsOf = (id: FunctionId): ModuleFacts | undefined => {
    const index = graph.node(id)?.module;
    return index === undefined ? undefined : graph.modules[index];
  };
  const imports = groupInLineOrder(graph.moduleImports, ({ from }) => from);
  const externalImports = groupInLineOrder(
    graph.externalImports,
    ({ within }) => moduleOf(within) ?? "",
  );
  const standingOf = readStanding(graph);
  const regionsAt = (id: FunctionId, site: number): readonly RegionFacts[] =>
    regionsOf(factsOf(id), site);
  return {
    graph,
    modules,
    moduleOf,
    moduleNamed: (name) => byName.get(name),
    functionAt: (module, scope) => functions.get(`${module}:${scope}`),
    factsOf,
    regionsAt,
    isWithin: (id, site, kind) => regionsAt(id, site).some((region) => region.kind === kind),
    importsOf: (module) => imports.get(module) ?? [],
    externalImportsOf: (module) => externalImports.get(module) ?? [],
    isTest: (id) => graph.node(id)?.isTest === true,
    standingOf: (id) => {
      const node = graph.node(id);
      return node === undefined ? 0 : standingOf(node);
    },
    pathOf: (id) => graph.node(id)?.path ?? "",
    lineOf: (id) => graph.node(id)?.line ?? 1,
  };
}

/** The modules' own functions by their identity, number and name; all functions by module and scope. */
function indexModules(graph: CallGraph) {
  const modules = new Map<FunctionId, GraphNode>();
  const byIndex = new Map<number, FunctionId>();
  const byName = new Map<string, FunctionId>();
  const functions = new Map<string, FunctionId>();
  for (const node of graph.nodes) {
    if (node.module === undefined) continue;
    if (node.scope !== undefined) functions.set(`${node.module}:${node.scope}`, node.id);
    if (node.kind !== "module") continue;
    byIndex.set(node.module, node.id);
    if (node.isLibrary !== true) modules.set(node.id, node);
    const { module: name, isPackage = false } = graph.modules[node.module] ?? {};
    if (name !== undefined && (isPackage || !byName.has(name))) byName.set(name, node.id);
  }
  return { modules, byIndex, byName, functions };
}

function regionsOf(facts: ModuleFacts | undefined, site: number): readonly RegionFacts[] {
  if (facts === undefined || site < 0) return [];
  return regionChain(facts, facts.sites[site * SITE_WIDTH + SiteField.region] ?? -1);
}

function groupInLineOrder<T extends { readonly line: number }>(
  items: readonly T[],
  key: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = groupBy(items, key);
  for (const group of groups.values()) group.sort((left, right) => left.line - right.line);
  return groups;
}

/** By path, then line. */
export function byPlace(
  left: { readonly path: string; readonly line: number },
  right: { readonly path: string; readonly line: number },
): number {
  return byCodeUnits(left.path, right.path) || left.line - right.line;
}
