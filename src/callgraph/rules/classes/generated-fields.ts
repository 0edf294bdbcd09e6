import { ArgumentKind } from "../../../python/constraints.ts";
import type { Argument, Calling } from "../../state/call-shapes.ts";
import {
  definesMethod,
  fieldNames,
  findMember,
  metaclassesOf,
  PLAIN_BASES,
} from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { SPREADS, spreadInto, storeTupleFields } from "../models/named-tuples.ts";

/**
 * What the generated initialiser of a class that has none of its own does with its arguments
 * (dataclass, NamedTuple, attrs): its fields in order, the defaults of those that are not given,
 * then `__post_init__`.
 */
export function storeFields(s: Solving, calling: Calling, instance: number): void {
  const index = s.values.first(instance);
  if (!mayBeGenerated(s, index)) return;
  storeTupleFields(s, calling, instance);
  const fields = fieldNames(s, index);
  const given = new Map<number, number>();
  for (const { kind, name, variable } of calling.args) {
    if (kind === ArgumentKind.keyword) given.set(name, variable);
    const field = kind === ArgumentKind.positional ? fields[given.size] : undefined;
    if (field !== undefined) given.set(field, variable);
  }
  for (const [name, variable] of given) s.flow.edge(variable, s.field(instance, name));
  const isSpread = calling.args.some(({ kind }) => SPREADS.has(kind));
  for (const [position, name] of fields.entries()) {
    if (given.has(name)) continue;
    if (isSpread) spreadInto(s, calling, { position, name }, s.field(instance, name));
  }
  makeDefaults(s, calling, instance, given);
  if (!definesMethod(s, index, "__post_init__")) return;
  // Fields that only the initialiser is told (`InitVar`) are handed on, under names of their own.
  const args = [...given].map(
    ([name, variable]): Argument => ({ kind: ArgumentKind.keyword, name, variable }),
  );
  const callee = attributeOf(s, instance, s.name("__post_init__"));
  s.call({ ...calling, dst: -1, callee, args });
}

/**
 * Whether something writes an initialiser for the class: a decorator, a library's base class, a metaclass. Without
 * them `object.__init__` takes nothing, and what a body binds is no field.
 */
function mayBeGenerated(s: Solving, index: number): boolean {
  const order = s.hierarchy.order(index);
  const decorator = definesMethod(s, index, "__new__") ? GENERATORS : ANY;
  return (
    order.some((ancestor) => isGenerating(s, ancestor, decorator)) ||
    metaclassesOf(s, index).length > 0 ||
    s.hierarchy.isOpen(index)
  );
}

const ANY = /./;
/** Decorators that write an initialiser even where the class makes its objects itself. */
const GENERATORS = /dataclass|\battrs?\b|\b(define|frozen|mutable)\b/;

function isGenerating(s: Solving, ancestor: number, decorator: RegExp): boolean {
  if (ancestor < 0) return !PLAIN_BASES.has(s.text(-1 - ancestor));
  if (s.hierarchy.tupleBases.has(ancestor)) return true;
  const { decorators } = s.program.scopeFacts(s.program.classScopes[ancestor] as number);
  return decorators.some(({ text }) => decorator.test(text));
}

/** `field(default_factory=f)` calls f for each instance. */
function makeDefaults(
  s: Solving,
  calling: Calling,
  instance: number,
  given: ReadonlyMap<number, number>,
): void {
  const index = s.values.first(instance);
  watchDefaults(s, index);
  s.generated.defaults.read(index, ({ name, factory }) => {
    if (given.has(name)) return;
    s.call({ ...calling, dst: s.field(instance, name), callee: factory, args: [] });
  });
}

/** Looks once for the fields of a class that have a factory, however often it is called. */
function watchDefaults(s: Solving, index: number): void {
  if (s.generated.watched.has(index)) return;
  s.generated.watched.add(index);
  const order = s.hierarchy.order(index);
  for (const name of fieldNames(s, index)) {
    s.each(findMember(s, order, name).variable, (value) => {
      const object = s.objectOf(value);
      if (object?.kind === "field")
        s.generated.defaults.store(index, { name, factory: object.wrapped });
    });
  }
}
