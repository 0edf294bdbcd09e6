import { ArgumentKind } from "../../../python/constraints.ts";
import type { Argument, Calling } from "../../state/call-shapes.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { eachField, eachFieldOf } from "../attributes/named-tuple-members.ts";
import { unpack } from "../protocols/items.ts";

/**
 * `namedtuple("P", "x y")` makes a class whose instances have what the call names: elements of a
 * tuple that are attributes, too. All instances of one such class are one tuple, in a small program all
 * that one call makes.
 */
export function constructNamedTuple(s: Solving, calling: Calling, made: MadeObject): void {
  const value = tupleOf(s, made, calling);
  const tuple = s.objectOf(value);
  if (!tuple) return;
  eachArgument(s, calling, made, (position, name, variable) => {
    s.flow.edge(variable, s.field(value, name));
    s.flow.edge(variable, s.slot(tuple, s.name(`i:${position}`)));
  });
  s.flow.add(calling.dst, value);
}

/** `record` says where its class is declared. */
function tupleOf(s: Solving, { record }: MadeObject, calling: Calling): number {
  const origin = s.apart.isOn ? calling.record : record;
  return s.object(origin, -31, "tuple", { className: s.name("typing.NamedTuple"), record });
}

/** A value that is such a tuple. */
export function namedTupleOf(s: Solving, value: number): MadeObject | undefined {
  const tuple = s.objectOf(value);
  return tuple?.kind === "tuple" && tuple.record !== -1 ? tuple : undefined;
}

/** `p._replace(…)`: another tuple of the same class. */
export function copyTuple(s: Solving, calling: Calling, value: number): number {
  const tuple = namedTupleOf(s, value);
  return tuple ? tupleOf(s, tuple, calling) : value;
}

/** `P._make(values)`: a named tuple of the elements of another sequence, each at its place. */
export function makeNamedTuple(s: Solving, calling: Calling, declaration: number): void {
  const args = calling.args.slice(0, 1).map((each) => ({ ...each, kind: ArgumentKind.star }));
  s.call({ ...calling, callee: s.holding(declaration), args });
}

/** `p._asdict()`: the fields of a named tuple by their names. */
export function fieldsByName(s: Solving, calling: Calling, value: number): void {
  const dict = s.object(calling.record, -200 - value, "dict");
  const object = s.objectOf(dict);
  if (!object) return;
  const put = (_position: number, name: number) => {
    s.flow.edge(s.field(value, name), s.slot(object, s.textKey(name)));
  };
  const tuple = namedTupleOf(s, value);
  if (tuple) eachField(s, tuple, put);
  else eachFieldOf(s, value, put);
  s.flow.add(calling.dst, dict);
}

/** A class that derives from named tuples: what its construction hands over becomes its attributes. */
export function storeTupleFields(s: Solving, calling: Calling, instance: number): void {
  for (const ancestor of s.hierarchy.order(s.values.first(instance))) {
    const made = s.objectOf(s.hierarchy.tupleBases.get(ancestor) ?? -1);
    if (!made) continue;
    eachArgument(s, calling, made, (_position, name, variable) => {
      s.flow.edge(variable, s.field(instance, name));
    });
  }
}

type Given = (position: number, name: number, variable: number) => void;

/** The arguments of a construction with the fields that they are for. */
function eachArgument(s: Solving, calling: Calling, made: MadeObject, action: Given): void {
  const { args } = calling;
  const positional = args.filter(({ kind }) => kind === ArgumentKind.positional);
  const isNamed = (name: number) => (each: Argument) =>
    each.kind === ArgumentKind.keyword && each.name === name;
  const isSpread = args.some(({ kind }) => SPREADS.has(kind));
  eachField(s, made, (position, name) => {
    const argument = positional[position] ?? args.find(isNamed(name));
    if (argument) action(position, name, argument.variable);
    else if (isSpread) {
      const variable = s.flow.variable();
      spreadInto(s, calling, { position, name }, variable);
      action(position, name, variable);
    }
  });
}

/** Arguments that bring many. */
export const SPREADS: ReadonlySet<number> = new Set([ArgumentKind.star, ArgumentKind.doubleStar]);

/** What `C(*values, **options)` brings to the field at a position, of a name. */
export function spreadInto(
  s: Solving,
  { args, origin }: Calling,
  { position, name }: { readonly position: number; readonly name: number },
  dst: number,
): void {
  for (const [before, { kind, variable }] of args.entries()) {
    if (kind === ArgumentKind.star && position >= before) {
      s.each(variable, (value) => unpack(s, value, dst, position - before, origin));
    }
    if (kind === ArgumentKind.doubleStar)
      s.each(variable, (value) => spreadMapping(s, value, name, dst));
  }
}

function spreadMapping(s: Solving, value: number, name: number, dst: number): void {
  const object = s.objectOf(value);
  if (object?.kind !== "dict") return;
  s.flow.edge(object.rest, dst);
  s.eachSlot(object, (key, slot) => {
    if (key === s.textKey(name)) s.flow.edge(slot, dst);
  });
}
