import { type Calling, positional } from "../../state/call-shapes.ts";
import { keepKeywords } from "../../state/calling.ts";
import {
  boundTo,
  definesMethod,
  derivesFrom,
  ENUM_BASES,
  findMember,
  metaclassMethod,
  PLAIN_BASES,
} from "../../state/class-members.ts";
import { membersOf } from "../../state/enumerations.ts";
import { nativeKind } from "../../state/native-containers.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { storeFields } from "../classes/generated-fields.ts";
import { fillNative } from "../models/fill-native.ts";
import { keepArguments } from "../protocols/exceptions.ts";
import { markInstantiated } from "./receivers.ts";

/** Calling a class: its metaclass's `__call__` if it has one of ours, else `__new__` and `__init__`. */
export function construct(s: Solving, calling: Calling, callee: number): void {
  const index = s.values.first(callee);
  callClass(s, calling, callee);
  // `class C(make_base())`: what makes and initialises it may be found later.
  const again = () => s.moments.atSite(calling.origin, () => callClass(s, calling, callee));
  if (s.hierarchy.isOpen(index)) s.hierarchy.whenChanged(index, again);
}

function callClass(s: Solving, calling: Calling, callee: number): void {
  const index = s.values.first(callee);
  const bound = metaclassMethod(s, callee, "__call__");
  if (bound === undefined) {
    makeInstance(s, calling, callee);
    return;
  }
  const made = s.flow.variable();
  s.call({ ...calling, dst: made, callee: bound, meta: constructorMeta(s, calling) });
  s.each(made, (value) => {
    if (canBe(s, value, index)) s.flow.add(calling.dst, value);
  });
}

/** A metaclass that keeps instances (of singletons) serves all its classes; each gets its own back. */
function canBe(s: Solving, value: number, index: number): boolean {
  if (s.values.kind(value) !== Kind.instance) return true;
  const other = s.values.first(value);
  return s.hierarchy.isSubclass(other, index) || s.hierarchy.isSubclass(index, other);
}

/** What `type.__call__` does. */
export function makeInstance(s: Solving, calling: Calling, callee: number): void {
  const index = s.values.first(callee);
  if (derivesFrom(s, index, TYPED_DICTS)) {
    makeTypedDict(s, calling);
    return;
  }
  const isEnumeration = derivesFrom(s, index, ENUM_BASES);
  if (isEnumeration) lookUpMember(s, calling, callee);
  if (isEnumeration && !definesMethod(s, index, "__new__")) return;
  const instance = newInstance(s, calling, index);
  const meta = constructorMeta(s, calling);
  if (definesMethod(s, index, "__new__")) {
    const first = positional(s.holding(callee));
    const callable = attributeOf(s, callee, s.name("__new__"));
    const made = s.flow.variable();
    s.flow.edge(made, calling.dst);
    s.call({ ...calling, dst: made, callee: callable, meta, args: [first, ...calling.args] });
    if (isEnumeration) return;
    s.late.push(() => {
      if (!givesOthers(s, made, index)) initialise(s, { ...calling, meta }, callee, instance);
    });
    return;
  }
  s.flow.add(calling.dst, instance);
  initialise(s, { ...calling, meta }, callee, instance);
}

const TYPED_DICTS: ReadonlySet<string> = new Set([
  "typing.TypedDict",
  "typing_extensions.TypedDict",
]);

/** Calling such a class makes a plain dict (https://docs.python.org/3/library/typing.html#typing.TypedDict). */
function makeTypedDict(s: Solving, { record, args, dst }: Calling): void {
  const dict = s.object(record, -37, "dict", { isDisplay: true });
  const object = s.objectOf(dict);
  if (!object) return;
  keepKeywords(s, args, object);
  s.flow.add(dst, dict);
}

/**
 * The object that a call makes: one of its own where the program is small and the class's methods are all
 * in sight, and where it is a container.
 */
function newInstance(s: Solving, { record }: Calling, index: number): number {
  const object = s.apart.isOn && isOursAlone(s, index) ? s.apart.make(record, index) : -1;
  if (object !== -1) s.instantiated.add(index);
  else markInstantiated(s, index);
  const common = s.instance(index);
  const isContainer = object === -1 && nativeKind(s, index) && !definesMethod(s, index, "__new__");
  const made = isContainer ? s.apart.makeContainer(record, index, common) : object;
  return made === -1 ? common : made;
}

/** No library calls methods of such objects by itself, nor makes them. */
function isOursAlone(s: Solving, index: number): boolean {
  if (definesMethod(s, index, "__new__")) return false;
  const tuples = s.outside.order(s.outside.name("typing.NamedTuple"));
  const isPlain = (name: number) => PLAIN_BASES.has(s.text(name)) || tuples.includes(name);
  return s.hierarchy.order(index).every((ancestor) => ancestor >= 0 || isPlain(-1 - ancestor));
}

/** What `__new__` gives are objects of classes that have nothing to do with it: nothing is initialised then. */
function givesOthers(s: Solving, made: number, index: number): boolean {
  const { owner } = findMember(s, s.hierarchy.order(index), s.name("__new__"));
  const isOther = (value: number) =>
    s.values.kind(value) === Kind.instance && !s.hierarchy.isSubclass(s.values.first(value), owner);
  const given = s.flow.valuesOf(made);
  return given.length > 0 && given.every(isOther);
}

function initialise(s: Solving, calling: Calling, callee: number, instance: number): void {
  const index = s.values.first(callee);
  const { owner, external } = findMember(s, s.hierarchy.order(index), s.name("__init__"));
  if (owner !== -1) {
    s.call({ ...calling, dst: -1, callee: attributeOf(s, instance, s.name("__init__")) });
    return;
  }
  callAttached(s, calling, callee, instance);
  keepArguments(s, calling, instance);
  storeFields(s, calling, instance);
  fillNative(s, instance, calling);
  if (external !== -1) initialiseOutside(s, calling, instance, external);
}

/** An initialiser that somebody gave the class from outside: `cls.__init__ = f`. */
function callAttached(s: Solving, calling: Calling, callee: number, instance: number): void {
  const bound = boundTo(s, s.field(callee, s.name("__init__")), instance);
  s.call({ ...calling, dst: -1, callee: bound });
}

/** Looking an enumeration's member up by its value runs no initialiser, and `_missing_` where there is none. */
function lookUpMember(s: Solving, calling: Calling, callee: number): void {
  const index = s.values.first(callee);
  for (const member of membersOf(s, index)) s.flow.add(calling.dst, member);
  if (!s.apart.isOn) markInstantiated(s, index);
  if (!definesMethod(s, index, "_missing_")) return;
  const callable = attributeOf(s, callee, s.name("_missing_"));
  s.call({ ...calling, callee: callable, meta: constructorMeta(s, calling) });
}

/** An inherited external initialiser makes no edge, unless it takes callbacks, calls methods of ours or must be recorded. */
function initialiseOutside(s: Solving, calling: Calling, instance: number, external: number): void {
  const owner = s.outside.owner(external);
  const { callbacks, overrides } = s.outside.symbol(owner) ?? {};
  const callsOurs = callbacks || overrides?.some(({ when }) => when === "__init__");
  if (!s.outside.isDescribed(owner) && !callsOurs) return;
  const callee = s.holding(s.values.of(Kind.bound, s.external(external), instance));
  s.call({ ...calling, dst: -1, callee });
}

function constructorMeta(s: Solving, { meta }: Calling): number {
  const known = s.log.metaOf(meta);
  return known.how === "call" ? s.log.meta({ ...known, how: "constructor" }) : meta;
}
