import { ArgumentKind } from "../../../python/constraints.ts";
import type { Argument, Calling } from "../../state/call-shapes.ts";
import { readCall } from "../../state/calling.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
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
  const made = s.objectOf(declaration);
  if (made?.kind !== "named-tuple") return;
  const value = tupleOf(s, made, calling);
  const tuple = s.objectOf(value);
  const given = calling.args[0]?.variable ?? -1;
  if (!tuple) return;
  eachField(s, made, (position, name) => {
    const slot = s.slot(tuple, s.name(`i:${position}`));
    s.each(given, (each) => unpack(s, each, slot, position, calling.origin));
    s.flow.edge(slot, s.field(value, name));
  });
  s.flow.add(calling.dst, value);
}

/** `p._asdict()`: the fields of a named tuple by their names. */
export function fieldsByName(s: Solving, calling: Calling, value: number): void {
  const tuple = s.objectOf(value);
  const dict = s.object(calling.record, -46, "dict");
  const object = s.objectOf(dict);
  if (!tuple || tuple.record === -1 || !object) return;
  eachField(s, tuple, (_position, name) => {
    s.flow.edge(s.field(value, name), s.slot(object, s.textKey(name)));
  });
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
function eachArgument(s: Solving, { args }: Calling, made: MadeObject, action: Given): void {
  const positional = args.filter(({ kind }) => kind === ArgumentKind.positional);
  const isNamed = (name: number) => (each: Argument) =>
    each.kind === ArgumentKind.keyword && each.name === name;
  eachField(s, made, (position, name) => {
    const argument = positional[position] ?? args.find(isNamed(name));
    if (argument) action(position, name, argument.variable);
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
