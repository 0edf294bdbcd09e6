import { findMember, metaclassesOf } from "../state/class-members.ts";
import type { Solving } from "../state/solving.ts";
import { classesIn } from "./alternatives.ts";

/** How many targets exclude each other: special methods of one object run one after the other (`__new__`, `__init__`), those of one name do not. */
export function mostOfOneName(s: Solving, targets: ReadonlySet<number>): number {
  if (targets.size <= 1) return targets.size;
  const counts = new Map<string, number>();
  for (const each of targets) {
    const text = nameOf(s, each);
    const key = text.startsWith("__") ? text : "";
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/** One class has either; which of a family's runs, the receiver alone does not tell. */
const CONSTRUCTORS: ReadonlySet<string> = new Set(["__new__", "__init__", "__post_init__"]);

function nameOf(s: Solving, scope: number): string {
  return s.program.scopeFacts(scope).name;
}

export function isAsync(s: Solving, scope: number): boolean {
  return s.program.callable(scope)?.isAsync === true;
}

/** In how many classes the targets stand that tests do not define; outside classes counts as one. */
export function countOwners({ program, testModules }: Solving, targets: Iterable<number>): number {
  const own = [...targets].filter((each) => !testModules.has(program.moduleOf(each)));
  return new Set(own.map((each) => program.classOfMethod(each))).size;
}

/** Whether all are methods of one name, not constructors. */
export function areOneMethod(s: Solving, targets: ReadonlySet<number>): boolean {
  const names = new Set([...targets].map((each) => nameOf(s, each)));
  return (
    names.size === 1 &&
    [...targets].every((each) => s.program.classOfMethod(each) !== -1) &&
    ![...names].some((each) => CONSTRUCTORS.has(each))
  );
}

/** Whether all are methods, but no class above all of them has a method of that name. */
export function areUnrelated(s: Solving, targets: ReadonlySet<number>): boolean {
  const [first, ...others] = targets;
  const owners = [...targets].map((each) => s.program.classOfMethod(each));
  if (first === undefined || owners.includes(-1)) return false;
  const text = nameOf(s, first);
  if (CONSTRUCTORS.has(text) || others.some((each) => nameOf(s, each) !== text)) return true;
  const name = s.name(text);
  const orders = owners.map((each) => s.hierarchy.order(each));
  return !orders[0]?.some((ancestor) => {
    if (!orders.every((order) => order.includes(ancestor))) return false;
    if (ancestor >= 0) return s.program.methods(ancestor).has(name);
    if (s.text(-1 - ancestor) === "<builtin>.object") return false;
    return s.outside.findMember(-1 - ancestor, name) !== -1;
  });
}

/** How many alternatives answer by a hook: it is asked for some names only, but their classes have it for all. */
export function countAnswering(s: Solving, hook: number, all: Iterable<number>): number {
  const name = s.name(nameOf(s, hook));
  const owner = s.program.classOfMethod(hook);
  const has = (index: number) => findMember(s, s.hierarchy.order(index), name).owner === owner;
  return classesIn(all).filter(has).length;
}

/**
 * Whether a method is bound to objects alone whose classes neither inherit it nor have it by assignment
 * (`m = Other.m`): names, or methods and objects, were mixed on the way.
 */
export function isForeign(s: Solving, target: number, own: ReadonlySet<number>): boolean {
  const owner = s.program.classOfMethod(target);
  const classes = classesIn(own);
  if (owner === -1 || classes.length === 0 || classes.length < own.size) return false;
  return !classes.some((index) => {
    if (s.hierarchy.isSubclass(index, owner)) return true;
    if (metaclassesOf(s, index).some((each) => s.hierarchy.isSubclass(each, owner))) return true;
    const member = findMember(s, s.hierarchy.order(index), s.name(nameOf(s, target)));
    return (
      member.variable !== -1 &&
      s.flow.some(member.variable, (value) => s.scopeOfValue(value) === target)
    );
  });
}
