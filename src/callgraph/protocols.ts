import { LiteralKind } from "../python/constraints.ts";
import { attributeOf } from "./attributes.ts";
import { hasMethod } from "./class-members.ts";
import { addTemplate, suffixTemplate, templateOf } from "./computed-names.ts";
import { iterateValue, resultOf, resume } from "./elements.ts";
import type { Solving } from "./solving.ts";
import { callSpecialOf, specialOf } from "./special-methods.ts";
import { Kind } from "./values.ts";

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
  const method = isAsync ? "__aenter__" : "__enter__";
  const given = runWith(s, manager, method, [], site, isAsync);
  if (given !== undefined) settle(s, given, dst, site, isAsync);
  else if (s.values.kind(manager) === Kind.externalInstance)
    enterExternal(s, manager, method, dst, site, isAsync);
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
  else if (s.values.kind(manager) === Kind.externalInstance) {
    callExternalMethod(s, manager, method, site, -1, isAsync);
  }
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
  const ours = callSpecialOf(s, manager, { method, args, origin: site, how });
  if (ours !== undefined) return ours;
  const dst = s.flow.variable();
  s.call({
    dst,
    callee: attributeOf(s, manager, s.name(method)),
    origin: site,
    meta: s.log.how(how),
    args: args.map((variable) => ({ kind: 0, name: -1, variable })),
  });
  return dst;
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
      const call = { method: "__await__", args: [], origin: site, how: "await" as const };
      const given = callSpecialOf(s, value, call);
      if (given !== undefined) s.each(given, (each) => yieldFrom(s, each, dst, -1, site));
      return;
    }
    case Kind.externalInstance:
    case Kind.result:
      s.flow.add(dst, s.values.of(Kind.result, s.values.first(value)));
      return;
    default:
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
  else iterateValue(s, value, yields === -1 ? s.flow.variable() : yields, site, false);
}

export interface OperatorUse {
  readonly dst: number;
  readonly method: string;
  readonly reflected: string;
  readonly inPlace: string;
  readonly left: number;
  readonly right: number;
  readonly site: number;
}

/** A left operand: its method, in-place form first. */
export function operateLeft(s: Solving, value: number, use: OperatorUse): void {
  const { dst, method, right } = use;
  const template = templateOf(s, value, method);
  if (template !== undefined) addTemplate(s, template, right, dst);
  if (s.values.kind(value) === Kind.instance && operateInstance(s, value, use)) return;
  if (method === "__contains__") searchIn(s, value, use);
  else keepKind(s, value, use);
}

function operateInstance(
  s: Solving,
  value: number,
  { dst, method, inPlace, right, site }: OperatorUse,
): boolean {
  const args = right === -1 ? [] : [right];
  const call = { args, origin: site, how: "operator" as const, dst };
  if (inPlace !== "" && callSpecialOf(s, value, { ...call, method: inPlace }) !== undefined)
    return true;
  return callSpecialOf(s, value, { ...call, method }) !== undefined;
}

/** `x in container`: elements are compared; without `__contains__` an instance is iterated. */
function searchIn(s: Solving, value: number, { right, site }: OperatorUse): void {
  if (s.values.kind(value) === Kind.instance || s.values.kind(value) === Kind.generator) {
    iterateValue(s, value, s.flow.variable(), site, false);
    return;
  }
  const object = s.objectOf(value);
  if (!object || right === -1) return;
  const isHashed = object.kind === "dict" || object.kind === "set";
  s.each(right, (each) => {
    const use = { args: [s.flow.variable()], origin: site, how: "operator" as const };
    if (isHashed) callSpecialOf(s, each, { ...use, method: "__hash__", args: [] });
    callSpecialOf(s, each, { ...use, method: "__eq__" });
  });
}

/** Operators on builtin things give such things again; texts are joined where both are constant. */
function keepKind(
  s: Solving,
  value: number,
  { dst, method, left, right, inPlace }: OperatorUse,
): void {
  if (s.objectOf(value)) {
    s.flow.add(dst, value);
    const isJoined = inPlace !== "" || method === "__add__" || method === "__or__";
    if (isJoined && right !== -1)
      s.each(right, (each) => s.objectOf(each) && s.flow.add(dst, each));
    return;
  }
  if (s.values.kind(value) === Kind.result || s.values.kind(value) === Kind.externalInstance) {
    if (!method.startsWith("__")) return;
    if (!PREDICATES.has(method)) s.flow.add(dst, value);
    return;
  }
  if (!s.values.isString(value) || right === -1 || left === right) {
    if (s.values.isString(value)) s.flow.add(dst, s.builtinInstance("str"));
    return;
  }
  s.each(right, (each) => join(s, value, each, method, dst));
}

const PREDICATES = new Set([
  "__bool__",
  "__contains__",
  "__eq__",
  "__ne__",
  "__lt__",
  "__le__",
  "__gt__",
  "__ge__",
  "__len__",
]);

function join(s: Solving, left: number, right: number, method: string, dst: number): void {
  const text = s.text(s.values.second(left));
  const other = s.values.isString(right) ? s.text(s.values.second(right)) : undefined;
  const isShort = text.length + (other?.length ?? 0) < 120;
  const holes = text.split(/%[sd]/).length - 1;
  if (method === "__add__" && other !== undefined && isShort)
    s.flow.add(dst, s.string(text + other));
  else if (method === "__mod__" && other !== undefined && isShort && holes === 1) {
    s.flow.add(dst, s.string(text.replace(/%[sd]/, () => other)));
  } else s.flow.add(dst, s.builtinInstance("str"));
}

/** A right operand that has the reflected method: asked for left operands that lack the plain one. */
export function operateRight(s: Solving, value: number, use: OperatorUse): void {
  if (use.method === "__add__" && s.values.isString(value)) {
    addTemplate(s, suffixTemplate(s, value), use.left, use.dst);
  }
  if (use.reflected === "" || !hasMethod(s, value, use.reflected)) return;
  const leftHolder = s.flow.variable();
  const call = { args: [leftHolder], origin: use.site, how: "operator" as const, dst: use.dst };
  let isAsked = false;
  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    s.flow.edge(use.left, leftHolder);
    callSpecialOf(s, value, { ...call, method: use.reflected });
  };
  s.each(use.left, (left) => {
    if (specialOf(s, left, use.method) === undefined) ask();
  });
  s.late.push(() => {
    if (s.flow.isEmpty(use.left)) ask();
  });
}
