import { LiteralKind } from "../../../python/constraints.ts";
import { positional } from "../../state/call-shapes.ts";
import {
  definesMethod,
  derivesFrom,
  ENUM_BASES,
  findMember,
  METACLASSES,
  metaclassesOf,
} from "../../state/class-members.ts";
import { memberOf } from "../../state/enumerations.ts";
import { literalClass } from "../../state/literal-classes.ts";
import { moduleAttribute, REPLACEMENT } from "../../state/module-names.ts";
import { nativeKind } from "../../state/native-containers.ts";
import { CONTAINERS } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Breadth, Kind } from "../../state/values.ts";
import { readMatched } from "../classes/match-positions.ts";
import { isConfiguration, optionField } from "../models/option-values.ts";
import { readPathAttribute } from "../models/path-attributes.ts";
import {
  bindExternal,
  methodsOf,
  readExternal,
  readExternalInstance,
} from "../outside/external-attributes.ts";
import { readMemberValue } from "./enumeration-values.ts";
import { readFunction } from "./function-attributes.ts";
import { guessSubclass, readGuess } from "./guesses.ts";
import { readLazily } from "./lazy-fields.ts";
import { bindTupleMethod, isNamedTupleMember } from "./named-tuple-members.ts";
import { asksGetattribute, passOrdinary } from "./read-hooks.ts";
import { bindFrom, orderBehind, readMember } from "./read-member.ts";
import { dataMembersOf, isInitialised } from "./stored-attributes.ts";
import { readObjectField } from "./typed-fields.ts";
import { readWide, registerRead } from "./wide-attributes.ts";

/**
 * The variable with what `value.name` gives; made on first use and shared by all who read it. What
 * the read itself calls (a property's getter, `__getattr__`) is logged under that variable.
 */
export function attributeOf(s: Solving, value: number, name: number): number {
  const key = s.moments.keyOf(name);
  const known = s.attributes.get(value, key);
  if (known !== -1) return known;
  const attribute = s.flow.variable();
  s.attributes.set(value, key, attribute);
  if (readMatched(s, value, name, attribute, attributeOf)) return attribute;
  READERS[s.values.kind(value)]?.(s, value, name, attribute);
  return attribute;
}

type Reader = (s: Solving, value: number, name: number, attribute: number) => void;

const READERS: Readonly<Record<number, Reader>> = {
  [Kind.module]: (s, value, name, attribute) => {
    const module = s.values.first(value);
    const variable = moduleAttribute(s, module, name);
    s.flow.edge(variable, attribute);
    if (s.program.selfReplacing.has(module)) {
      const replacement = s.field(value, s.name(REPLACEMENT));
      s.each(replacement, (each) => s.flow.edge(attributeOf(s, each, name), attribute));
    }
    const hook = s.program.declared(s.program.scope(module, 0), s.name("__getattr__"));
    if (hook !== -1) s.log.part(attribute, variable);
  },
  [Kind.class]: readClass,
  [Kind.instance]: readInstance,
  [Kind.super]: readSuper,
  [Kind.function]: readFunction,
  [Kind.bound]: readBound,
  [Kind.object]: readObject,
  [Kind.literal]: (s, value, name, attribute) => {
    const kind = s.values.first(value);
    if (kind === LiteralKind.none || kind === LiteralKind.ellipsis) return;
    if (readPathAttribute(s, value, s.text(name), attribute)) return;
    readExternalInstance(s, value, s.outside.builtin(literalClass(kind)), name, attribute);
  },
  [Kind.generator]: methodsOf("generator"),
  [Kind.coroutine]: methodsOf("coroutine"),
  [Kind.external]: readExternal,
  [Kind.externalInstance]: (s, value, name, attribute) => {
    const owner = s.values.first(value);
    readExternalInstance(s, value, owner, name, attribute);
    guessSubclass(s, owner, name, attribute, (instance) => attributeOf(s, instance, name));
  },
  [Kind.namespace]: methodsOf("dict"),
  [Kind.guess]: (s, value, name, attribute) => {
    readGuess(s, value, attribute, (inner) => attributeOf(s, inner, name));
  },
  [Kind.result]: (s, value, name, attribute) => {
    if (isConfiguration(s, s.values.first(value))) s.flow.edge(optionField(s, name), attribute);
    s.flow.edge(s.field(value, name), attribute);
    s.flow.add(attribute, value);
  },
};

