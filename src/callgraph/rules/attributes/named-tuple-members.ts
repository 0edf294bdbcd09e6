import { readCall } from "../../state/calling.ts";
import { derivesFrom, fieldNames } from "../../state/class-members.ts";
import type { MadeObject, ObjectKind } from "../../state/objects.ts";
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

/** The same of classes that derive from such a tuple, and of their objects: false for other members and classes. */
export function bindTupleMethod(
  s: Solving,
  value: number,
  name: number,
  attribute: number,
): boolean {
  if (MEMBERS[s.text(name)] === undefined) return false;
  const order = s.hierarchy.order(s.values.first(value));
  const isTuple =
    order.some((each) => s.hierarchy.tupleBases.has(each)) ||
    derivesFrom(s, s.values.first(value), NAMED_TUPLE);
  const method = s.external(s.name(`typing.NamedTuple.${s.text(name)}`));
  if (isTuple) s.flow.add(attribute, s.values.of(Kind.bound, method, value));
  return isTuple;
}

const NAMED_TUPLE: ReadonlySet<string> = new Set(["typing.NamedTuple"]);

/**
 * Tells of the fields of an object of a class on `NamedTuple` or `namedtuple(…)`, in order; false for
 * everything else.
 */
export function eachFieldOf(
  s: Solving,
  value: number,
  action: (position: number, name: number) => void,
): boolean {
  if (s.values.kind(value) !== Kind.instance) return false;
  const index = s.values.first(value);
  if (derivesFrom(s, index, NAMED_TUPLE)) {
    for (const [position, name] of fieldNames(s, index).entries()) action(position, name);
    return true;
  }
  if (s.hierarchy.tupleBases.size === 0) return false;
  const bases = s.hierarchy.order(index).map((each) => s.hierarchy.tupleBases.get(each) ?? -1);
  const made = s.objectOf(bases.find((each) => each !== -1) ?? -1);
  if (made) eachField(s, made, action);
  return made !== undefined;
}

/** Lets what stands at a place of a named tuple (any place for -1) flow into a variable; false for everything else. */
export function loadField(s: Solving, value: number, place: number, dst: number): boolean {
  return eachFieldOf(s, value, (position, name) => {
    if (place === -1 || position === place) s.flow.edge(s.field(value, name), dst);
  });
}

/** The fields: words of a text, texts of a list, first parts of the pairs in a list. */
export function eachField(
  s: Solving,
  { record }: MadeObject,
  action: (position: number, name: number) => void,
): void {
  const [, written] = readCall(s, record).args;
  if (written === undefined) return;
  const whenText = (position: number, value: number) => {
    if (s.values.isString(value)) action(position, s.values.second(value));
  };
  const add = (position: number, variable: number) => {
    s.each(variable, (value) => {
      whenText(position, value);
      const pair = s.objectOf(value);
      if (pair?.kind !== "tuple") return;
      s.each(s.slot(pair, s.name("i:0")), (each) => whenText(position, each));
    });
  };
  s.each(written.variable, (value) => {
    if (s.values.isString(value)) {
      const words = s.text(s.values.second(value)).split(/[\s,]+/);
      const names = words.filter((word) => word !== "");
      for (const [position, word] of names.entries()) action(position, s.name(word));
    }
    const list = s.objectOf(value);
    if (!list) return;
    s.eachSlot(list, (key, variable) => add(Number(s.text(key).slice("i:".length)), variable));
  });
}
