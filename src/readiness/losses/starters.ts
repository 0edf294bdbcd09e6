import type { GraphNode } from "../../callgraph/call-graph.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { isDeciding, moduleOf, type Program, scopeOf } from "../program.ts";
import type { Reach } from "../reach/find-reach.ts";

/** A place where a function sets work going and goes on at once. */
export interface Start {
  readonly site: number;
  readonly line: number;
  /** What is called: an API of Eventlet or of a library on it, or a function of the program. */
  readonly calls: string;
  /** The number of that function of the program. */
  readonly callee?: number;
  /** The function that then runs, where it is known. */
  readonly worker?: string;
}

const STARTS =
  /(^eventlet\.(greenthread\.)?spawn(_n)?|\.(GreenPool|GreenPile)\.spawn(_n)?|\.ThreadGroup\.add_thread|futurist\.GreenThreadPoolExecutor\.submit)$/;

/** Where a function starts green threads itself, in order of line. */
export function ownStarts(program: Program, reach: Reach, index: number): readonly Start[] {
  const started = (program.callees[index] ?? []).filter(
    ({ edge }) => edge.kind === "spawn" && edge.runsIn === "green-thread",
  );
  const named = reach.usesOf(index).filter(({ api, how }) => how === "call" && STARTS.test(api));
  const starts = [
    ...started.flatMap(({ edge: { sites, through = "", to } }) =>
      sites.map(({ site, line }): Start => ({ site, line, calls: through, worker: to })),
    ),
    ...named.map(({ site, line, api }): Start => ({ site, line, calls: api })),
  ];
  const once = new Map<number, Start>();
  for (const start of starts) if (!once.has(start.site)) once.set(start.site, start);
  return [...once.values()].sort((a, b) => a.line - b.line || a.site - b.site);
}

/**
 * Functions of the program that start the function they are given: a method of a pool of its own, a
 * wrapper of `spawn`. By number, with the place of that function among their parameters (not counting
 * the object that a method is called on). Found from the starts outwards: whoever hands a parameter of
 * its own on to one is one.
 */
export function findStarters(program: Program, reach: Reach): ReadonlyMap<number, number> {
  const starters = new Map<number, number>();
  for (const index of program.nodes.keys()) {
    const places = ownStarts(program, reach, index).map((start) =>
      placeGiven(program, index, start),
    );
    const place = places.find((each) => each >= 0);
    if (place !== undefined) starters.set(index, place);
  }
  // A Map also visits what is added while it is being walked, so it is its own worklist.
  for (const [starter, place] of starters) {
    for (const link of program.callers[starter] ?? []) {
      if (!link.isInline || !isDeciding(link) || starters.has(link.from)) continue;
      const places = link.edge.sites.map(({ site }) =>
        parametersOf(program, link.from).indexOf(givenAt(program, link.from, site)[place] ?? -1),
      );
      const own = places.find((each) => each >= 0);
      if (own !== undefined) starters.set(link.from, own);
    }
  }
  return starters;
}

/**
 * Which parameter of a function is called by what it starts at a place, -1 where none is: it is started
 * itself, or handed to what is started and calls it, or called by a nested function that is started.
 */
function placeGiven(program: Program, index: number, { site, worker }: Start): number {
  const own = parametersOf(program, index);
  const [started = -1, ...given] = givenAt(program, index, site);
  if (own.includes(started)) return own.indexOf(started);
  const inner = program.indexOf(worker ?? "");
  const node = program.nodes[inner ?? -1];
  if (inner === undefined || node?.module !== program.nodes[index]?.module) return -1;
  const facts = moduleOf(program.graph, node as GraphNode);
  const called = facts === undefined ? new Set<number>() : readCalls(facts).called;
  const handed = parametersOf(program, inner).findIndex((variable) => called.has(variable));
  if (handed >= 0 && own.includes(given[handed] ?? -1)) return own.indexOf(given[handed] ?? -1);
  const isNested = facts?.scopes[node?.scope ?? -1]?.parent === program.nodes[index]?.scope;
  return isNested ? own.findIndex((variable) => called.has(variable)) : -1;
}

/** The variables that a call gives, by place. */
function givenAt(program: Program, index: number, site: number): readonly number[] {
  const node = program.nodes[index];
  const facts = node === undefined ? undefined : moduleOf(program.graph, node);
  return (facts === undefined ? undefined : readCalls(facts).given.get(site)) ?? [];
}

/** The variables of a function's parameters, the object that a method is called on left out. */
function parametersOf(program: Program, index: number): readonly number[] {
  const node = program.nodes[index];
  const scope = node === undefined ? undefined : scopeOf(program.graph, node);
  const all = (scope?.callable?.parameters ?? []).map(({ variable }) => variable);
  return node?.class === undefined ? all : all.slice(1);
}

/** The calls of a module: by site the variables that are given, and all variables that are called. */
interface Calls {
  readonly given: ReadonlyMap<number, readonly number[]>;
  readonly called: ReadonlySet<number>;
}

/** Of a call's operands: count of the arguments, then kind, name and value of each. */
const COUNT_AT = 3;
const FIRST_VALUE_AT = 6;
const ARGUMENT_WIDTH = 3;
const known = new WeakMap<ModuleFacts, Calls>();

function readCalls(facts: ModuleFacts): Calls {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const given = new Map<number, readonly number[]>();
  const called = new Set<number>();
  const { code } = facts;
  forEachConstraint(code, (operation, at) => {
    if (operation !== Op.Call) return;
    const values = Array.from(
      { length: code[at + COUNT_AT] ?? 0 },
      (_, argument) => code[at + FIRST_VALUE_AT + ARGUMENT_WIDTH * argument] ?? -1,
    );
    given.set(code[at + 2] ?? -1, values);
    called.add(code[at + 1] ?? -1);
  });
  const found = { given, called };
  known.set(facts, found);
  return found;
}