function readInstance(s: Solving, value: number, name: number, attribute: number): void {
  const index = s.values.first(value);
  if (s.text(name) === "__class__") {
    s.flow.add(attribute, s.classValue(index));
    return;
  }
  if (s.text(name) === "__dict__") {
    s.flow.add(attribute, s.values.of(Kind.namespace, value));
    return;
  }
  if (readMemberValue(s, value, name, attribute)) return;
  if (asksGetattribute(s, index, name)) {
    callHook(s, attributeOf(s, value, s.name("__getattribute__")), name, attribute);
    s.late.push(() => passOrdinary(s, value, name, attribute, plainAttributeOf));
    return;
  }
  readPlain(s, value, name, attribute);
}

/** The ordinary way: the instance's own attributes, its class's, `__getattr__`. */
function readPlain(s: Solving, value: number, name: number, attribute: number): void {
  const index = s.values.first(value);
  if (!s.values.isExact(value)) {
    readWide(s, value, name, attribute, attributeOf);
    if (s.values.second(value) === Breadth.hinted) return;
  }
  s.flow.edge(s.field(value, name), attribute);
  registerRead(s, index, name, attribute);
  const member = isInitialised(s, value, name)
    ? findMember(s, s.hierarchy.order(index), name)
    : undefined;
  if (member !== undefined && member.variable !== -1) {
    bindFrom(s, dataMembersOf(s, member.variable), value, member.owner, attribute);
    return;
  }
  const found = readMember(s, index, { name, receiver: value, attribute });
  if (found || bindTupleMethod(s, value, name, attribute)) return;
  readObjectField(s, index, name, attribute);
  readFallback(s, value, name, attribute);
  readLazily(s, value, name, () => {
    callHook(s, attributeOf(s, value, s.name("obj_load_attr")), name, attribute);
  });
}

/** `object.__getattribute__(value, name)`: the ordinary read, whatever the class says. */
export function plainAttributeOf(s: Solving, value: number, name: number): number {
  if (s.values.kind(value) !== Kind.instance) return attributeOf(s, value, name);
  if (!asksGetattribute(s, s.values.first(value), name)) return attributeOf(s, value, name);
  const key = s.name(`plain:${s.text(name)}`);
  const known = s.attributes.get(value, key);
  if (known !== -1) return known;
  const attribute = s.flow.variable();
  s.attributes.set(value, key, attribute);
  readPlain(s, value, name, attribute);
  return attribute;
}

/** What is asked only when the ordinary ways give nothing: `__getattr__`, the delegation hook. */
function readFallback(s: Solving, value: number, name: number, attribute: number): void {
  const text = s.text(name);
  if (text.startsWith("__") && text.endsWith("__")) return;
  if (!definesMethod(s, s.values.first(value), "__getattr__")) return;
  s.late.push(() => {
    if (!s.flow.isEmpty(attribute)) return;
    callHook(s, attributeOf(s, value, s.name("__getattr__")), name, attribute);
  });
}

/** `__getattr__` of a metaclass: what neither the class nor its bases have. */
function readMetaclassHook(
  s: Solving,
  meta: number,
  value: number,
  name: number,
  attribute: number,
): void {
  const text = s.text(name);
  if (text.startsWith("__") && text.endsWith("__")) return;
  if (!definesMethod(s, meta, "__getattr__")) return;
  const callee = s.flow.variable();
  readMember(s, meta, { name: s.name("__getattr__"), receiver: value, attribute: callee });
  s.late.push(() => {
    if (s.flow.isEmpty(attribute)) callHook(s, callee, name, attribute);
  });
}

function callHook(s: Solving, callee: number, name: number, attribute: number): void {
  const key = s.holding(s.string(s.text(name)));
  s.call({
    dst: attribute,
    callee,
    origin: -2 - attribute,
    meta: s.log.how("getattr"),
    args: [positional(key)],
  });
}

