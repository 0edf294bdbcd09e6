import { derivesFrom } from "../../state/class-members.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** They hold the elements of what they are made of. */
export const SEQUENCES: ReadonlySet<string> = new Set([
  ...["list", "tuple", "set", "frozenset"].map((name) => `<builtin>.${name}`),
  "collections.deque",
]);

export const MAPPINGS: ReadonlySet<string> = new Set([
  "<builtin>.dict",
  ...["OrderedDict", "UserDict"].map((name) => `collections.${name}`),
]);

/** Role of the container that an instance is. */
const OWN = -13;

/**
 * An instance of a subclass of `dict` or `list` is itself a container: what it holds is kept in one as
 * that of any other is, entry by entry.
 */
export function entriesOf(s: Solving, instance: number): MadeObject {
  const isSequence = derivesFrom(s, s.values.first(instance), SEQUENCES);
  const value = s.object(instance, OWN, isSequence ? "list" : "dict");
  return s.objects.get(s.values.first(value));
}

/** What a value holds as a container; undefined for what is none. */
export function containerOf(s: Solving, value: number): MadeObject | undefined {
  return s.values.kind(value) === Kind.instance ? entriesOf(s, value) : s.objectOf(value);
}
