import type { EdgeHow } from "../../call-graph.ts";
import type { Origin } from "../../state/call-log.ts";
import { positional } from "../../state/call-shapes.ts";
import { boundTo, hasMethod, metaclassMethod } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { asksGetattribute } from "../attributes/read-hooks.ts";
import { readMember } from "../attributes/read-member.ts";
import { registerRead } from "../attributes/wide-attributes.ts";
import { askOutside } from "../outside/protocol-calls.ts";
import { askFields, COMPARED } from "./generated-methods.ts";
import { isShownAbove } from "./shown-above.ts";

/**
 * Special methods that stand in for others
 * (https://docs.python.org/3/reference/datamodel.html#special-method-names).
 */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  __str__: ["__repr__"],
  __format__: ["__str__", "__repr__"],
  __bool__: ["__len__"],
  __ne__: ["__eq__"],
  // What is asked only where a length may be guessed, for `len()` alone would fail.
  __len__: ["__length_hint__"],
  __index__: ["__int__"],
  __int__: ["__index__", "__trunc__"],
  __float__: ["__index__"],
  __reversed__: ["__len__", "__getitem__"],
  // functools.total_ordering derives these from whichever is there.
  __lt__: ["__gt__"],
  __gt__: ["__lt__"],
  __le__: ["__lt__", "__gt__", "__ge__"],
  __ge__: ["__gt__", "__lt__", "__le__"],
};

/**
 * The method that Python itself looks up: in the class, past what the object has under that name
 * (https://docs.python.org/3/reference/datamodel.html#special-method-lookup).
 */
export function specialAttributeOf(s: Solving, value: number, name: number): number {
  const isPlain = s.values.kind(value) === Kind.instance && s.values.isExact(value);
  const index = s.values.first(value);
  if (!isPlain || asksGetattribute(s, index, name)) return attributeOf(s, value, name);
  const key = s.moments.keyOf(s.name(`special:${s.text(name)}`));
  const known = s.attributes.get(value, key);
  if (known !== -1) return known;
  const attribute = s.flow.variable();
  s.attributes.set(value, key, attribute);
  registerRead(s, index, name, attribute);
  readMember(s, index, { name, receiver: value, attribute });
  return attribute;
}

export interface SpecialCall {
  readonly method: string;
  readonly args: readonly number[];
  readonly origin: Origin;
  readonly how: EdgeHow;
  /** Where the result goes; nowhere, if nobody looks at it. */
  readonly dst?: number;
  /** Whether it happens at all nobody knows. */
  readonly isPossible?: boolean;
}

/** What a special method is given of which nothing is known. */
export function unknownOperand(s: Solving): number {
  if (s.operands.unknown === -1) s.operands.unknown = s.flow.variable();
  return s.operands.unknown;
}

/** The special method that an instance answers with: the one asked for or its stand-in. */
export function specialOf(s: Solving, value: number, method: string): string | undefined {
  if (s.values.kind(value) !== Kind.instance) return undefined;
  if (hasMethod(s, value, method)) return method;
  return STAND_INS[method]?.find((each) => hasMethod(s, value, each));
}

/**
 * `functools.total_ordering` makes `<=` of `<` and `==`, and `>=` of `>` and `==`. It makes `>` of `<` and `==`,
 * too: without it Python asks the other operand for `<`.
 */
function isDerived(s: Solving, value: number, method: string, name: string): boolean {
  if (method === "__le__") return name === "__lt__";
  if (method === "__ge__") return name === "__gt__";
  const isTurned = method === "__gt__" ? name === "__lt__" : name === "__gt__";
  return isTurned && (method === "__gt__" || method === "__lt__") && isOrdered(s, value);
}

function isOrdered(s: Solving, value: number): boolean {
  return s.hierarchy.order(s.values.first(value)).some((ancestor) => {
    if (ancestor < 0) return false;
    const { decorators } = s.program.scopeFacts(s.program.classScopes[ancestor] as number);
    return decorators.some(({ text }) => /\btotal_ordering$/.test(text));
  });
}

/** `len(C)`, `x in C`, `C + D`: a class is an instance of its metaclass. */
function callMetaclass(
  s: Solving,
  value: number,
  { method, args, origin, how, dst = -1 }: SpecialCall,
): number | undefined {
  if (NOT_OF_METACLASSES.has(method)) return undefined;
  const callee = [method, ...(STAND_INS[method] ?? [])]
    .map((each) => metaclassMethod(s, value, each))
    .find((each) => each !== undefined);
  if (callee === undefined) return undefined;
  s.call({
    dst,
    callee,
    origin,
    meta: s.log.how(how),
    args: args.map(positional),
  });
  return dst;
}

/** Iteration, subscripts and construction of classes have rules of their own. */
const NOT_OF_METACLASSES: ReadonlySet<string> = new Set(
  ["iter", "next", "aiter", "anext", "getitem", "call"].map((word) => `__${word}__`),
);

