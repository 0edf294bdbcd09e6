import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import { fieldNames } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { eachField, eachFieldOf } from "../attributes/named-tuple-members.ts";
import { callSpecialOf, type SpecialCall, specialOf } from "../classes/special-methods.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";
import { keywordsIntoFields } from "./keyword-fields.ts";
import { copyTuple, fieldsByName, makeNamedTuple, namedTupleOf } from "./named-tuples.ts";

/**
 * Copies of records with some fields changed, and records made of sequences. Where all objects of a class
 * (all tuples of one declaration) are one, a copy is the object itself, with more in its fields.
 */
export const CHANGED_COPIES: Readonly<Record<string, Builtin>> = {
  "dataclasses.asdict": (s, calling) => fieldsOf(s, calling, "dict"),
  "dataclasses.astuple": (s, calling) => fieldsOf(s, calling, "tuple"),
  "dataclasses.replace": changeFirst,
  "copy.replace": changeFirst,
  "copy.deepcopy": copyElements,
  "types.SimpleNamespace": makeNamespace,
  "typing.NamedTuple._make": (s, calling, receiver) => {
    if (receiver !== undefined) makeNamedTuple(s, calling, receiver);
    return true;
  },
  "typing.NamedTuple._asdict": (s, calling, receiver) => {
    if (receiver !== undefined) fieldsByName(s, calling, receiver);
    return true;
  },
  "typing.NamedTuple._replace": (s, calling, receiver) => {
    if (receiver !== undefined) change(s, calling, receiver);
    return true;
  },
};

/** `SimpleNamespace(x=f)`: an object of its own whose attributes are what the call names. */
function makeNamespace(s: Solving, { record, args, dst }: Calling): boolean {
  const made = s.object(record, -47, "namespace");
  keywordsIntoFields(s, args, made);
  s.flow.add(dst, made);
  return true;
}

/** The fields of a record by name, or by place. */
function fieldsOf(s: Solving, calling: Calling, kind: "dict" | "tuple"): boolean {
  s.each(at(calling, 0), (value) => {
    if (s.values.kind(value) !== Kind.instance) return;
    const made = s.object(calling.record, -200 - value, kind);
    const object = s.objectOf(made);
    if (!object) return;
    for (const [position, name] of fieldNames(s, s.values.first(value)).entries()) {
      const key = kind === "dict" ? s.textKey(name) : s.name(`i:${position}`);
      s.flow.edge(attributeOf(s, value, name), s.slot(object, key));
    }
    s.flow.add(calling.dst, made);
  });
  return true;
}

/** What a copied container or object holds is copied, too; what is held deeper is not followed. In large programs they hold anything. */
function copyElements(s: Solving, calling: Calling): boolean {
  if (!s.apart.isOn) return false;
  const call = {
    method: "__deepcopy__",
    args: [],
    origin: calling.origin,
    how: "operator" as const,
  };
  s.each(at(calling, 0), (value) => {
    if (s.values.kind(value) === Kind.instance && specialOf(s, value, call.method) === undefined) {
      copyFields(s, value, call);
    } else if (s.objectOf(value)) callSpecialOf(s, value, call);
  });
  return false;
}

/** An object without a method for it: what was stored in it is copied. */
function copyFields(s: Solving, value: number, call: SpecialCall): void {
  s.late.push(() => {
    for (const field of s.fields.under(s.apart.attributesOf(value))) {
      s.each(field, (held) => callSpecialOf(s, held, call));
    }
  });
}

function changeFirst(s: Solving, calling: Calling): boolean {
  s.each(at(calling, 0), (value) => change(s, calling, value));
  return true;
}

function change(s: Solving, calling: Calling, value: number): void {
  const { args, dst } = calling;
  const copy = copyApart(s, calling, value);
  s.flow.add(dst, copy);
  if (copy !== value) return;
  const isRecord = s.values.kind(value) === Kind.instance || s.objectOf(value) !== undefined;
  if (isRecord) keywordsIntoFields(s, args, value);
}

/** An object (a tuple) of its own with the fields of another but those that the call names; the other where objects are not told apart. */
function copyApart(s: Solving, calling: Calling, value: number): number {
  const isInstance = s.values.isApart(value) && !s.apart.isContainer(value);
  const tuple = namedTupleOf(s, value);
  if (!s.apart.isOn || !(isInstance || tuple)) return value;
  const index = s.values.first(value);
  const copy = isInstance ? s.apart.make(calling.record, index) : copyTuple(s, calling, value);
  if (copy === -1 || copy === value) return value;
  const given = new Map<number, number>();
  for (const { kind, name, variable } of calling.args) {
    if (kind === ArgumentKind.keyword) given.set(name, variable);
  }
  const store = (name: number, position: number) => {
    const field = s.field(copy, name);
    s.flow.edge(given.get(name) ?? s.field(value, name), field);
    const made = s.objectOf(copy);
    if (made) s.flow.edge(field, s.slot(made, s.name(`i:${position}`)));
  };
  if (tuple) eachField(s, tuple, (position, name) => store(name, position));
  else if (!eachFieldOf(s, value, (position, name) => store(name, position)))
    for (const [position, name] of fieldNames(s, index).entries()) store(name, position);
  return copy;
}