function readClass(s: Solving, value: number, name: number, attribute: number): void {
  const index = s.values.first(value);
  const text = s.text(name);
  const order = s.hierarchy.order(index);
  if (text === "__dict__") {
    s.flow.add(attribute, s.values.of(Kind.namespace, value));
    return;
  }
  if (text === "__name__" || text === "__qualname__") {
    const scope = s.program.scopeFacts(s.program.classScopes[index] as number);
    s.flow.add(attribute, s.string(scope.name));
    return;
  }
  if (text === "__class__") {
    for (const meta of metaclassesOf(s, index)) s.flow.add(attribute, s.classValue(meta));
    return;
  }
  // Members of an enumeration are its instances, whatever the body assigns.
  if (derivesFrom(s, index, ENUM_BASES) && findMember(s, order, name).owner === index) {
    s.flow.add(attribute, memberOf(s, index, name));
    readBody(s, findMember(s, order, name).variable, value, attribute);
    return;
  }
  s.flow.edge(s.field(value, name), attribute);
  const read = { name, receiver: value, attribute };
  if (readMember(s, index, read) || bindTupleMethod(s, value, name, attribute)) return;
  if (readMaker(s, index, name, attribute)) return;
  for (const meta of metaclassesOf(s, index)) if (readMember(s, meta, read)) return;
  bindExternal(s, s.outside.findMember(s.outside.builtin("type"), name), value, attribute);
  for (const meta of metaclassesOf(s, index)) readMetaclassHook(s, meta, value, name, attribute);
}

/** `cls.__new__` of a class that has none: that of `object`, not its metaclass's. */
function readMaker(s: Solving, index: number, name: number, attribute: number): boolean {
  if (s.text(name) !== "__new__" || derivesFrom(s, index, METACLASSES)) return false;
  s.flow.add(attribute, s.external(s.outside.member(s.outside.builtin("object"), name)));
  return true;
}

/** Of what an enumeration's body assigns only functions, classes and descriptors stay what they are. */
function readBody(s: Solving, variable: number, value: number, attribute: number): void {
  const kept = s.flow.variable();
  s.each(variable, (each) => {
    const kind = s.values.kind(each);
    const object = s.objectOf(each);
    const isDescriptor = object && !object.isDisplay && object.kind !== "partial";
    if (kind === Kind.function || kind === Kind.class || isDescriptor) s.flow.add(kept, each);
  });
  bindFrom(s, kept, value, s.values.first(value), attribute);
}

/** `super().name`: the search starts after a class in the receiver's own order. */
function readSuper(s: Solving, value: number, name: number, attribute: number): void {
  const start = s.values.first(value);
  const receiver = s.values.second(value);
  const rest = orderBehind(s, s.hierarchy.order(s.values.first(receiver)), start);
  const isClass = s.values.kind(receiver) === Kind.class;
  const text = s.text(name);
  const isMetaclass = isClass && derivesFrom(s, s.values.first(receiver), METACLASSES);
  if (text === "__new__" && isMetaclass && findMember(s, rest, name).variable === -1) {
    bindExternal(s, s.outside.member(s.outside.builtin("type"), name), receiver, attribute);
    return;
  }
  if (readMember(s, s.values.first(receiver), { name, receiver, attribute, start })) return;
  const isOfType = isClass && text !== "__new__" && text !== "__init_subclass__";
  const native = text === "__init__" ? nativeKind(s, s.values.first(receiver)) : undefined;
  const owner = native ?? (isOfType ? "type" : "object");
  bindExternal(s, s.outside.member(s.outside.builtin(owner), name), receiver, attribute);
}

function readBound(s: Solving, value: number, name: number, attribute: number): void {
  const text = s.text(name);
  if (text === "__self__" || text === "im_self") s.flow.add(attribute, s.values.second(value));
  else if (text === "__func__" || text === "im_func") s.flow.add(attribute, s.values.first(value));
  else if (text === "__call__") s.flow.add(attribute, value);
  else s.flow.edge(attributeOf(s, s.values.first(value), name), attribute);
}

/** What a descriptor of builtins or a library has by itself: it decorates further, or is asked by hand. */
const ACCESSORS = /^(getter|setter|deleter|__\w+__)$/;

function readObject(s: Solving, value: number, name: number, attribute: number): void {
  const object = s.objects.get(s.values.first(value));
  const text = s.text(name);
  if (text === "__wrapped__" || text === "func" || text === "fget" || text === "__func__") {
    s.flow.edge(object.wrapped, attribute);
  }
  if (text === "fset") s.flow.edge(object.setter, attribute);
  if (text === "fdel") s.flow.edge(object.deleter, attribute);
  s.flow.edge(s.field(value, name), attribute);
  if (isNamedTupleMember(text, object.kind)) {
    bindExternal(s, s.name(`typing.NamedTuple.${text}`), value, attribute);
  } else if (CONTAINERS.has(object.kind) || object.kind === "property") {
    readExternalInstance(s, value, object.className, name, attribute);
  } else if (ACCESSORS.test(text) || !s.outside.isBuiltin(object.className)) {
    bindExternal(s, s.outside.member(object.className, name), value, attribute);
  }
}