/** Calls an instance's special method; undefined when no analysed class gives it one, else where the result goes. */
export function callSpecialOf(s: Solving, value: number, call: SpecialCall): number | undefined {
  if (s.values.kind(value) === Kind.class) return callMetaclass(s, value, call);
  if (s.values.kind(value) === Kind.object) askElements(s, value, call);
  const { method, args, origin, how, dst = -1 } = call;
  const name = specialOf(s, value, method);
  if (name === undefined) {
    askOutside(s, value, method, call);
    callGiven(s, value, call);
    askFields(s, value, method, (field, asked) => {
      if (!s.repeats.askParts(origin, field, s.name(asked))) return;
      const call = { method: asked, args: args.map(() => field), origin, how };
      s.each(field, (held) => callSpecialOf(s, held, call));
    });
    return undefined;
  }
  const isStandIn = name === "__repr__" && method !== name;
  const above = isStandIn ? isShownAbove(s, value) : "no";
  if (above === "yes") return undefined;
  if (isDerived(s, value, method, name) && hasMethod(s, value, "__eq__")) {
    callSpecialOf(s, value, { method: "__eq__", args, origin, how });
  }
  const attribute = specialAttributeOf(s, value, s.name(name));
  const isLikely = !s.values.isExact(value);
  const isPossible = above === "perhaps" || call.isPossible === true;
  const meta = isPossible
    ? s.log.meta({ how, kind: "call", isPossible })
    : s.log.how(how, isLikely);
  if (args.length > 1) {
    s.call({ dst, callee: attribute, origin, meta, args: args.map(positional) });
    return dst;
  }
  const shared = { origin, dst, argument: args[0] ?? -1, name: s.name(name), meta };
  const { callee, isNew } = s.operands.calls.callee(shared, () => s.flow.variable());
  s.flow.edge(attribute, callee);
  if (isNew) s.call({ dst, callee, origin, meta, args: args.map(positional) });
  return dst;
}

/** A special method that something outside its body gives a class: `cls.__repr__ = describe`. */
function callGiven(s: Solving, value: number, { method, args, origin, how, dst }: SpecialCall) {
  if (s.values.kind(value) !== Kind.instance || s.given.specials.size === 0) return;
  for (const each of [method, ...(STAND_INS[method] ?? [])]) {
    if (!s.given.specials.has(s.name(each))) continue;
    for (const ancestor of s.hierarchy.order(s.values.first(value))) {
      if (ancestor < 0) continue;
      const callee = boundTo(s, s.field(s.classValue(ancestor), s.name(each)), value);
      s.call({
        dst: dst ?? -1,
        callee,
        origin,
        meta: s.log.how(how),
        args: args.map(positional),
      });
    }
  }
}

/** The methods of containers that ask the elements, and what is asked of these. */
const ASKED_OF_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  __repr__: ["__repr__"],
  __str__: ["__repr__"],
  __format__: ["__repr__"],
  __deepcopy__: ["__deepcopy__"],
};

/** The text of a container has the `repr()` of what is in it; a copy in depth copies what is in it. */
function askElements(s: Solving, value: number, { method, args, origin, how }: SpecialCall): void {
  const kind = s.objectOf(value)?.kind;
  if (kind === undefined || !DISPLAYED.has(kind)) return;
  const asked = ASKED_OF_ELEMENTS[method] ?? (ORDERED.has(kind) ? COMPARED[method] : undefined);
  for (const each of asked ?? []) {
    if (each === "__hash__" && kind === "list") continue;
    const elements = elementsWith(s, value, each);
    if (!s.repeats.askParts(origin, elements, s.name(each))) continue;
    let others: readonly number[] | undefined;
    s.each(elements, (element) => {
      others ??= args.map((other) => elementsOfAll(s, other, each));
      callSpecialOf(s, element, { method: each, args: others, origin, how });
    });
  }
}

const DISPLAYED: ReadonlySet<string> = new Set(["list", "tuple", "set", "dict"]);
const ORDERED: ReadonlySet<string> = new Set(["list", "tuple"]);

/** What answers to a method in the containers that a variable holds. */
function elementsOfAll(s: Solving, variable: number, method: string): number {
  const found = s.flow.variable();
  s.each(variable, (value) => {
    if (s.values.kind(value) === Kind.object) s.flow.edge(elementsWith(s, value, method), found);
  });
  return found;
}

/** The elements of a container that answer to a method: sought once, however many places ask for them. */
export function elementsWith(s: Solving, value: number, method: string): number {
  const name = s.name(`elements with:${method}`);
  const known = s.attributes.get(value, name);
  if (known !== -1) return known;
  const found = s.flow.variable();
  s.attributes.set(value, name, found);
  const object = s.objectOf(value);
  const seek = (variable: number) =>
    s.each(variable, (element) => {
      if (specialOf(s, element, method) !== undefined) s.flow.add(found, element);
    });
  if (!object) return found;
  seek(object.rest);
  s.eachSlot(object, (_key, variable) => seek(variable));
  return found;
}

/** `del x`: the finaliser runs where that was the last reference; whether it was is not followed. */
export function discard(s: Solving, value: number, site: number): void {
  const finaliser = "__del__";
  if (!hasMethod(s, value, finaliser)) return;
  const meta = s.log.how("operator", true);
  const callee = specialAttributeOf(s, value, s.name(finaliser));
  s.call({ dst: -1, callee, origin: site, meta, args: [] });
}
