import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import { fieldNames } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";
import { fieldsByName, makeNamedTuple } from "./named-tuples.ts";

/**
 * Copies of records with some fields changed, and records made of sequences. All objects of a class
 * (all tuples of one declaration) are one here, so a copy is the object itself, with more in its fields.
 */
export const CHANGED_COPIES: Readonly<Record<string, Builtin>> = {
  "dataclasses.asdict": (s, calling) => fieldsOf(s, calling, "dict"),
  "dataclasses.astuple": (s, calling) => fieldsOf(s, calling, "tuple"),
  "dataclasses.replace": changeFirst,
  "copy.replace": changeFirst,
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

function changeFirst(s: Solving, calling: Calling): boolean {
  s.each(at(calling, 0), (value) => change(s, calling, value));
  return true;
}

function change(s: Solving, { args, dst }: Calling, value: number): void {
  s.flow.add(dst, value);
  const isRecord = s.values.kind(value) === Kind.instance || s.objectOf(value) !== undefined;
  for (const { kind, name, variable } of isRecord ? args : []) {
    if (kind === ArgumentKind.keyword) s.flow.edge(variable, s.field(value, name));
  }
}
