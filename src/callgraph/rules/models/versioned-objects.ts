import { type Calling, positional } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";

/**
 * oslo.versionedobjects keeps a registry of classes: its decorator `register` calls the program's own
 * `registration_hook(cls, index)`, which usually gives the class properties and puts it under its name
 * into a package. Each class goes through the hook alone, or every name would mean every class.
 */
const BASE = "oslo_versionedobjects.base";
const REGISTER = `${BASE}.VersionedObjectRegistry.register`;

/** The base, and mix-ins of the library that may stand before it in a class's order. */
const NAMED = [
  "VersionedObject",
  "VersionedObjectDictCompat",
  "ComparableVersionedObject",
  "TimestampedObject",
  "ObjectListBase",
];

export const VERSIONED_OBJECTS: Readonly<Record<string, Builtin>> = {
  [REGISTER]: (s, calling, receiver) => {
    s.flow.edge(at(calling, 0), calling.dst);
    if (receiver === undefined || s.values.kind(receiver) !== Kind.class) return true;
    const registry = s.instance(s.values.first(receiver));
    s.each(at(calling, 0), (value) => {
      if (s.values.kind(value) !== Kind.class) return;
      callHook(s, calling, registry, value);
      s.flow.add(registeredIn(s), value);
    });
    return true;
  },
  [`${BASE}.VersionedObjectRegistry.obj_classes`]: listRegistered,
  [`${BASE}.VersionedObjectRegistry.register_if`]: (s, calling, receiver) => {
    if (receiver === undefined) return false;
    const register = s.external(s.outside.name(REGISTER));
    s.flow.add(calling.dst, s.values.of(Kind.bound, register, receiver));
    return true;
  },
  ...Object.fromEntries(NAMED.map((name) => [`${BASE}.${name}.obj_name`, objectName])),
};

/** All registries are one (https://docs.openstack.org/oslo.versionedobjects/latest/reference/base.html). */
function registeredIn(s: Solving): number {
  return s.field(s.external(s.outside.name(REGISTER)), s.name("<registered>"));
}

/** `Registry.obj_classes()`: under each name a list of the classes that bear it. */
function listRegistered(s: Solving, calling: Calling): boolean {
  const list = s.object(calling.record, -47, "list");
  const table = s.object(calling.record, -48, "dict");
  const [row, all] = [s.objectOf(list), s.objectOf(table)];
  if (!row || !all) return false;
  s.flow.edge(registeredIn(s), row.rest);
  s.flow.add(all.rest, list);
  s.flow.add(all.keys, s.builtinInstance("str"));
  s.flow.add(calling.dst, table);
  return true;
}

function objectName(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined) return false;
  const kind = s.values.kind(receiver);
  if (kind !== Kind.class && kind !== Kind.instance) return false;
  const owner = s.classValue(s.values.first(receiver));
  s.flow.edge(attributeOf(s, owner, s.name("__name__")), calling.dst);
  return true;
}

function callHook(s: Solving, calling: Calling, registry: number, registered: number): void {
  const meta = s.log.meta({ kind: "call", how: "argument", through: REGISTER });
  const args = [positional(s.holding(registered)), positional(s.holding(s.builtinInstance("int")))];
  s.each(attributeOf(s, registry, s.name("registration_hook")), (hook) => {
    s.call({ ...calling, dst: -1, callee: s.holding(ownHook(s, hook, registered)), args, meta });
  });
}

/** The instance of the hook that one class goes through. */
function ownHook(s: Solving, hook: number, registered: number): number {
  const method = s.values.kind(hook) === Kind.bound ? s.values.first(hook) : -1;
  if (method === -1 || s.values.kind(method) !== Kind.function) return hook;
  const own = s.initialiserFor(s.values.first(method), s.values.first(registered));
  return s.values.of(Kind.bound, s.values.of(Kind.function, own), s.values.second(hook));
}
