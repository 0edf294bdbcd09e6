import { nativeKind } from "../../state/native-containers.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** Role of the container that an instance is. */
const OWN = -13;

/**
 * An instance of a subclass of `dict` or `list` is itself a container: what it holds is kept in one as
 * that of any other is, entry by entry.
 */
export function entriesOf(s: Solving, instance: number): MadeObject {
  const kind = nativeKind(s, s.values.first(instance)) ?? "dict";
  const value = s.object(instance, OWN, kind);
  return s.objects.get(s.values.first(value));
}

/** What a value holds as a container; undefined for what is none. */
export function containerOf(s: Solving, value: number): MadeObject | undefined {
  return s.values.kind(value) === Kind.instance ? entriesOf(s, value) : s.objectOf(value);
}
