import { positional } from "../../state/call-shapes.ts";
import { moduleValue, REPLACEMENT } from "../../state/module-names.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { storeInNamespace } from "../attributes/stores.ts";
import { hashAmong } from "./compared-elements.ts";
import { iterateValue } from "./elements.ts";
import { eachName, type ItemUse } from "./external-items.ts";
import { hashed, hashKey, isConstant, keyOf } from "./items.ts";
import { keyOfValue } from "./key-values.ts";
import { entriesOf } from "./own-entries.ts";
import { append, isFromEnd, isSliceKey, mayHold } from "./sequences.ts";

/** What is put under a key of a container, and taken away. */

/** `value[key] = src`; without a site it is an entry of a display. */
export function storeItem(s: Solving, value: number, src: number, use: ItemUse): void {
  const object = s.objectOf(value);
  if (object) {
    storeElement(s, object, src, use);
    return;
  }
  if (s.values.kind(value) === Kind.external) replaceModule(s, value, src, use);
  if (s.values.kind(value) === Kind.instance) {
    if (hashed(s, value, "__setitem__", [keyOf(s, use), src], use.site)) return;
    storeElement(s, entriesOf(s, value), src, use);
  } else if (s.values.kind(value) === Kind.namespace) {
    eachName(s, use, (name) => storeInNamespace(s, s.values.first(value), name, src, use.site));
  } else if (s.values.kind(value) === Kind.externalInstance && use.site !== -1) {
    const callee = attributeOf(s, value, s.name("__setitem__"));
    const args = [positional(keyOf(s, use)), positional(src)];
    s.call({ dst: -1, callee, origin: use.site, meta: s.log.how("operator"), args });
  }
}

/** `sys.modules[name] = x`: who imports the module gets x. */
function replaceModule(s: Solving, value: number, src: number, use: ItemUse): void {
  if (use.site === -1 || s.text(s.values.first(value)) !== "sys.modules") return;
  const importer = s.program.moduleOfSite(use.site);
  eachName(s, use, (name) => {
    s.flow.edge(src, s.field(moduleValue(s, s.text(name), importer), s.name(REPLACEMENT)));
  });
}

function storeElement(s: Solving, object: MadeObject, src: number, use: ItemUse): void {
  if (isSliceKey(s, use.key))
    s.each(src, (value) => iterateValue(s, value, object.rest, use.site, false));
  else if (isFromEnd(s, use.key) && object.kind !== "dict") {
    s.flow.edge(src, object.rest);
  } else if (isConstant(s, use)) {
    if (mayHold(s, object, use.key)) s.flow.edge(src, s.slot(object, use.key));
  } else {
    storeComputed(s, object, src, use.keyVariable, use.key);
    if (object.kind === "dict") s.flow.edge(use.keyVariable, object.keys);
    if (use.site !== -1 && object.kind !== "dict") hashKey(s, object, use);
    else hashTaken(s, use.keyVariable, object, use.site);
  }
  if (object.kind === "set") hashTaken(s, src, object, use.site);
}

/** What a set takes in, or a dict as a key; without a site it is an entry that needs no hashing. */
function hashTaken(s: Solving, taken: number, object: MadeObject, site: number): void {
  if (site !== -1) hashAmong(s, taken, object, site);
}

/** Under a computed key: the slots of the keys that it can be, any slot once it can be anything. */
export function storeComputed(
  s: Solving,
  object: MadeObject,
  src: number,
  key: number,
  member = -1,
): void {
  if (key === -1) {
    s.flow.edge(src, object.rest);
    return;
  }
  if (object.kind !== "dict") {
    storeInSequence(s, object, src, key);
    return;
  }
  s.each(key, (value) => {
    const constant = keyOfValue(s, value, member);
    s.flow.edge(src, constant === -1 ? object.rest : s.slot(object, constant));
  });
  s.late.push(() => {
    if (s.flow.isEmpty(key)) s.flow.edge(src, object.rest);
  });
}

/** Somewhere in the sequence, once the key can be a place in one. */
function storeInSequence(s: Solving, object: MadeObject, src: number, key: number): void {
  s.each(key, (value) => {
    const constant = keyOfValue(s, value);
    if (constant === -1 || mayHold(s, object, constant)) s.flow.edge(src, object.rest);
  });
  s.late.push(() => {
    if (s.flow.isEmpty(key)) s.flow.edge(src, object.rest);
  });
}

export function deleteItem(s: Solving, value: number, use: ItemUse): void {
  const object = s.objectOf(value);
  // What stands behind the element moves up.
  if (object?.kind === "list") append(s, object, object);
  hashed(s, value, "__delitem__", [keyOf(s, use)], use.site);
}
