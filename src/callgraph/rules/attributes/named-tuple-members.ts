import { derivesFrom, fieldNames } from "../../state/class-members.ts";
import type { ObjectKind } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** No stub describes what `namedtuple` gives its classes: of which objects these are members. */
const MEMBERS: Readonly<Record<string, ObjectKind>> = {
  _replace: "tuple",
  _asdict: "tuple",
  _make: "named-tuple",
};

export function isNamedTupleMember(name: string, kind: ObjectKind): boolean {
  return MEMBERS[name] === kind;
}

const NAMED_TUPLE: ReadonlySet<string> = new Set(["typing.NamedTuple"]);

/** The field of an object of a class statement on `NamedTuple` that stands at a place; -1 for none. */
export function fieldAt(s: Solving, value: number, place: number): number {
  if (s.values.kind(value) !== Kind.instance || place < 0) return -1;
  const index = s.values.first(value);
  const name = derivesFrom(s, index, NAMED_TUPLE) ? fieldNames(s, index)[place] : undefined;
  return name === undefined ? -1 : s.field(value, name);
}
