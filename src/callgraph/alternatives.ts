import { literalClass } from "./literal-classes.ts";
import { CONTAINERS } from "./objects.ts";
import type { Solving } from "./solving.ts";
import { Kind } from "./values.ts";

/** A number for what a value is as far as calls can tell it from others: of instances and bound methods, the class. */
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
    case Kind.object:
      return externalAlternative(s.objects.get(first).className);
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

const UNKNOWN = 3;

/** A partial, a cached function: its calls are those of what is inside. */
export function isWrapper(s: Solving, value: number): boolean {
  const object = s.objectOf(value);
  return object !== undefined && !CONTAINERS.has(object.kind);
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
