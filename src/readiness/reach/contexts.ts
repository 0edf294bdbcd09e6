import type { Link, Program } from "../program.ts";
import type { Families } from "./families.ts";

/**
 * A function that was analysed anew per call site or class (a decorator's wrapper, an inherited
 * initialiser) stands in the program once and in the spread once per instance: what one caller
 * handed to it is not what another one waits for.
 */
export interface Contexts {
  /** The program of instances; a function without clones is its own only one, under its own number. */
  readonly program: Program;
  /** The instances of a function, itself first. */
  instancesOf(index: number): readonly number[];
  functionOf(instance: number): number;
  /** The instances that are meant by the number of a clone: all where it is not told. */
  meant(index: number, context: number): readonly number[];
}

/** In place of an instance: any of the function. */
export const ANY = -1;
const ANY_PAIR = [[ANY, ANY]] as const;

/** Which instance of the caller calls which of the callee, as far as they are told apart. */
export function contextsOf({ edge }: Link): readonly (readonly [number, number])[] {
  return edge.contexts ?? ANY_PAIR;
}

export function splitContexts(program: Program): Contexts {
  const { instances, functions } = numberInstances(program);
  const own = functions.map((_, index) => [...(instances.get(index)?.values() ?? [index])]);
  const instancesOf = (index: number): readonly number[] => own[index] ?? [];
  const meant = (index: number, context: number) => {
    const one = instances.get(index)?.get(context);
    return context === ANY || one === undefined ? instancesOf(index) : [one];
  };
  const callers: Link[][] = functions.map(() => []);
  const callees: Link[][] = functions.map(() => []);
  const connect = (link: Link) => {
    callees[link.from]?.push(link);
    callers[link.to]?.push(link);
  };
  for (const links of program.callees) {
    for (const link of links) {
      if (!instances.has(link.from) && !instances.has(link.to)) connect(link);
      else for (const [from, to] of pairsOf(link, meant)) connect({ ...link, from, to });
    }
  }
  const split: Program = {
    ...program,
    nodes: functions.map((index) => program.nodes[index]).filter((node) => node !== undefined),
    standings: functions.map((index) => program.standings[index] ?? 0),
    callers,
    callees,
    outward: functions.map((index) => program.outward[index] ?? []),
  };
  const functionOf = (instance: number) => functions[instance] ?? instance;
  return { program: split, instancesOf, functionOf, meant };
}

/** Which instance of the caller calls which of the callee, each pair once. */
function pairsOf(
  link: Link,
  meant: (index: number, context: number) => readonly number[],
): readonly (readonly [number, number])[] {
  const { from, to } = link;
  const calleesOf = new Map<number, Set<number>>();
  for (const [caller, callee] of contextsOf(link)) {
    for (const each of meant(from, caller)) {
      const known = calleesOf.get(each) ?? new Set();
      calleesOf.set(each, known);
      for (const instance of meant(to, callee)) known.add(instance);
    }
  }
  return [...calleesOf].flatMap(([caller, known]) =>
    [...known].map((callee) => [caller, callee] as const),
  );
}

/** By function the clones and their numbers, the function's own among them; and the function of each number. */
function numberInstances(program: Program) {
  const functions = program.nodes.map((_, index) => index);
  const instances = new Map<number, Map<number, number>>();
  const add = (index: number, context: number) => {
    if (context <= 0) return;
    const own = instances.get(index) ?? new Map([[0, index]]);
    instances.set(index, own);
    if (!own.has(context)) own.set(context, functions.push(index) - 1);
  };
  for (const links of program.callees) {
    for (const link of links) {
      for (const [caller, callee] of contextsOf(link)) {
        add(link.from, caller);
        add(link.to, callee);
      }
    }
  }
  return { instances, functions };
}

/** Any other member of a family may take the place of one, in each of its instances. */
export function splitFamilies(families: Families, contexts: Contexts): Families["membersOf"] {
  const split = new Map<readonly number[], readonly number[]>();
  const instancesIn = (members: readonly number[]) => {
    let known = split.get(members);
    if (known === undefined) {
      known = members.flatMap((each) => contexts.instancesOf(each));
      split.set(members, known);
    }
    return known;
  };
  return (instance) => {
    const own = contexts.functionOf(instance);
    const members = families.membersOf(own);
    if (members.length < 2) return NONE;
    return instancesIn(members).filter((each) => contexts.functionOf(each) !== own);
  };
}

const NONE: readonly number[] = [];

/** Links by callee, each to all instances of it. */
export function splitLinks(
  links: ReadonlyMap<number, readonly Link[]>,
  { instancesOf }: Contexts,
): ReadonlyMap<number, readonly Link[]> {
  return new Map(
    [...links].flatMap(([callee, own]) =>
      instancesOf(callee).map((to) => [to, own.map((link) => ({ ...link, to }))] as const),
    ),
  );
}
