import { boundTo, hasMethod } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { callSpecial } from "../attributes/stores.ts";

/** Functions that Python binds to the class, or to nothing, without being told by a decorator. */
const IMPLICITLY_STATIC = new Set(["__new__"]);
const IMPLICITLY_OF_CLASS = new Set(["__init_subclass__", "__class_getitem__"]);

export interface MemberUse {
  readonly receiver: number;
  readonly attribute: number;
  /** The class that has the member. */
  readonly owner: number;
}

/**
 * A class member on its way to the receiver that asked for it: functions become bound methods,
 * properties are read, descriptors asked (https://docs.python.org/3/howto/descriptor.html).
 */
export function bindMember(
  s: Solving,
  member: number,
  { receiver, attribute, owner }: MemberUse,
): void {
  // To the methods of its metaclass a class is an instance.
  const ofInstance =
    s.values.kind(receiver) !== Kind.class ||
    !s.hierarchy.isSubclass(s.values.first(receiver), owner);
  switch (s.values.kind(member)) {
    case Kind.function:
      s.flow.add(attribute, boundFunction(s, member, receiver, ofInstance));
      return;
    case Kind.object:
      bindObject(s, member, receiver, attribute, ofInstance);
      return;
    case Kind.instance:
      if (hasMethod(s, member, "__get__")) bindDescriptor(s, member, receiver, attribute);
      else if (!ofInstance || !readInjected(s, member, attribute)) s.flow.add(attribute, member);
      return;
    case Kind.result:
      if (ofInstance) noteDescriptor(s, member, attribute);
      s.flow.add(attribute, member);
      return;
    default:
      s.flow.add(attribute, member);
  }
}

/**
 * What a library puts in the place of an object of its kind when it makes the instance: nameko calls the
 * provider's `get_dependency` itself, so that the read is no call.
 */
function readInjected(s: Solving, member: number, attribute: number): boolean {
  let isInjected = false;
  for (const ancestor of s.hierarchy.order(s.values.first(member))) {
    if (ancestor >= 0) continue;
    for (const { method, injects } of s.outside.symbol(-1 - ancestor)?.overrides ?? []) {
      if (injects !== true || !hasMethod(s, member, method)) continue;
      const callee = attributeOf(s, member, s.name(method));
      s.call({ dst: attribute, callee, origin: -1, meta: s.log.how("override"), args: [] });
      isInjected = true;
    }
  }
  return isInjected;
}

/** Reading what a library's function has put into the class may ask for it then: an ORM's relationship. */
function noteDescriptor(s: Solving, member: number, attribute: number): void {
  const asked = s.outside.protocol(s.values.first(member), s.name("__get__"));
  if (asked !== -1) s.log.dataMembers.set(attribute, asked);
}

function boundFunction(s: Solving, member: number, receiver: number, ofInstance: boolean): number {
  const { scope } = s.functions.get(s.values.first(member));
  const { name } = s.program.scopeFacts(scope);
  if (IMPLICITLY_STATIC.has(name)) return member;
  if (IMPLICITLY_OF_CLASS.has(name)) return s.values.of(Kind.bound, member, classOf(s, receiver));
  return ofInstance ? s.values.of(Kind.bound, member, receiver) : member;
}

function classOf(s: Solving, receiver: number): number {
  return s.values.kind(receiver) === Kind.instance
    ? s.classValue(s.values.first(receiver))
    : receiver;
}

function bindObject(
  s: Solving,
  member: number,
  receiver: number,
  attribute: number,
  ofInstance: boolean,
): void {
  const object = s.objects.get(s.values.first(member));
  switch (object.kind) {
    case "static-method":
      s.flow.edge(object.wrapped, attribute);
      return;
    case "class-method":
      boundTo(s, object.wrapped, classOf(s, receiver), attribute);
      return;
    case "property":
    case "cached-property":
      if (ofInstance) readProperty(s, object.wrapped, receiver, attribute);
      else s.flow.add(attribute, member);
      return;
    case "wrapper":
    case "managed":
    case "wrapt-function":
    case "caller-function":
    case "partial-method":
    case "context-manager-factory":
      s.flow.add(attribute, ofInstance ? s.values.of(Kind.bound, member, receiver) : member);
      return;
    case "single-dispatch":
      bindDispatcher(s, member, receiver, attribute, ofInstance);
      return;
    default:
      s.flow.add(attribute, member);
  }
}

/** `@singledispatchmethod` binds as what it stands above does. */
function bindDispatcher(
  s: Solving,
  member: number,
  receiver: number,
  attribute: number,
  ofInstance: boolean,
): void {
  s.each(s.objects.get(s.values.first(member)).wrapped, (value) => {
    const kind = s.objectOf(value)?.kind;
    const isBound = kind === "class-method" || (kind !== "static-method" && ofInstance);
    const self = kind === "class-method" ? classOf(s, receiver) : receiver;
    s.flow.add(attribute, isBound ? s.values.of(Kind.bound, member, self) : member);
  });
}

function readProperty(s: Solving, getter: number, receiver: number, attribute: number): void {
  const callee = boundTo(s, getter, receiver);
  const meta = s.log.how("property");
  s.call({ dst: attribute, callee, origin: -2 - attribute, meta, args: [] });
}

function bindDescriptor(s: Solving, member: number, receiver: number, attribute: number): void {
  const isClass = s.values.kind(receiver) === Kind.class;
  const none = s.values.of(Kind.literal, 0, s.name("None"));
  const args = [s.holding(isClass ? none : receiver), s.holding(classOf(s, receiver))];
  callSpecial(s, member, "__get__", args, -2 - attribute, "descriptor", attribute);
}
