import type { ObjectKind } from "../../state/objects.ts";

/** No stub describes what `namedtuple` gives its classes: of which objects these are members. */
const MEMBERS: Readonly<Record<string, ObjectKind>> = {
  _replace: "tuple",
  _asdict: "tuple",
  _make: "named-tuple",
};

export function isNamedTupleMember(name: string, kind: ObjectKind): boolean {
  return MEMBERS[name] === kind;
}
