import type { Hierarchy } from "../program/hierarchy.ts";
import type { Outside } from "./outside.ts";
import { Kind, type Values } from "./values.ts";

/** What is known of classes and their objects. */
interface Classes {
  readonly values: Values;
  readonly hierarchy: Hierarchy;
  readonly outside: Outside;
  text(name: number): string;
}

/** Whether a value can be the `self` or `cls` of a class's methods: an instance (also of a broader kind), a subclass, a metaclass's class. */
export function isReceiver(s: Classes, owner: number, value: number): boolean {
  const kind = s.values.kind(value);
  if (s.values.isOutside(value)) return true;
  const index = s.values.first(value);
  if (kind === Kind.class) {
    return s.hierarchy.isSubclass(index, owner) || isMetaclass(s, owner);
  }
  if (kind !== Kind.instance) return false;
  if (s.hierarchy.isSubclass(index, owner)) return true;
  return !s.values.isExact(value) && s.hierarchy.isSubclass(owner, index);
}

/** Whether classes are instances of the class, as far as its bases are known. */
function isMetaclass(s: Classes, index: number): boolean {
  return s.hierarchy.order(index).some((ancestor) => {
    if (ancestor >= 0) return false;
    return !s.outside.symbol(-1 - ancestor) || s.text(-1 - ancestor) === "<builtin>.type";
  });
}
