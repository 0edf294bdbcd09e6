import { ArgumentKind } from "../../../python/constraints.ts";
import { type Calling, keywordArgument } from "../../state/call-shapes.ts";
import { boundTo, findMember, metaclassesOf } from "../../state/class-members.ts";
import { FUNCTION_GET } from "../../state/functions.ts";
import { literalClass } from "../../state/literal-classes.ts";
import { passPlaces } from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf, plainAttributeOf } from "../attributes/attributes.ts";
import { addTemplate, formatTemplate, readComputed } from "../attributes/computed-names.ts";
import { storeComputed, storeNamed } from "../attributes/computed-stores.ts";
import { listMemberNames, readListedMember, readNamesake } from "../attributes/listed-modules.ts";
import { deleteAttribute } from "../attributes/stores.ts";
import { eachText, readPath } from "../calls/call-objects.ts";
import { makeInstance } from "../calls/construct.ts";
import { makeClass } from "./made-classes.ts";
import { nameMembers } from "./named-members.ts";
import { superObject } from "./super-objects.ts";

/** Does all there is to do at the call; true when nothing else must be done. */
export type Builtin = (s: Solving, calling: Calling, receiver: number | undefined) => boolean;

/** Builtins that look into objects, classes and modules. */
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  "<builtin>.getattr": (s, calling) => {
    eachText(s, at(calling, 1), (text) =>
      readPath(s, at(calling, 0), [text], calling.dst, calling),
    );
    readComputed(s, calling, { subject: at(calling, 0), name: at(calling, 1) });
    readListedMember(s, at(calling, 0), at(calling, 1), calling.dst);
    readNamesake(s, at(calling, 0), at(calling, 1), calling.dst);
    s.flow.edge(at(calling, 2), calling.dst);
    return true;
  },
  "<builtin>.str.format": (s, calling, receiver) => {
    if (receiver === undefined || !s.values.isString(receiver)) return false;
    const text = formatTemplate(s.text(s.values.second(receiver)));
    addTemplate(s, text, { other: -1, dst: calling.dst, site: calling.origin });
    for (const { variable } of calling.args) passPlaces(s, variable, calling.dst);
    return false;
  },
  [FUNCTION_GET]: (s, calling, receiver) => {
    if (receiver === undefined) return true;
    s.each(at(calling, 0), (subject) => {
      const isObject = !s.values.isNone(subject);
      s.flow.add(calling.dst, isObject ? s.values.of(Kind.bound, receiver, subject) : receiver);
    });
    return true;
  },
  "<builtin>.hasattr": (s, calling) => {
    const ignored = s.flow.variable();
    eachText(s, at(calling, 1), (text) => readPath(s, at(calling, 0), [text], ignored, calling));
    return true;
  },
  "<builtin>.setattr": (s, calling) => store(s, calling, at(calling, 0), 1),
  "<builtin>.delattr": (s, calling) => {
    eachText(s, at(calling, 1), (text) => {
      s.each(at(calling, 0), (value) => deleteAttribute(s, value, s.name(text), calling.origin));
    });
    return true;
  },
  "<builtin>.object.__setattr__": (s, calling, receiver) => {
    const isBound = receiver !== undefined && s.values.kind(receiver) === Kind.instance;
    return store(s, calling, isBound ? s.holding(receiver) : at(calling, 0), isBound ? 0 : 1, true);
  },
  "<builtin>.object.__getattribute__": (s, calling, receiver) => {
    const subject = receiver === undefined ? at(calling, 0) : s.holding(receiver);
    const name = at(calling, receiver === undefined ? 1 : 0);
    if (isSharedHook(s, calling, name)) return true;
    eachText(s, name, (text) => {
      s.each(subject, (value) => {
        const attribute = plainAttributeOf(s, value, s.name(text));
        s.flow.edge(attribute, calling.dst);
        if (calling.origin >= 0) s.log.read(calling.origin, attribute, false);
        else s.log.part(-2 - calling.origin, attribute);
      });
    });
    return true;
  },
  "<builtin>.dir": (s, calling) => {
    listMemberNames(s, calling, at(calling, 0));
    return false;
  },
  "<builtin>.vars": (s, calling) => {
    if (calling.args.length === 0) addNames(s, calling, true);
    s.each(at(calling, 0), (value) => s.flow.add(calling.dst, s.values.of(Kind.namespace, value)));
    return true;
  },
  "<builtin>.globals": (s, calling) => addNames(s, calling),
  "<builtin>.locals": (s, calling) => addNames(s, calling, true),
  "<builtin>.type": (s, calling) => {
    if (calling.args.length === 1)
      s.each(at(calling, 0), (value) => addClass(s, value, calling.dst));
    else makeClass(s, calling, at(calling, 1), at(calling, 2));
    return true;
  },
  "<builtin>.super": superObject,
  "<builtin>.isinstance": (s, calling) => askMetaclass(s, calling, "__instancecheck__"),
  "<builtin>.issubclass": (s, calling) => askMetaclass(s, calling, "__subclasscheck__"),
  "<builtin>.object.__new__": (s, calling, receiver) => {
    const subject =
      receiver !== undefined && calling.args.length === 0 ? s.holding(receiver) : at(calling, 0);
    s.each(subject, (value) => {
      if (s.values.kind(value) !== Kind.class) return;
      s.flow.add(calling.dst, s.instance(s.values.first(value)));
    });
    return true;
  },
  "<builtin>.type.__call__": (s, calling, receiver) => {
    if (receiver !== undefined && s.values.kind(receiver) === Kind.class) {
      makeInstance(s, calling, receiver);
    }
    return true;
  },
  "<builtin>.type.__new__": (s, calling, receiver) => {
    // What a metaclass makes are the classes whose statements name it.
    const meta = at(calling, 0) === -1 ? s.holding(receiver ?? -1) : at(calling, 0);
    s.each(meta, (value) => {
      const made =
        s.values.kind(value) === Kind.class ? s.hierarchy.madeBy.get(s.values.first(value)) : [];
      for (const index of made ?? [s.values.first(value)]) {
        s.flow.add(calling.dst, s.classValue(index));
      }
      nameMembers(s, calling, made ?? []);
    });
    return true;
  },
  "<builtin>.type.__subclasses__": (s, calling, receiver) => {
    if (receiver === undefined || s.values.kind(receiver) !== Kind.class) return true;
    const list = s.object(calling.record, -22, "list");
    const rest = s.objectOf(list)?.rest ?? -1;
    for (const each of s.hierarchy.subclasses(s.values.first(receiver))) {
      s.flow.add(rest, s.classValue(each));
    }
    s.flow.add(calling.dst, list);
    return true;
  },
};

