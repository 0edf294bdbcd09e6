import type { HeldDisplay } from "../reader/held-displays.ts";
import { findOverlay, ownSlot } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
import { withoutParentheses } from "../tree/flat-tree.ts";
import { Kind } from "../tree/kinds.ts";

/** The held display that an expression names; undefined for all other expressions. */
export function heldUnder(reader: Reader, node: number): HeldDisplay | undefined {
  const { state, tree } = reader;
  // What runs perhaps, or again and again, changes nothing for certain.
  if (state.held.size === 0 || reader.conditionalDepth > 0 || node < 0) return undefined;
  const inner = withoutParentheses(tree, node);
  if (reader.kind(inner) !== Kind.identifier) return undefined;
  const name = reader.identifier(inner);
  if (findOverlay(state.overlay, name) >= 0) return undefined;
  const slot = ownSlot(state, name);
  return slot === undefined ? undefined : state.heldBy(slot);
}

/** Whether a display may be held by a target: a name of this scope, bound for certain. */
export function canHold(reader: Reader, target: number): boolean {
  const { state } = reader;
  if (reader.kind(target) !== Kind.identifier || reader.conditionalDepth > 0) return false;
  const slot = ownSlot(state, reader.identifier(target));
  return slot !== undefined && state.canHold(slot);
}

/** Writes records of a held display; what it does by itself runs nothing of the repository's. */
export function withinDisplay<Result>(reader: Reader, write: () => Result): Result {
  const { facts } = reader;
  const { beforeRunning } = facts;
  facts.beforeRunning = undefined;
  const result = write();
  facts.beforeRunning = beforeRunning;
  return result;
}
