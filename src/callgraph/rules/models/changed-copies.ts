import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";

/**
 * Copies of records with some fields changed, and records made of sequences. All objects of a class
 * (all tuples of one declaration) are one here, so a copy is the object itself, with more in its fields.
 */
export const CHANGED_COPIES: Readonly<Record<string, Builtin>> = {
  "dataclasses.replace": changeFirst,
  "copy.replace": changeFirst,
  "typing.NamedTuple._replace": (s, calling, receiver) => {
    if (receiver !== undefined) change(s, calling, receiver);
    return true;
  },
};

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
