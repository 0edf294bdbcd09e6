import type { CallGraph, GraphNode } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";
import { argumentsOf, forEachConstraint, Op } from "../../python/constraints.ts";
import { SITE_WIDTH } from "../../python/module-facts.ts";
import { moduleOf, nameOf, type Program, scopeOf } from "../program.ts";
import { sourcesOf } from "./variable-sources.ts";

/** `path:line` → functions of the program that are called there as decorators. */
export function readDecorators(graph: CallGraph): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const edge of graph.edges) {
    if (edge.how !== "decorator" || graph.node(edge.to)?.kind === "external") continue;
    const path = graph.node(edge.from)?.path ?? "";
    for (const { line } of edge.sites) {
      addToGroup(found, `${path}:${line}`, edge.to);
    }
  }
  return found;
}

/**
 * Does a decorator of the program put something else in a function's place? Then the function's name
 * stands for that, and who calls the name calls the function through it or not at all: that no call
 * of the function is seen says nothing. A decorator that gives back what it got (it marks or
 * registers the function) leaves the name as it is.
 */
export function findReplaced(program: Program): (index: number) => boolean {
  const replacersOf = findReplacers(program);
  return (index) => replacersOf(index).length > 0;
}

/**
 * Does a decorator of the program put the function into a collection (`Panel.data[name] = function`,
 * `CHECKS.append(function)`)? Whoever goes through that calls it: that nothing is seen to does not mean that nothing does.
 */
export function findRegistered(program: Program): (index: number) => boolean {
  const { graph } = program;
  const decoratorsOf = findDecorators(program);
  const known = new Map<string, boolean>();
  const registers = (id: string): boolean => {
    const node = graph.node(id);
    const answer = known.get(id) ?? (node !== undefined && putsAway(graph, node));
    known.set(id, answer);
    return answer;
  };
  return (index) => decoratorsOf(index).some(registers);
}

const COLLECTS: ReadonlySet<string> = new Set(["add", "append", "insert", "setdefault"]);

/** A parameter becomes an entry of something. */
function putsAway(graph: CallGraph, node: GraphNode): boolean {
  const facts = moduleOf(graph, node);
  const callable = scopeOf(graph, node)?.callable;
  if (facts === undefined || callable === undefined) return false;
  const parameters = new Set(callable.parameters.map(({ variable }) => variable));
  const { code, strings } = facts;
  const collecting = new Set<number>();
  const kept: number[] = [];
  forEachConstraint(code, (operation, at) => {
    if (operation === Op.StoreItem) kept.push(code[at + 3] as number);
    if (operation === Op.LoadAttribute && COLLECTS.has(strings[code[at + 2] ?? -1] ?? ""))
      collecting.add(code[at] as number);
    if (operation === Op.Call && collecting.has(code[at + 1] as number))
      kept.push(...argumentsOf(code, at).map(({ variable }) => variable));
  });
  return kept.some((variable) =>
    [...sourcesOf(facts, variable, parameters)].some((source) => parameters.has(source)),
  );
}

/**
 * What stands in a function's place, so that who calls the name calls these: the functions made inside
 * the decorators of the program that replace it, also where they never call it
 * (`getattr(self, f"_{function.__name__}_v2")()`).
 */
export function findStandIns(program: Program): (index: number) => readonly number[] {
  const { graph, nodes, indexOf } = program;
  const replacersOf = findReplacers(program);
  const within = new Map<string, number[]>();
  for (const [index, { module = -1, scope = -1, kind }] of nodes.entries()) {
    const parent = graph.modules[module]?.scopes[scope]?.parent;
    if (kind === "function" && parent !== undefined)
      addToGroup(within, `${module} ${parent}`, index);
  }
  return (index) =>
    replacersOf(index).flatMap((id) => {
      const { module = -1, scope = -1 } = nodes[indexOf(id) ?? -1] ?? {};
      return within.get(`${module} ${scope}`) ?? [];
    });
}

/** The decorators of the program that do not give back the function that they get. */
function findReplacers(program: Program): (index: number) => readonly string[] {
  const { graph } = program;
  const decoratorsOf = findDecorators(program);
  const known = new Map<string, boolean>();
  const replaces = (id: string): boolean => {
    const node = graph.node(id);
    const answer = known.get(id) ?? (node !== undefined && !givesBack(graph, node));
    known.set(id, answer);
    return answer;
  };
  return (index) => decoratorsOf(index).filter(replaces);
}

function findDecorators({ graph, nodes }: Program): (index: number) => readonly string[] {
  const decoratorsAt = readDecorators(graph);
  return (index) => {
    const node = nodes[index];
    const facts = node && moduleOf(graph, node);
    if (node === undefined || facts === undefined) return [];
    return (scopeOf(graph, node)?.decorators ?? []).flatMap(({ site }) => {
      const line = facts.sites[site * SITE_WIDTH] ?? 0;
      return decoratorsAt.get(`${node.path ?? ""}:${line}`) ?? [];
    });
  };
}

/** All that it returns are its parameters; of a class an instance takes the function's place. */
function givesBack(graph: CallGraph, node: GraphNode): boolean {
  const facts = moduleOf(graph, node);
  const callable = scopeOf(graph, node)?.callable;
  if (facts === undefined || callable === undefined || nameOf(node) === "__init__") return false;
  const parameters = new Set(callable.parameters.map(({ variable }) => variable));
  const returned = [...sourcesOf(facts, callable.returns, parameters)];
  return returned.length > 0 && returned.every((variable) => parameters.has(variable));
}
