import type { Ancestor } from "../../program/hierarchy.ts";
import { findMember } from "../../state/class-members.ts";
import { Rule } from "../../state/rules.ts";
import type { Solving } from "../../state/solving.ts";
import { readExternalMember } from "../outside/external-attributes.ts";

interface ReadOfMember {
  readonly name: number;
  /** What the member is bound to. */
  readonly receiver: number;
  readonly attribute: number;
  /** `super()`: the class behind which the search starts. */
  readonly start?: number;
}

/**
 * Binds what a class has under a name to the receiver; false when no class has it. Where the class
 * may have several orders, what each of them finds first counts: a class statement in a function may
 * be carried out with another base each time, of which some are found while others are read already.
 */
export function readMember(s: Solving, index: number, read: ReadOfMember): boolean {
  const known = new Set<number>();
  const lookUp = (): boolean => {
    let found = false;
    for (const order of s.hierarchy.alternatives(index)) {
      found = readInOrder(s, behind(s, order, read), read, known) || found;
    }
    return found;
  };
  const scope = s.program.classScopes[index] as number;
  const mayChange = s.program.callable(s.program.parent(scope)) || s.hierarchy.isOpen(index);
  if (mayChange) s.hierarchy.whenChanged(index, lookUp);
  return lookUp();
}

export function bindFrom(
  s: Solving,
  from: number,
  receiver: number,
  owner: number,
  to: number,
): void {
  s.flow.watch(from, s.record(Rule.bind, to, receiver, owner));
}

/** What `super()` searches in an order of its receiver: all behind a class. */
export function orderBehind(
  s: Solving,
  order: readonly Ancestor[],
  start: number,
): readonly Ancestor[] {
  const at = order.indexOf(start);
  return at === -1 ? s.hierarchy.order(start).slice(1) : order.slice(at + 1);
}

function behind(
  s: Solving,
  order: readonly Ancestor[],
  { start }: ReadOfMember,
): readonly Ancestor[] {
  return start === undefined ? order : orderBehind(s, order, start);
}

/** `known`: members that other orders have found. */
function readInOrder(
  s: Solving,
  order: readonly Ancestor[],
  { name, receiver, attribute }: ReadOfMember,
  known: Set<number>,
): boolean {
  const member = findMember(s, order, name);
  const index = order.find((ancestor) => ancestor >= 0);
  if (index !== undefined && known.size === 0) {
    s.classStores.read(name, { index, name, attribute, receiver });
  }
  const key = member.variable === -1 ? -1 - member.external : member.variable;
  const isNew = !known.has(key);
  known.add(key);
  if (member.variable !== -1) {
    if (isNew) bindFrom(s, s.moments.seen(member.variable), receiver, member.owner, attribute);
    return true;
  }
  if (member.external === -1) return false;
  if (isNew) readExternalMember(s, member.external, receiver, attribute);
  return s.outside.symbol(member.external) !== undefined;
}
