import type { GraphNode } from "../../callgraph/call-graph.ts";
import { isDeciding, moduleOf, type Program } from "../program.ts";
import type { Reach } from "../reach/find-reach.ts";
import { givenAt, parametersOf, readCalls } from "../reach/written-calls.ts";
import type { Concurrency } from "./concurrency.ts";

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

/** By function, where it starts green threads itself, in order of line. */
export function findOwnStarts(
  program: Program,
  reach: Reach,
  concurrency: Concurrency,
): readonly (readonly Start[])[] {
  return program.nodes.map((_, index) => startsOf(program, reach, concurrency, index));
}

function startsOf(
  program: Program,
  reach: Reach,
  { partOf }: Concurrency,
  index: number,
): readonly Start[] {
  const started = (program.callees[index] ?? []).filter(
    ({ edge }) => edge.kind === "spawn" && edge.runsIn === "green-thread",
  );
  const named = reach
    .usesOf(index)
    .filter(({ api, how }) => how === "call" && partOf(api) === "starts");
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
export function findStarters(
  program: Program,
  ownStarts: readonly (readonly Start[])[],
): ReadonlyMap<number, number> {
  const starters = new Map<number, number>();
  for (const [index, starts] of ownStarts.entries()) {
    const places = starts.map((start) => placeGiven(program, index, start));
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
