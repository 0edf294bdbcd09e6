import { derivesFrom, findMember, hasMethod } from "../../state/class-members.ts";
import type { MadeObject } from "../../state/objects.ts";
import { isPlaceText } from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { addTemplate, suffixTemplate, templateOf } from "../attributes/computed-names.ts";
import {
  callSpecialOf,
  elementsWith,
  type SpecialCall,
  specialOf,
  unknownOperand,
} from "../classes/special-methods.ts";
import { askOutside } from "../outside/protocol-calls.ts";
import { compareWith } from "./compared-elements.ts";
import { iterateValue } from "./elements.ts";
import { mergeOver } from "./items.ts";
import { addToPlace, join } from "./joined-texts.ts";
import { COMPARISONS, type OperatorUse } from "./operator-use.ts";
import { isRefinable, refines } from "./refinements.ts";
import { reflect } from "./reflected.ts";
import { append, concatenate, startWith } from "./sequences.ts";

/** A left operand: its method, in-place form first. */
export function operateLeft(s: Solving, value: number, use: OperatorUse): void {
  const { dst, method, right, site } = use;
  const template = templateOf(s, value, method);
  if (template !== undefined) addTemplate(s, template, { other: right, dst, site });
  if (s.values.kind(value) === Kind.instance && operateInstance(s, value, use)) return;
  if (s.values.kind(value) === Kind.class) {
    const args = right === -1 ? [] : [right];
    const call = { method, args, origin: use.site, how: "operator" as const, dst };
    if (callSpecialOf(s, value, call) !== undefined) return;
  }
  if (method === "__contains__") {
    searchIn(s, value, use);
    askOutside(s, value, method, { origin: use.site, how: "operator" });
  } else keepKind(s, value, use);
}

function operateInstance(s: Solving, value: number, use: OperatorUse): boolean {
  const { dst, inPlace, right, site } = use;
  const args = right === -1 ? [] : [right];
  const call = { args, origin: site, how: "operator" as const, dst };
  if (inPlace !== "" && callSpecialOf(s, value, { ...call, method: inPlace }) !== undefined)
    return true;
  return callUnlessRefined(s, value, use, call);
}

/** Calls the left operand's method for right operands that do not come first; false when it has none. */
function callUnlessRefined(
  s: Solving,
  value: number,
  use: OperatorUse,
  call: Omit<SpecialCall, "method">,
): boolean {
  const { method, right } = use;
  const ask = () => callSpecialOf(s, value, { ...call, method }) !== undefined;
  if (specialOf(s, value, method) === undefined) return ask();
  if (!isRefinable(s, value, use.reflected)) return ask();
  const isFirst = (other: number) => !refines(s, other, value, use.reflected);
  s.operands.firsts.when(s, right, isFirst, ask);
  s.late.push(() => {
    if (s.flow.isEmpty(right)) ask();
  });
  return true;
}

/** `x in container`: elements are compared; without `__contains__` an instance is iterated. */
function searchIn(s: Solving, value: number, { right, site }: OperatorUse): void {
  if (s.values.kind(value) === Kind.instance && searchOutside(s, value, site)) return;
  if (s.values.kind(value) === Kind.instance || s.values.kind(value) === Kind.generator) {
    iterateValue(s, value, -1, site, false);
    return;
  }
  const object = s.objectOf(value);
  if (!object || right === -1) return;
  const isHashed = object.kind === "dict" || object.kind === "set";
  if (!isHashed) compareWith(s, object, right, site);
  s.each(right, (each) => {
    if (s.values.kind(each) !== Kind.instance) return;
    const use = { args: [unknownOperand(s)], origin: site, how: "operator" as const };
    if (isHashed) callSpecialOf(s, each, { ...use, method: "__hash__", args: [] });
    callSpecialOf(s, each, { ...use, method: "__eq__" });
  });
}

/** `__contains__` of an abstract base class asks what the knowledge says (collections.abc.Mapping: an item). */
function searchOutside(s: Solving, value: number, site: number): boolean {
  const { external } = findMember(
    s,
    s.hierarchy.order(s.values.first(value)),
    s.name("__contains__"),
  );
  const invokes = external === -1 ? [] : (s.outside.symbol(external)?.invokes ?? []);
  for (const { argument, method } of invokes) {
    if (argument !== "self") continue;
    callSpecialOf(s, value, { method, args: [unknownOperand(s)], origin: site, how: "operator" });
  }
  return invokes.length > 0;
}

