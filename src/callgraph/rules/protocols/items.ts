import { positional } from "../../state/call-shapes.ts";
import {
  definesMethod,
  derivesFrom,
  ENUM_BASES,
  hasMethod,
  metaclassesOf,
} from "../../state/class-members.ts";
import { memberNames, memberOf } from "../../state/enumerations.ts";
import type { MadeObject } from "../../state/objects.ts";
import { CONTAINERS } from "../../state/objects.ts";
import { passPlaces } from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { readTemplates } from "../attributes/computed-names.ts";
import { loadField } from "../attributes/named-tuple-members.ts";
import { callSpecialOf, unknownOperand } from "../classes/special-methods.ts";
import { askOutside, askOutsideForItem, protocolOf } from "../outside/protocol-calls.ts";
import { iterateValue, nextOf, placesOf } from "./elements.ts";
import { eachName, type ItemUse, loadFromExternal } from "./external-items.ts";
import { isMemberKey, keyOfValue } from "./key-values.ts";
import { isSettledKey } from "./missing-keys.ts";
import { entriesOf } from "./own-entries.ts";
import {
  isFromEnd,
  isSliceKey,
  loadAround,
  loadFromEnd,
  mayHold,
  onceEverySlot,
  positionOf,
  takeSlice,
} from "./sequences.ts";

/** `dst = value[key]`. */
export function loadItem(s: Solving, value: number, dst: number, use: ItemUse): void {
  switch (s.values.kind(value)) {
    case Kind.object:
      askOutsideForItem(s, value, () => keyOf(s, use), use.site);
      loadElement(s, s.objects.get(s.values.first(value)), dst, use);
      return;
    case Kind.instance:
      if (!hashed(s, value, "__getitem__", [keyOf(s, use)], use.site, dst)) {
        askOutsideForItem(s, value, () => keyOf(s, use), use.site);
        const isField = !isSliceKey(s, use.key) && loadField(s, value, positionOf(s, use.key), dst);
        if (!isField) loadElement(s, entriesOf(s, value), dst, use);
        if (!isSettledKey(s, use)) hashed(s, value, "__missing__", [keyOf(s, use)], use.site, dst);
      }
      return;
    case Kind.class:
      loadFromClass(s, value, dst, use);
      return;
    case Kind.namespace:
      eachName(s, use, (name) => s.flow.edge(attributeOf(s, s.values.first(value), name), dst));
      if (use.keyVariable !== -1) readTemplates(s, s.values.first(value), use.keyVariable, dst);
      return;
    case Kind.external:
      loadFromExternal(s, value, dst, use);
      return;
    case Kind.externalInstance: {
      const callee = attributeOf(s, value, s.name("__getitem__"));
      const meta = s.log.how("operator");
      s.call({ dst, callee, origin: use.site, meta, args: [positional(keyOf(s, use))] });
      // Part of a query is a query.
      if (isSliceKey(s, use.key) && protocolOf(s, value, "__getitem__") !== -1)
        s.flow.add(dst, value);
      return;
    }
    case Kind.result:
      s.flow.add(dst, value);
      return;
    default:
      // Part of a path, or of what names a file in a folder, still says where that lies.
      passPlaces(s, s.holding(value), dst);
  }
}

export function keyOf(s: Solving, { key, keyVariable }: ItemUse): number {
  if (isSliceKey(s, key)) return s.holding(s.builtinInstance("slice"));
  if (keyVariable !== -1) return keyVariable;
  const text = s.text(key);
  if (text.startsWith("s:")) return s.holding(s.string(text.slice(2)));
  return s.holding(s.builtinInstance(isSliceKey(s, key) ? "slice" : "int"));
}

export function hashed(
  s: Solving,
  value: number,
  method: string,
  args: readonly number[],
  origin: number,
  dst?: number,
): boolean {
  const call = { method, args, origin, how: "operator" as const };
  return callSpecialOf(s, value, dst === undefined ? call : { ...call, dst }) !== undefined;
}

function loadElement(s: Solving, object: MadeObject, dst: number, use: ItemUse): void {
  if (!CONTAINERS.has(object.kind)) return;
  if (isSliceKey(s, use.key)) {
    loadSlice(s, object, use.key, dst, use.site);
    return;
  }
  if (isConstant(s, use) && !mayHold(s, object, use.key)) return;
  s.flow.edge(object.rest, dst);
  if (isFromEnd(s, use.key) && object.kind !== "dict") loadFromEnd(s, object, use.key, dst);
  else if (isConstant(s, use)) s.flow.edge(s.slot(object, use.key), dst);
  else {
    loadComputed(s, object, dst, use.keyVariable, use.key, use.site);
    hashKey(s, object, use);
  }
}

/** A new sequence with what a slice takes; also one that `[1:2]` hands to a `__getitem__`. */
function loadSlice(s: Solving, object: MadeObject, key: number, dst: number, site: number): void {
  const part = s.object(site, -50 - key, object.kind === "tuple" ? "tuple" : "list");
  const to = s.objectOf(part);
  if (to) takeSlice(s, object, key, to);
  s.flow.add(dst, part);
}

export function isConstant(s: Solving, { key }: ItemUse): boolean {
  return key !== -1 && !isMemberKey(s, key);
}

