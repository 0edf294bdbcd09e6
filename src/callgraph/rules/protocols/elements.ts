import type { Origin } from "../../state/call-log.ts";
import {
  boundTo,
  derivesFrom,
  ENUM_BASES,
  findMember,
  hasMethod,
  metaclassesOf,
} from "../../state/class-members.ts";
import { membersOf } from "../../state/enumerations.ts";
import { NATIVE_CONTAINERS } from "../../state/native-containers.ts";
import { CONTAINERS, type MadeObject } from "../../state/objects.ts";
import { isPlaceText } from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { loadField } from "../attributes/named-tuple-members.ts";
import { callSpecialOf } from "../classes/special-methods.ts";
import { askOutside } from "../outside/protocol-calls.ts";
import { addTyped } from "../types/external-types.ts";
import { entriesOf } from "./own-entries.ts";
import { gatherElements } from "./sequences.ts";

/** Lets everything that iterating a variable gives flow into another. */
export function iterateAll(s: Solving, src: number, dst: number, origin: Origin): void {
  s.each(src, (value) => iterateValue(s, value, dst, origin, false));
}

/** What one value gives when it is iterated; `dst` is -1 where only the calls count. */
export function iterateValue(
  s: Solving,
  value: number,
  dst: number,
  origin: Origin,
  isAsync: boolean,
): void {
  switch (s.values.kind(value)) {
    case Kind.object:
      if (!isAsync) askOutside(s, value, "__iter__", { origin, how: "iteration" });
      iterateObject(s, value, dst);
      return;
    case Kind.generator:
      resume(s, value, dst, origin, "generator");
      return;
    case Kind.instance:
      iterateInstance(s, value, dst, origin, isAsync);
      return;
    case Kind.class:
      iterateClass(s, value, dst, origin);
      return;
    case Kind.externalInstance:
      if (!isAsync) askOutside(s, value, "__iter__", { origin, how: "iteration" });
      iterateExternal(s, value, dst, isAsync);
      return;
    case Kind.result:
      s.flow.add(dst, value);
      return;
    case Kind.namespace:
      if (s.values.kind(s.values.first(value)) === Kind.module)
        s.flow.add(dst, s.builtinInstance("str"));
      return;
    case Kind.literal:
      if (s.values.isString(value)) s.flow.add(dst, s.builtinInstance("str"));
      else if (isPlaceText(s, value) && dst !== -1) s.flow.add(dst, value);
      return;
    default:
  }
}

/** What becomes a list asks the object first how long that will be (PEP 424). */
export function iterateSized(s: Solving, value: number, dst: number, origin: Origin): void {
  if (s.values.kind(value) === Kind.instance) {
    callSpecialOf(s, value, { method: "__len__", args: [], origin, how: "operator" });
  }
  iterateValue(s, value, dst, origin, false);
}

/** Goes on with a generator: its body runs at the origin, what it yields arrives. */
export function resume(
  s: Solving,
  generator: number,
  dst: number,
  origin: Origin,
  how: "generator" | "with" | "await",
): void {
  const target = s.functions.get(s.values.first(generator));
  s.log.target(origin, target.scope, s.log.how(how), -1, target.context);
  s.flow.edge(target.yields, dst);
}

/** What a generator gives at each place, where its body tells; empty for everything else. */
export function placesOf(s: Solving, value: number): readonly number[] {
  if (s.values.kind(value) !== Kind.generator) return [];
  return s.functions.get(s.values.first(value)).yielded;
}

function iterateObject(s: Solving, value: number, dst: number): void {
  const object = s.objects.get(s.values.first(value));
  if (CONTAINERS.has(object.kind)) iterateContainer(s, object, dst);
}

function iterateContainer(s: Solving, object: MadeObject, dst: number): void {
  if (object.kind === "dict") {
    s.flow.edge(object.keys, dst);
    s.eachSlot(object, (key) => {
      const literal = keyValue(s, key);
      if (literal !== -1) s.flow.add(dst, literal);
    });
    return;
  }
  gatherElements(s, object, dst);
}

/** The literal behind a constant key. */
export function keyValue(s: Solving, key: number): number {
  const text = s.text(key);
  return text.startsWith("s:") ? s.string(text.slice(2)) : -1;
}

