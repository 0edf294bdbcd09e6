import {
  argumentsOf,
  forEachConstraint,
  Op,
  type WrittenArgument,
} from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { moduleOf, type Program, scopeOf } from "../program.ts";

/** The variables that a call of a function gives, by place. */
export function givenAt(program: Program, index: number, site: number): readonly number[] {
  return (argumentsAt(program, index, site) ?? []).map(({ variable }) => variable);
}

/** The arguments that a call of a function is written with, by place; undefined where the place is no call. */
export function argumentsAt(
  program: Program,
  index: number,
  site: number,
): readonly WrittenArgument[] | undefined {
  return callsAround(program, index)?.given.get(site);
}

/** The variable that the method called at a place was read from; -1 where none was. */
export function receiverAt(program: Program, index: number, site: number): number {
  return callsAround(program, index)?.receivers.get(site) ?? -1;
}

/** The variable that is called at a place; -1 where it is no call. */
export function calleeAt(program: Program, index: number, site: number): number {
  return callsAround(program, index)?.callees.get(site) ?? -1;
}

/** The calls of the module that a function stands in. */
function callsAround({ nodes, graph }: Program, index: number): Calls | undefined {
  const node = nodes[index];
  const facts = node && moduleOf(graph, node);
  return facts && readCalls(facts);
}

/** The variables of a function's parameters, the object that a method is called on left out. */
export function parametersOf(program: Program, index: number): readonly number[] {
  const node = program.nodes[index];
  const scope = node === undefined ? undefined : scopeOf(program.graph, node);
  const all = (scope?.callable?.parameters ?? []).map(({ variable }) => variable);
  return node?.class === undefined ? all : all.slice(1);
}

/** The calls of a module: by site the arguments that are given, and all variables that are called. */
interface Calls {
  readonly given: ReadonlyMap<number, readonly WrittenArgument[]>;
  readonly called: ReadonlySet<number>;
  /** By site, what is called. */
  readonly callees: ReadonlyMap<number, number>;
  /** By site, what the method that is called was read from. */
  readonly receivers: ReadonlyMap<number, number>;
}

const known = new WeakMap<ModuleFacts, Calls>();

export function readCalls(facts: ModuleFacts): Calls {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const given = new Map<number, readonly WrittenArgument[]>();
  const called = new Set<number>();
  const callees = new Map<number, number>();
  const receivers = new Map<number, number>();
  const bases = new Map<number, number>();
  const { code } = facts;
  forEachConstraint(code, (operation, at) => {
    if (operation === Op.LoadAttribute) bases.set(code[at] ?? -1, code[at + 1] ?? -1);
    if (operation !== Op.Call) return;
    given.set(code[at + 2] ?? -1, argumentsOf(code, at));
    called.add(code[at + 1] ?? -1);
    callees.set(code[at + 2] ?? -1, code[at + 1] ?? -1);
    receivers.set(code[at + 2] ?? -1, bases.get(code[at + 1] ?? -1) ?? -1);
  });
  const found = { given, called, callees, receivers };
  known.set(facts, found);
  return found;
}