/** Under a computed key: the slots of the keys that it can be, all slots once it can be anything. */
export function loadComputed(
  s: Solving,
  object: MadeObject,
  dst: number,
  key: number,
  member = -1,
  site = -1,
): void {
  const slice = s.builtinInstance("slice");
  const open = onceEverySlot(s, object, dst);
  if (key === -1) {
    open();
    return;
  }
  s.each(key, (value) => {
    const constant = keyOfValue(s, value, member);
    if (value === slice && site !== -1 && object.kind !== "dict") {
      loadSlice(s, object, s.name("slice"), dst, site);
    } else if (constant === -1) open();
    else if (!mayHold(s, object, constant)) return;
    else if (isFromEnd(s, constant) && object.kind !== "dict")
      loadFromEnd(s, object, constant, dst);
    else s.flow.edge(s.slot(object, constant), dst);
  });
  s.late.push(() => {
    if (s.flow.isEmpty(key)) open();
  });
}

/** Looking a key up in a mapping hashes it and may compare it; a sequence asks it for a number. */
export function hashKey(s: Solving, object: MadeObject, { keyVariable, site }: ItemUse): void {
  if (keyVariable === -1) return;
  if (object.kind !== "dict") {
    s.each(keyVariable, (key) => hashed(s, key, "__index__", [], site));
    return;
  }
  s.each(keyVariable, (key) => {
    hashed(s, key, "__hash__", [], site);
    hashed(s, key, "__eq__", [unknownOperand(s)], site);
  });
}

function loadFromClass(s: Solving, value: number, dst: number, use: ItemUse): void {
  let isAnswered = definesMethod(s, s.values.first(value), "__class_getitem__");
  const callee = attributeOf(s, value, s.name("__class_getitem__"));
  const meta = s.log.how("operator");
  s.call({ dst, callee, origin: use.site, meta, args: [positional(keyOf(s, use))] });
  for (const each of metaclassesOf(s, s.values.first(value))) {
    isAnswered ||= definesMethod(s, each, "__getitem__");
    const bound = s.flow.variable();
    s.each(attributeOf(s, s.classValue(each), s.name("__getitem__")), (method) => {
      s.flow.add(bound, s.values.of(Kind.bound, method, value));
    });
    s.call({ dst, callee: bound, origin: use.site, meta, args: [positional(keyOf(s, use))] });
  }
  const index = s.values.first(value);
  if (derivesFrom(s, index, ENUM_BASES)) {
    const named = use.key === -1 ? -1 : s.name(s.text(use.key).slice(2));
    const members = memberNames(s, index).filter((name) => named === -1 || name === named);
    for (const name of members) s.flow.add(dst, memberOf(s, index, name));
    if (members.length > 0) return;
  }
  if (isAnswered) return;
  // `Generic[T]`: the class still stands for what it makes.
  s.flow.add(dst, value);
}

/** One target of an unpacking assignment. */
export function unpack(s: Solving, value: number, dst: number, index: number, site: number): void {
  const object = s.objectOf(value);
  if (!object || index === -1 || object.kind === "dict") {
    const place = placesOf(s, value)[index] ?? -1;
    if (place !== -1) {
      iterateValue(s, value, -1, site, false);
      s.flow.edge(place, dst);
      return;
    }
    if (loadField(s, value, Math.max(index, -1), dst)) return;
    if (!unpackIterator(s, value, dst, index, site)) iterateValue(s, value, dst, site, false);
    return;
  }
  askOutside(s, value, "__iter__", { origin: site, how: "iteration" });
  if (index < -1) {
    loadAround(s, object, index, dst);
    return;
  }
  s.flow.edge(object.rest, dst);
  s.flow.edge(s.slot(object, s.name(`i:${index}`)), dst);
}

/** An object whose `__iter__` gives something with places; false for all others. */
function unpackIterator(
  s: Solving,
  value: number,
  dst: number,
  index: number,
  site: number,
): boolean {
  if (index < 0 || !hasMethod(s, value, "__iter__")) return false;
  const iterators = s.flow.variable();
  const call = { args: [], origin: site, how: "iteration" as const, dst: iterators };
  callSpecialOf(s, value, { ...call, method: "__iter__" });
  s.each(iterators, (iterator) => {
    if (s.values.kind(iterator) === Kind.instance) nextOf(s, iterator, dst, site, "__next__");
    else unpack(s, iterator, dst, index, site);
  });
  return true;
}

/** All of one container's elements into another: `[*src]`, `{**src}`, a comprehension's results. */
export function extend(s: Solving, value: number, container: number, site: number): void {
  const source = s.objectOf(value);
  const elements = s.flow.variable();
  if (source?.kind !== "dict") iterateValue(s, value, elements, site, false);
  s.each(container, (each) => {
    const target = s.objectOf(each);
    if (!target) return;
    if (source && target.kind === "dict" && source.kind === "dict") mergeMapping(s, source, target);
    else if (source?.kind === "dict") iterateValue(s, value, target.rest, site, false);
    else s.flow.edge(elements, target.rest);
  });
}

export function mergeMapping(s: Solving, source: MadeObject, target: MadeObject): void {
  if (source === target) return;
  s.flow.edge(source.rest, target.rest);
  s.flow.edge(source.keys, target.keys);
  s.eachSlot(source, (key, variable) => s.flow.edge(variable, s.slot(target, key)));
}

/** `left | right`: a new mapping in which the right one's entries count where both have the key. */
export function mergeOver(s: Solving, left: MadeObject, right: MadeObject, to: MadeObject): void {
  mergeMapping(s, right, to);
  s.flow.edge(left.rest, to.rest);
  s.flow.edge(left.keys, to.keys);
  // Which keys the right one has is known when everything else is.
  s.late.push(() => {
    s.eachSlot(left, (key, variable) => {
      if (s.flow.isEmpty(right.slots?.get(key) ?? -1)) s.flow.edge(variable, s.slot(to, key));
    });
  });
}