function iterateInstance(
  s: Solving,
  value: number,
  dst: number,
  origin: Origin,
  isAsync: boolean,
): void {
  const [iter, next] = isAsync ? ["__aiter__", "__anext__"] : ["__iter__", "__next__"];
  const call = { args: [], origin, how: "iteration" as const };
  const iterators = s.flow.variable();
  const asked = { ...call, method: iter as string, dst: iterators };
  if (callSpecialOf(s, value, asked) !== undefined) {
    s.each(iterators, (each) => {
      if (s.values.kind(each) !== Kind.instance) iterateValue(s, each, dst, origin, isAsync);
      else nextOf(s, each, dst, origin, next as string);
    });
    return;
  }
  if (hasMethod(s, value, next as string)) {
    // What `collections.abc.Iterator` and its kind hand down as `__iter__` gives the object itself.
    nextOf(s, value, dst, origin, next as string);
  } else if (hasMethod(s, value, "__getitem__") && !iteratesNatively(s, value)) {
    const index = s.holding(s.builtinInstance("int"));
    callSpecialOf(s, value, { ...call, method: "__getitem__", args: [index], dst });
  } else if (!loadField(s, value, -1, dst)) iterateContainer(s, entriesOf(s, value), dst);
}

/** An instance of a builtin container's subclass is iterated, and unpacked by `**`, past an overridden `__getitem__` as long as the container's own `__iter__` stands. */
export function iteratesNatively(s: Solving, value: number): boolean {
  return (
    derivesFrom(s, s.values.first(value), NATIVE_CONTAINERS) && !hasMethod(s, value, "__iter__")
  );
}

/** `next(iterator)` of an instance; an async one's result is awaited. */
export function nextOf(
  s: Solving,
  value: number,
  dst: number,
  origin: Origin,
  method: string,
): void {
  const given = s.flow.variable();
  const call = { method, args: [], origin, how: "iteration" as const, dst: given };
  if (callSpecialOf(s, value, call) === undefined) return;
  s.each(given, (each) => {
    if (s.values.kind(each) === Kind.coroutine) resultOf(s, each, dst, origin);
    else s.flow.add(dst, each);
  });
}

/** `await coroutine`. */
export function resultOf(s: Solving, coroutine: number, dst: number, origin: Origin): void {
  const target = s.functions.get(s.values.first(coroutine));
  s.log.target(origin, target.scope, s.log.how("await"), -1, target.context);
  s.flow.edge(target.returns, dst);
}

function iterateClass(s: Solving, value: number, dst: number, origin: Origin): void {
  const index = s.values.first(value);
  if (derivesFrom(s, index, ENUM_BASES)) {
    for (const member of membersOf(s, index)) s.flow.add(dst, member);
  }
  for (const meta of metaclassesOf(s, index)) {
    const member = findMember(s, s.hierarchy.order(meta), s.name("__iter__"));
    if (member.variable === -1) continue;
    const bound = boundTo(s, member.variable, value);
    const iterator = s.flow.variable();
    s.call({ dst: iterator, callee: bound, origin, meta: s.log.how("iteration"), args: [] });
    s.each(iterator, (each) => {
      if (s.values.kind(each) !== Kind.class) iterateValue(s, each, dst, origin, false);
    });
  }
}

function iterateExternal(s: Solving, value: number, dst: number, isAsync: boolean): void {
  const owner = s.values.first(value);
  s.flow.edge(s.field(value, s.name("[]")), dst);
  const iter = s.outside.findMember(owner, s.name(isAsync ? "__aiter__" : "__iter__"));
  const returns = iter === -1 ? undefined : s.outside.symbol(iter)?.returns;
  if (returns === undefined) {
    s.flow.add(dst, s.values.of(Kind.result, owner));
    return;
  }
  const iterator = s.flow.variable();
  addTyped(s, returns, { receiver: value }, iterator);
  s.each(iterator, (each) => {
    if (s.objectOf(each)) iterateObject(s, each, dst);
    else if (s.values.kind(each) === Kind.externalInstance && each !== value) {
      const next = s.outside.findMember(s.values.first(each), s.name("__next__"));
      const item = next === -1 ? undefined : s.outside.symbol(next)?.returns;
      if (item !== undefined) addTyped(s, item, { receiver: each }, dst);
    }
  });
}
