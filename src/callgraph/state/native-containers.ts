import { derivesFrom } from "./class-members.ts";
import type { Solving } from "./solving.ts";

const SEQUENCES: ReadonlySet<string> = new Set([
  ...["list", "tuple", "set", "frozenset"].map((name) => `<builtin>.${name}`),
  "collections.deque",
]);

const MAPPINGS: ReadonlySet<string> = new Set([
  "<builtin>.dict",
  ...["OrderedDict", "UserDict", "defaultdict"].map((name) => `collections.${name}`),
]);

/** What the instances of a class are as containers, if it derives from one of Python's own: they hold what they are made of. */
export function nativeKind(s: Solving, index: number): "list" | "dict" | undefined {
  if (derivesFrom(s, index, SEQUENCES)) return "list";
  return derivesFrom(s, index, MAPPINGS) ? "dict" : undefined;
}

/** Tells of every object of a class that is told apart from its others, now or later (objects-apart.ts). */
export function eachApart(s: Solving, index: number, listen: (value: number) => void): void {
  if (s.apart.isOn || nativeKind(s, index)) s.apart.each(index, listen);
}

/** Containers that are iterated by themselves, whatever their subclass says of single elements. */
export const NATIVE_CONTAINERS: ReadonlySet<string> = new Set([
  ...SEQUENCES,
  ...["dict", "str", "bytes"].map((name) => `<builtin>.${name}`),
  ...["OrderedDict", "defaultdict", "Counter"].map((name) => `collections.${name}`),
]);
