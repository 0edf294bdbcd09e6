import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { compareWith, hashAmong } from "../protocols/compared-elements.ts";
import { keyValue } from "../protocols/elements.ts";
import { loadComputed, loadItem } from "../protocols/items.ts";
import { containerOf } from "../protocols/own-entries.ts";
import { gatherElements } from "../protocols/sequences.ts";
import { storeComputed, storeItem } from "../protocols/stored-items.ts";

/** One call to which a model is applied. */
export interface Application {
  readonly s: Solving;
  readonly calling: Calling;
  readonly receiver: number | undefined;
  /** Name of the callee: containers that it makes bear it as their class. */
  readonly className: number;
}

export const positionals = ({ calling }: Application) =>
  calling.args.filter(({ kind }) => kind === ArgumentKind.positional);

export function argument(a: Application, position: number): number {
  return positionals(a)[position]?.variable ?? -1;
}

/** What a call hashes or compares with what its receiver holds, or hashes one beside the other. */
export function meet(a: Application, sought: number, isHashed: boolean, isInSelf: boolean): number {
  const items = held(a);
  if (isHashed && sought !== -1)
    hashAmong(a.s, sought, isInSelf ? items : undefined, a.calling.origin);
  else if (items && sought !== -1) compareWith(a.s, items, sought, a.calling.origin);
  return -1;
}

/** The receiver as a container; undefined where it is none. */
const held = ({ s, receiver }: Application): MadeObject | undefined =>
  receiver === undefined ? undefined : containerOf(s, receiver);

export function withContainer(a: Application, action: (object: MadeObject) => void): void {
  const object = held(a);
  if (object) action(object);
}

export function allItems(a: Application): number {
  const { s } = a;
  const object = held(a);
  if (!object) return -1;
  const variable = s.flow.variable();
  gatherElements(s, object, variable);
  return variable;
}

export function keys(a: Application): number {
  const { s } = a;
  const object = held(a);
  if (!object) return -1;
  const variable = s.flow.variable();
  s.flow.edge(object.keys, variable);
  s.eachSlot(object, (key) => {
    const literal = keyValue(s, key);
    if (literal !== -1) s.flow.add(variable, literal);
  });
  return variable;
}

/** Items under the keys that argument 0 can be; all of them when a key is not constant. */
export function itemUnderKey(a: Application): number {
  const { s, receiver } = a;
  const object = held(a);
  const key = argument(a, 0);
  const variable = s.flow.variable();
  if (isNamespace(a)) {
    loadItem(s, receiver ?? -1, variable, { key: -1, keyVariable: key, site: a.calling.origin });
    return variable;
  }
  if (!object || key === -1) return allItems(a);
  s.flow.edge(object.rest, variable);
  loadComputed(s, object, variable, key);
  return variable;
}

export function storeUnderKey(a: Application, variable: number): void {
  const { s, receiver } = a;
  const object = held(a);
  const key = argument(a, 0);
  if (isNamespace(a)) {
    storeItem(s, receiver ?? -1, variable, { key: -1, keyVariable: key, site: a.calling.origin });
  }
  if (!object || key === -1) return;
  s.flow.edge(key, object.keys);
  storeComputed(s, object, variable, key);
}

/** `vars(x).get(name)`: the items of such a mapping are attributes. */
const isNamespace = ({ s, receiver }: Application): boolean =>
  receiver !== undefined && s.values.kind(receiver) === Kind.namespace;
