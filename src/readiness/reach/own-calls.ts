import type { ClassInfo } from "../../callgraph/call-graph.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { isDeciding, type Link, nameOf, type Program } from "../program.ts";
import { guess } from "./guessed-link.ts";
import { noteCall, type WrittenCall } from "./silent-calls.ts";

/**
 * What methods do with the object that they are called on, for classes whose objects nothing of the
 * program is seen to make: `self.measure()` in a base class is each subclass's own `measure`, where the
 * subclass brings that and keeps the base class's method. A driver that settings name is such a class.
 * Only what the graph does not know already, to functions for which it matters.
 */
export function callsOnOneself(
  program: Program,
  matters: (index: number) => boolean,
): readonly Link[] {
  const callsOf = ownCalls(program);
  const methods = methodsByClass(program);
  const found = new Map<string, Link>();
  const add = (from: number, to: number, site: WrittenCall["site"]) => {
    const key = `${from} ${to}`;
    if (!found.has(key) && !isKnown(program, from, to))
      found.set(key, guess(program, from, to, { how: "fallback", site }));
  };
  for (const each of program.graph.classes) {
    const { kept, resolve } = each.isTest ? NO_LINE : lineOf(program, each, methods);
    const calls = kept.flatMap((from) => callsOf(from).map((call) => ({ from, ...call })));
    for (const { from, name, site } of calls) {
      const to = resolve(name);
      if (to !== undefined && matters(to)) add(from, to, site);
    }
  }
  return [...found.values()];
}

/** Of a class: what a name stands for in its objects, and which of its ancestors' methods they still run. */
interface Line {
  resolve(name: string): number | undefined;
  readonly kept: readonly number[];
}

const NO_LINE: Line = { resolve: () => undefined, kept: [] };

function lineOf(
  program: Program,
  { id, ancestors }: ClassInfo,
  methods: ReadonlyMap<string, readonly number[]>,
): Line {
  const members = new Map<string, number>();
  const kept: number[] = [];
  for (const owner of [id, ...ancestors]) {
    for (const index of methods.get(owner) ?? []) {
      const name = nameOf(program.nodes[index] as Program["nodes"][number]);
      const first = members.get(name);
      if (first === undefined) members.set(name, index);
      if (first === undefined || isCalledFrom(program, index, name)) kept.push(index);
    }
  }
  return { resolve: (name) => members.get(name), kept };
}

/** By `super()`, or by its class's name: a method of the same name calls it. */
function isCalledFrom({ callers, nodes }: Program, index: number, name: string): boolean {
  return (callers[index] ?? []).some((link) => {
    const caller = nodes[link.from];
    return caller?.class !== undefined && nameOf(caller) === name;
  });
}

function methodsByClass({ graph, indexOf }: Program): ReadonlyMap<string, readonly number[]> {
  return new Map(
    graph.classes.map(({ id, methods }) => [
      id,
      Object.values(methods).flatMap((method) => indexOf(method) ?? []),
    ]),
  );
}

const isKnown = ({ callees }: Program, from: number, to: number): boolean =>
  (callees[from] ?? []).some((link) => link.to === to && isDeciding(link));

function ownCalls({ graph, nodes }: Program): (index: number) => readonly WrittenCall[] {
  const read = new Map<number, ReadonlyMap<number, readonly WrittenCall[]>>();
  return (index) => {
    const { module = -1, scope = -1, isLibrary } = nodes[index] ?? {};
    const facts = graph.modules[module];
    if (facts === undefined || isLibrary === true) return [];
    const known = read.get(module) ?? readOwnCalls(facts);
    read.set(module, known);
    return known.get(scope) ?? [];
  };
}

/** `self.name(…)` in a module's methods, by the scope that it stands in. */
function readOwnCalls(facts: ModuleFacts): ReadonlyMap<number, readonly WrittenCall[]> {
  const { code, strings } = facts;
  const objects = ownObjects(facts);
  const methods = new Map<number, string>();
  const found = new Map<number, WrittenCall[]>();
  forEachConstraint(code, (operation, at) => {
    const first = code[at] ?? -1;
    const second = code[at + 1] ?? -1;
    if (operation === Op.Copy && objects.has(second)) objects.add(first);
    if (operation === Op.LoadAttribute && objects.has(second))
      methods.set(first, strings[code[at + 2] ?? -1] ?? "");
    const name = operation === Op.Call ? methods.get(second) : undefined;
    if (name !== undefined) noteCall(found, facts, name, code[at + 2] ?? -1);
  });
  return found;
}

/** `self` or `cls` of all methods. */
function ownObjects({ scopes }: ModuleFacts): Set<number> {
  return new Set(
    scopes.flatMap(({ parent, callable }) => {
      const first = callable?.parameters[0]?.variable;
      return scopes[parent]?.kind === "class" && first !== undefined ? [first] : [];
    }),
  );
}