/**
 * Whether the name is the one that a `__getattribute__` was asked for, in the instance of it that serves
 * all who have none of their own: it tells no names apart, so they get the ordinary attribute directly.
 */
function isSharedHook(s: Solving, { origin, context }: Calling, name: number): boolean {
  if (origin < 0 || context > 0) return false;
  const scope = s.program.scopeOfSite(origin);
  if (s.program.scopeFacts(scope).name !== "__getattribute__") return false;
  const isAsked = s.functions.get(s.functions.of(scope)).parameters[1]?.variable === name;
  if (isAsked) s.functions.passing.set(scope, origin);
  return isAsked;
}

/** The variable of a positional argument; -1 where the call lacks it. */
export function at({ args }: Calling, position: number): number {
  const positional = args.filter(({ kind }) => kind === ArgumentKind.positional);
  return positional[position]?.variable ?? -1;
}

function store(
  s: Solving,
  calling: Calling,
  subject: number,
  name: number,
  isRaw = false,
): boolean {
  const src = at(calling, name + 1);
  if (subject === -1 || src === -1) return true;
  // A constant is there before anything moves.
  const isConstant = s.flow.size(at(calling, name)) === 1;
  eachText(s, at(calling, name), (text) => {
    const id = s.name(text);
    s.each(subject, (value) => {
      if (isRaw) s.flow.edge(src, s.field(value, id));
      else if (isConstant) storeNamed(s, { value, name: id, src, site: calling.origin });
      else storeComputed(s, { value, name: id, src, site: calling.origin });
    });
  });
  return true;
}

