import { ArgumentKind } from "../../../python/constraints.ts";
import type { Argument, Calling } from "../../state/call-shapes.ts";
import { definesMethod, fieldNames, findMember } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { spreadInto, storeTupleFields } from "../models/named-tuples.ts";

/**
 * What the generated initialiser of a class that has none of its own does with its arguments
 * (dataclass, NamedTuple, attrs): its fields in order, the defaults of those that are not given,
 * then `__post_init__`.
 */
export function storeFields(s: Solving, calling: Calling, instance: number): void {
  const index = s.values.first(instance);
  storeTupleFields(s, calling, instance);
  const fields = fieldNames(s, index);
  const given = new Map<number, number>();
  for (const { kind, name, variable } of calling.args) {
    if (kind === ArgumentKind.keyword) given.set(name, variable);
    const field = kind === ArgumentKind.positional ? fields[given.size] : undefined;
    if (field !== undefined) given.set(field, variable);
  }
  for (const [name, variable] of given) s.flow.edge(variable, s.field(instance, name));
  for (const [position, name] of fields.entries()) {
    if (given.has(name)) continue;
    spreadInto(s, calling, { position, name }, s.field(instance, name));
    makeDefault(s, calling, instance, name);
  }
  if (!definesMethod(s, index, "__post_init__")) return;
  // Fields that only the initialiser is told (`InitVar`) are handed on, under names of their own.
  const args = [...given].map(
    ([name, variable]): Argument => ({ kind: ArgumentKind.keyword, name, variable }),
  );
  const callee = attributeOf(s, instance, s.name("__post_init__"));
  s.call({ ...calling, dst: -1, callee, args });
}

/** `field(default_factory=f)` calls f for each instance. */
function makeDefault(s: Solving, calling: Calling, instance: number, name: number): void {
  const { variable } = findMember(s, s.hierarchy.order(s.values.first(instance)), name);
  if (variable === -1) return;
  const dst = s.field(instance, name);
  s.each(variable, (value) => {
    const object = s.objectOf(value);
    if (object?.kind !== "field") return;
    s.call({ ...calling, dst, callee: object.wrapped, args: [] });
  });
}
