import type { PairMap } from "../int-tables.ts";
import type { Ancestor } from "../program/hierarchy.ts";
import { Definitions } from "./definitions.ts";
import type { Solving } from "./solving.ts";
import { Kind } from "./values.ts";

/** Where a class finds a member: in an analysed class, outside, or nowhere. */
export interface Member {
  /** The class that has it (index), -1 when it comes from outside or not at all. */
  readonly owner: number;
  /** The variable of the owner's body, -1 for one from outside. */
  readonly variable: number;
  /** Dotted name of the external member, -1 for none. */
  readonly external: number;
}

const NOWHERE: Member = { owner: -1, variable: -1, external: -1 };

/** What a class has by itself under a name: what its body binds, or what a decorator puts there instead. */
function ownMember(s: Solving, index: number, name: number): number {
  const instead = s.given.instead.size === 0 ? -1 : s.given.instead.get(index, name);
  if (instead !== -1) return instead;
  return s.program.declared(s.program.classScopes[index] as number, name);
}

/** First definition of a name along a method resolution order. */
export function findMember(s: Solving, order: readonly Ancestor[], name: number): Member {
  let guess = -1;
  for (const ancestor of order) {
    if (ancestor >= 0) {
      const variable = ownMember(s, ancestor, name);
      if (variable !== -1) return { owner: ancestor, variable, external: -1 };
      continue;
    }
    const known = s.outside.findMember(-1 - ancestor, name);
    if (known !== -1 && !s.outside.isOpen(s.outside.owner(known)))
      return { owner: -1, variable: -1, external: known };
    if (guess === -1) guess = guessMember(s, -1 - ancestor, name, known);
  }
  return guess === -1 ? NOWHERE : { ...NOWHERE, external: guess };
}

/**
 * Of a library's class of which nothing is known, or that may have any member (`x.*`), the member may
 * come: only if no other has it.
 */
function guessMember(s: Solving, owner: number, name: number, known: number): number {
  return known !== -1 || s.outside.symbol(owner) ? known : s.outside.member(owner, name);
}

/** The function that a class finds under a special method's name, if an analysed class defines it. */
export function definesMethod(s: Solving, index: number, name: string): boolean {
  const id = s.name(name);
  const answers = answersOf(s);
  const known = answers.get(index, id * 2);
  if (known !== -1) return known === 1;
  const answer = findMember(s, s.hierarchy.order(index), id).owner !== -1;
  answers.set(index, id * 2, answer ? 1 : 0);
  return answer;
}

/** The same question is asked of every value at every operator: answered once, until a class gets another base. */
function answersOf(s: Solving): PairMap {
  return definitionsOf(s).answers;
}

/** What is known of classes until one gets another base. */
export function definitionsOf(s: Solving): Definitions {
  const { version } = s.hierarchy;
  if (s.definitions.version !== version) s.definitions = new Definitions(version);
  return s.definitions;
}

/** The variable (a new one, unless one is given) with all that another holds, bound to the receiver. */
export function boundTo(
  s: Solving,
  members: number,
  receiver: number,
  bound = s.flow.variable(),
): number {
  s.each(members, (member) => s.flow.add(bound, s.values.of(Kind.bound, member, receiver)));
  return bound;
}

/** The method that the metaclass of a class defines, bound to the class; undefined where there is none. */
export function metaclassMethod(s: Solving, value: number, name: string): number | undefined {
  const meta = metaclassesOf(s, s.values.first(value)).find((each) => definesMethod(s, each, name));
  if (meta === undefined) return undefined;
  return boundTo(s, findMember(s, s.hierarchy.order(meta), s.name(name)).variable, value);
}

/** Whether a value is an instance (however broad) of a class that defines the method. */
export function hasMethod(s: Solving, value: number, name: string): boolean {
  if (s.values.kind(value) !== Kind.instance) return false;
  const index = s.values.first(value);
  if (definesMethod(s, index, name)) return true;
  if (s.values.isExact(value)) return false;
  const key = s.name(name) * 2 + 1;
  const known = answersOf(s).get(index, key);
  if (known !== -1) return known === 1;
  const answer = s.hierarchy.family(index).some((each) => definesMethod(s, each, name));
  answersOf(s).set(index, key, answer ? 1 : 0);
  return answer;
}

/** A value of a keyword of the class statement or of an ancestor's: `metaclass=M`. */
export function metaclassesOf(s: Solving, index: number): readonly number[] {
  const found: number[] = [];
  for (const ancestor of s.hierarchy.order(index)) {
    for (const value of metaclassField(s, ancestor)) {
      if (s.values.kind(value) === Kind.class) found.push(s.values.first(value));
    }
    if (found.length > 0) break;
  }
  return found;
}

function metaclassField(s: Solving, ancestor: Ancestor): readonly number[] {
  if (ancestor < 0) return [];
  return s.flow.valuesOf(s.fields.get(s.classValue(ancestor), METACLASS));
}

/** A field number that no name has: class → its metaclass. */
export const METACLASS = 0x7fff_ffff;

/** True when a class derives from one of these external classes. */
export function derivesFrom(s: Solving, index: number, names: ReadonlySet<string>): boolean {
  return s.hierarchy
    .order(index)
    .some((ancestor) => ancestor < 0 && names.has(s.text(-1 - ancestor)));
}

export const ENUM_BASES: ReadonlySet<string> = new Set([
  "enum.Enum",
  "enum.IntEnum",
  "enum.StrEnum",
  "enum.Flag",
  "enum.IntFlag",
]);

/** Classes outside that call no method of those below them by themselves, nor make any. */
export const PLAIN_BASES: ReadonlySet<string> = new Set([
  "<builtin>.object",
  "abc.ABC",
  "typing.Generic",
  "typing.Protocol",
]);

export const METACLASSES: ReadonlySet<string> = new Set([
  "<builtin>.type",
  "abc.ABCMeta",
  "enum.EnumMeta",
  "enum.EnumType",
]);

/** Names of the fields that a class and its ancestors declare, in order. */
export function fieldNames(s: Solving, index: number): readonly number[] {
  const { fields } = definitionsOf(s);
  let found = fields.get(index);
  if (found === undefined) {
    found = findFieldNames(s, index);
    fields.set(index, found);
  }
  return found;
}

function findFieldNames(s: Solving, index: number): readonly number[] {
  const names = new Set<number>();
  for (const ancestor of [...s.hierarchy.order(index)].reverse()) {
    if (ancestor < 0) continue;
    const scope = s.program.classScopes[ancestor] as number;
    const module = s.program.moduleOf(scope);
    for (const [local] of s.program.scopeFacts(scope).names) {
      const name = s.program.name(module, local);
      if (s.text(name).startsWith("__") || s.program.methods(ancestor).has(name)) continue;
      names.add(name);
    }
  }
  return [...names];
}
