import { literalClass } from "../state/literal-classes.ts";
import { CONTAINERS } from "../state/objects.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";

/** A number for what a value is as far as calls can tell it from others: of instances and bound methods, the class; of containers, the one. */
export function alternativeOf(s: Solving, value: number): number {
  const first = s.values.first(value);
  switch (s.values.kind(value)) {
    case Kind.instance:
    case Kind.class:
      return first * 4;
    case Kind.bound:
      return alternativeOf(s, s.values.second(value));
    case Kind.super:
      return alternativeOf(s, s.values.second(value));
    case Kind.external:
    case Kind.externalInstance:
      return externalAlternative(first);
    case Kind.literal:
      return externalAlternative(s.outside.builtin(literalClass(first)));
    case Kind.result:
      return UNKNOWN;
    case Kind.function:
    case Kind.generator:
    case Kind.coroutine:
      return functionAlternative(s.functions.get(first).scope);
    default:
      return value * 4 + 3;
  }
}

/** Whether a value is one of the alternatives; a manager that `@contextmanager` makes is the generator in it. */
export function isAmong(s: Solving, value: number, alternatives: ReadonlySet<number>): boolean {
  if (alternatives.has(alternativeOf(s, value))) return true;
  const object = s.objectOf(value);
  if (object?.kind !== "context-manager") return false;
  return s.flow.some(object.wrapped, (each) => alternatives.has(alternativeOf(s, each)));
}

const UNKNOWN = 3;

/** The classes of ours among alternatives. */
export function classesIn(alternatives: Iterable<number>): readonly number[] {
  return [...alternatives].filter((each) => each >= 0 && each % 4 === 0).map((each) => each / 4);
}

/** How many kinds of things there are among alternatives: all lists are one kind. */
export function countKinds(s: Solving, alternatives: Iterable<number>): number {
  const kinds = new Set<number>();
  for (const each of alternatives) {
    const object = each > UNKNOWN && each % 4 === 3 ? s.objectOf((each - 3) / 4) : undefined;
    kinds.add(object ? externalAlternative(object.className) : each);
  }
  return kinds.size;
}

/** Texts, numbers, instances of outside classes and unknown things. */
export function isOutsider(alternative: number): boolean {
  return alternative === UNKNOWN || (alternative >= 0 && alternative % 4 === 2);
}

/** An instance of a class or any below it. */
export function isBroad({ values }: Solving, value: number): boolean {
  return values.kind(value) === Kind.instance && !values.isExact(value);
}

/** A method that a builtin or a library gives a receiver. */
export function isOutside({ values }: Solving, bound: number): boolean {
  return values.kind(values.first(bound)) === Kind.external;
}

/** A partial, a cached function: its calls are those of what is inside. A manager is none: it is not called. */
export function isWrapper(s: Solving, value: number): boolean {
  const kind = s.objectOf(value)?.kind;
  return kind !== undefined && kind !== "context-manager" && !CONTAINERS.has(kind);
}

/** A function or an instance of a class that tests define, or a mock. */
export function comesFromTests(s: Solving, value: number): boolean {
  const first = s.values.first(value);
  switch (s.values.kind(value)) {
    case Kind.bound:
      return comesFromTests(s, first);
    case Kind.instance:
      return s.testModules.has(s.program.moduleOf(s.program.classScopes[first] as number));
    case Kind.function:
    case Kind.class:
      return s.testModules.has(s.program.moduleOf(s.scopeOfValue(value)));
    case Kind.external:
    case Kind.externalInstance:
    case Kind.result:
      return /^(unittest\.)?mock\./.test(s.text(first));
    default:
      return false;
  }
}

function externalAlternative(name: number): number {
  return name * 4 + 2;
}

/** A function of ours is an alternative by itself. */
export function functionAlternative(scope: number): number {
  return -1 - scope;
}

/** Texts, numbers and truth values: what nearly every operator nearly always works on. */
export function isScalar(s: Solving, alternative: number): boolean {
  return alternative >= 0 && alternative % 4 === 2 && SCALARS.has(s.text((alternative - 2) / 4));
}

const SCALARS: ReadonlySet<string> = new Set(
  ["bool", "int", "float", "complex", "str", "bytes"].map((name) => `<builtin>.${name}`),
);
