import { LiteralKind } from "../../../python/constraints.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { callSpecial } from "../attributes/stores.ts";
import { callSpecialOf } from "../classes/special-methods.ts";
import { iterateValue, resultOf, resume } from "./elements.ts";

/** `with manager as dst`. */
export function enter(
  s: Solving,
  manager: number,
  dst: number,
  site: number,
  isAsync: boolean,
): void {
  const object = s.objectOf(manager);
  if (object?.kind === "context-manager") {
    s.each(object.wrapped, (value) => {
      if (s.values.kind(value) === Kind.generator) resume(s, value, dst, site, "with");
    });
    return;
  }
  if (object?.kind === "closing") {
    s.flow.edge(object.wrapped, dst);
    return;
  }
  const method = isAsync ? "__aenter__" : "__enter__";
  const given = runWith(s, manager, method, [], site, isAsync);
  if (given !== undefined) settle(s, given, dst, site, isAsync);
  else if (s.values.kind(manager) === Kind.externalInstance)
    enterExternal(s, manager, method, dst, site, isAsync);
  else if (object && isEntered(s, object, method))
    callExternalMethod(s, manager, method, site, dst, isAsync);
  else if (s.values.kind(manager) === Kind.result) s.flow.add(dst, manager);
}

function enterExternal(
  s: Solving,
  manager: number,
  method: string,
  dst: number,
  site: number,
  isAsync: boolean,
): void {
  const isKnown = s.outside.symbol(s.values.first(manager)) !== undefined;
  const member = s.outside.findMember(s.values.first(manager), s.name(method));
  if (member === -1) {
    // Most managers that nothing is known of give themselves.
    if (!isKnown) callExternalMethod(s, manager, method, site, -1, isAsync);
    s.flow.add(dst, manager);
  } else callExternalMethod(s, manager, method, site, dst, isAsync);
}

function callExternalMethod(
  s: Solving,
  manager: number,
  method: string,
  site: number,
  dst: number,
  isAsync: boolean,
): void {
  s.call({
    dst,
    callee: attributeOf(s, manager, s.name(method)),
    origin: site,
    meta: s.log.how(isAsync ? "async-with" : "with"),
    args: [],
  });
}

export function exit(s: Solving, manager: number, site: number, isAsync: boolean): void {
  const object = s.objectOf(manager);
  if (object?.kind === "context-manager") {
    s.each(object.wrapped, (value) => {
      if (s.values.kind(value) === Kind.generator) resume(s, value, -1, site, "with");
    });
    return;
  }
  const method = isAsync ? "__aexit__" : "__exit__";
  const none = s.holding(noneOf(s));
  const given = runWith(s, manager, method, [none, none, none], site, isAsync);
  if (given !== undefined) settle(s, given, s.flow.variable(), site, isAsync);
  else if (
    s.values.kind(manager) === Kind.externalInstance ||
    (object && isEntered(s, object, method))
  ) {
    callExternalMethod(s, manager, method, site, -1, isAsync);
  }
}

/** Whether a container that is of a library's class (what `pool.item()` gives keeps an item) is a context manager. */
function isEntered(s: Solving, { className }: MadeObject, method: string): boolean {
  return className >= 0 && s.outside.findMember(className, s.name(method)) !== -1;
}

function runWith(
  s: Solving,
  manager: number,
  method: string,
  args: readonly number[],
  site: number,
  isAsync: boolean,
): number | undefined {
  if (s.values.kind(manager) !== Kind.instance) return undefined;
  const how = isAsync ? "async-with" : "with";
  const dst = s.flow.variable();
  const ours = callSpecialOf(s, manager, { method, args, origin: site, how, dst });
  if (ours !== undefined) return ours;
  return callSpecial(s, manager, method, args, site, how);
}

function settle(s: Solving, given: number, dst: number, site: number, isAsync: boolean): void {
  if (!isAsync) s.flow.edge(given, dst);
  else s.each(given, (value) => awaitValue(s, value, dst, site));
}

function noneOf(s: Solving): number {
  return s.values.of(Kind.literal, LiteralKind.none, s.name("None"));
}

/** `dst = await value`. */
export function awaitValue(s: Solving, value: number, dst: number, site: number): void {
  switch (s.values.kind(value)) {
    case Kind.coroutine:
      resultOf(s, value, dst, site);
      return;
    case Kind.generator:
      resume(s, value, -1, site, "await");
      s.flow.edge(s.functions.get(s.values.first(value)).returns, dst);
      return;
    case Kind.instance: {
      const given = s.flow.variable();
      const call = { args: [], origin: site, how: "await" as const, dst: given };
      if (callSpecialOf(s, value, { ...call, method: "__await__" }) !== undefined)
        s.each(given, (each) => yieldFrom(s, each, dst, -1, site));
      else s.flow.add(dst, value);
      return;
    }
    case Kind.object: {
      const object = s.objectOf(value);
      if (object?.kind === "queue") s.flow.edge(object.rest, dst);
      else s.flow.add(dst, value);
      return;
    }
    case Kind.externalInstance:
    case Kind.result:
      s.flow.add(dst, s.values.of(Kind.result, s.values.first(value)));
      return;
    default:
      // What libraries are told to return of their coroutines is what awaiting them gives.
      s.flow.add(dst, value);
  }
}

/** `dst = yield from value`: its elements are yielded on, its result arrives. */
export function yieldFrom(
  s: Solving,
  value: number,
  dst: number,
  yields: number,
  site: number,
): void {
  if (s.values.kind(value) === Kind.generator) {
    resume(s, value, yields, site, "generator");
    s.flow.edge(s.functions.get(s.values.first(value)).returns, dst);
  } else if (s.values.kind(value) === Kind.coroutine) resultOf(s, value, dst, site);
  else iterateValue(s, value, yields, site, false);
}