/** The module in which a call stands; -1 for one that reading an attribute makes. */
function moduleOf(s: Solving, { origin }: Calling): number {
  return origin < 0 ? -1 : s.program.moduleOfSite(origin);
}

function addClass(s: Solving, value: number, dst: number): void {
  switch (s.values.kind(value)) {
    case Kind.instance:
      if (s.values.isExact(value)) s.flow.add(dst, s.classValue(s.values.first(value)));
      else {
        for (const each of s.hierarchy.family(s.values.first(value))) {
          if (s.instantiated.has(each)) s.flow.add(dst, s.classValue(each));
        }
      }
      return;
    case Kind.externalInstance:
      s.flow.add(dst, s.external(s.values.first(value)));
      return;
    case Kind.literal:
      s.flow.add(dst, s.external(s.outside.builtin(literalClass(s.values.first(value)))));
      return;
    default:
  }
}

/** `isinstance(x, C)` asks the metaclass of C where that is ours, an abstract base class its `__subclasshook__`. */
function askMetaclass(s: Solving, calling: Calling, method: string): boolean {
  s.each(at(calling, 1), (value) => {
    if (s.values.kind(value) !== Kind.class) return;
    const hook = s.name("__subclasshook__");
    const meta = s.log.how("operator");
    if (findMember(s, s.hierarchy.order(s.values.first(value)), hook).variable !== -1) {
      s.call({ ...calling, dst: -1, callee: attributeOf(s, value, hook), meta });
    }
    for (const meta of metaclassesOf(s, s.values.first(value))) {
      const member = findMember(s, s.hierarchy.order(meta), s.name(method));
      if (member.variable === -1) continue;
      const callee = boundTo(s, member.variable, value);
      s.call({
        ...calling,
        dst: -1,
        callee,
        meta: s.log.how("operator"),
        args: calling.args.slice(0, 1),
      });
    }
  });
  return false;
}

/** The variable of the argument at a position or of a name; -1 where the call lacks it. */
export function argumentAt(
  s: Solving,
  calling: Calling,
  position: number,
  keyword: string,
): number {
  const named = keywordArgument(calling.args, s.name(keyword));
  return named?.variable ?? at(calling, position);
}

/** The names of the module; `isLocal`: only outside functions and classes, where the local names are these. */
function addNames(s: Solving, calling: Calling, isLocal = false): boolean {
  const module = moduleOf(s, calling);
  if (module === -1) return true;
  const scope = s.program.scopeOfSite(calling.origin);
  if (scope === s.program.scope(module, 0) || !isLocal) {
    s.flow.add(calling.dst, s.values.of(Kind.namespace, s.values.of(Kind.module, module)));
  } else if (s.program.callable(scope)) s.flow.add(calling.dst, localNames(s, calling, scope));
  return true;
}

/** `locals()` in a function: a new dict of what its names hold. */
function localNames(s: Solving, { record, context }: Calling, scope: number): number {
  const dict = s.object(record, -48, "dict", { isDisplay: true });
  const object = s.objectOf(dict);
  const module = s.program.moduleOf(scope);
  for (const [name, variable] of object ? s.program.scopeFacts(scope).names : []) {
    const key = s.textKey(s.program.name(module, name));
    if (object)
      s.flow.edge(s.variableIn(Math.max(context, 0), module, variable), s.slot(object, key));
  }
  return dict;
}