/** Operators on builtin things give such things again; texts are joined where both are constant, numbers are not. */
function keepKind(s: Solving, value: number, use: OperatorUse): void {
  const { dst, method, left, right } = use;
  askOutside(s, value, method, { origin: use.site, how: "operator" });
  if (s.objectOf(value)) {
    joinContainers(s, value, use);
    return;
  }
  if (s.values.kind(value) === Kind.result || s.values.kind(value) === Kind.externalInstance) {
    if (!method.startsWith("__")) return;
    if (!PREDICATES.has(method)) s.flow.add(dst, value);
    return;
  }
  if (PREDICATES.has(method)) return;
  if (isFlag(s, value, method)) s.flow.add(dst, value);
  // An index that is counted up is no longer the number that it starts with.
  if (s.values.isInteger(value)) s.flow.add(dst, s.builtinInstance("int"));
  if (isPlaceText(s, value)) addToPlace(s, value, use);
  if (!s.values.isString(value)) return;
  if (right === -1 || left === right) s.flow.add(dst, s.builtinInstance("str"));
  else s.each(right, (each) => join(s, value, each, method, dst));
}

/** `Permission.READ | Permission.WRITE` has the methods that its members have. */
function isFlag(s: Solving, value: number, method: string): boolean {
  if (s.values.kind(value) !== Kind.instance || !FLAG_METHODS.has(method)) return false;
  return derivesFrom(s, s.values.first(value), FLAGS);
}

const FLAGS: ReadonlySet<string> = new Set(["enum.Flag", "enum.IntFlag"]);
const FLAG_METHODS: ReadonlySet<string> = new Set(["__or__", "__and__", "__xor__", "__invert__"]);

/**
 * `+` and `*` make a new sequence, in place the left one grows; `|` makes a new mapping; other
 * operators on sets take elements away.
 */
function joinContainers(s: Solving, value: number, use: OperatorUse): void {
  const { dst, method, inPlace, right } = use;
  const left = s.objectOf(value);
  if (!left) return;
  if (COMPARISONS.has(method)) {
    compareContainers(s, value, left, use);
    return;
  }
  if (PREDICATES.has(method)) return;
  const isNew = inPlace === "" && (method === "__add__" || method === "__or__");
  if (method === "__mul__" || (isNew && (method === "__add__" || left.kind === "dict"))) {
    combine(s, left, use);
    return;
  }
  s.flow.add(dst, value);
  if (inPlace !== "" && left.kind !== "dict") eachObject(s, right, (each) => append(s, each, left));
  else if (inPlace !== "" || method === "__or__") {
    eachObject(s, right, (_each, other) => s.flow.add(dst, other));
  }
}

/** Sequences are compared element by element; of other containers nobody knows which elements meet. */
function compareContainers(s: Solving, value: number, left: MadeObject, use: OperatorUse): void {
  const { method, right, site: origin } = use;
  const call = { method, args: [right], origin, how: "operator" as const };
  if (left.kind === "list" || left.kind === "tuple") callSpecialOf(s, value, call);
  else {
    const args = [unknownOperand(s)];
    s.each(elementsWith(s, value, method), (each) => callSpecialOf(s, each, { ...call, args }));
  }
}

/** A new container with the elements of both operands. */
function combine(s: Solving, left: MadeObject, { dst, method, right }: OperatorUse): void {
  const made = s.object(dst, -60, left.kind);
  const to = s.objectOf(made);
  if (!to) return;
  if (method === "__mul__") append(s, left, to);
  else if (left.kind === "dict") eachObject(s, right, (each) => mergeOver(s, left, each, to));
  else {
    startWith(s, left, to);
    eachObject(s, right, (each) => concatenate(s, left, each, to));
  }
  s.flow.add(dst, made);
}

function eachObject(
  s: Solving,
  variable: number,
  action: (object: MadeObject, value: number) => void,
): void {
  if (variable === -1) return;
  s.each(variable, (value) => {
    const object = s.objectOf(value);
    if (object) action(object, value);
  });
}

const PREDICATES = new Set([...COMPARISONS, "__bool__", "__contains__", "__len__"]);

/** A right operand that has the reflected method; added to a text, it is the end of a name. */
export function operateRight(s: Solving, value: number, use: OperatorUse): void {
  if (use.method === "__add__" && s.values.isString(value)) {
    const { left: other, dst, site } = use;
    addTemplate(s, suffixTemplate(s, value), { other, dst, site });
  }
  if (use.reflected === "" || !hasMethod(s, value, use.reflected)) return;
  reflect(s, value, use);
}
