import { aroundStar } from "../../../python/constraints.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { elementsInto } from "./joined-rows.ts";

/** Where in a list or tuple an element stands, as far as its display tells. */

/** The number behind the constant key of an element (`i:2`), -1 for other keys. */
export function positionOf(s: Solving, key: number): number {
  if (key === -1) return -1;
  const text = s.text(key);
  return /^i:\d+$/.test(text) ? Number(text.slice(2)) : -1;
}

/** Only a mapping has anything under a text or a class: of a sequence such a key is a mistake, so something else is meant. */
export function mayHold(s: Solving, { kind }: MadeObject, key: number): boolean {
  return kind === "dict" || s.text(key).startsWith("i:");
}

export function isSliceKey(s: Solving, key: number): boolean {
  return key !== -1 && /^slice(?::|$)/.test(s.text(key));
}

/** `sequence[1:3]`: a new sequence with the elements between the bounds, at their new positions. */
export function takeSlice(s: Solving, from: MadeObject, key: number, to: MadeObject): void {
  const [, low = "", high = ""] = s.text(key).split(":");
  const start = Number(low);
  const end = high === "" ? Number.POSITIVE_INFINITY : Number(high);
  const isPlain = s.text(key) !== "slice";
  s.flow.edge(from.rest, to.rest);
  s.eachSlot(from, (slot, variable) => {
    const position = positionOf(s, slot);
    if (!isPlain || position === -1) s.flow.edge(variable, to.rest);
    else if (position >= start && position < end) {
      s.flow.edge(variable, s.slot(to, s.name(`i:${position - start}`)));
    }
  });
}

/** `sequence[-1]`: counted from the end of the display, any element once others may follow it. */
export function loadFromEnd(s: Solving, object: MadeObject, key: number, dst: number): void {
  const back = Number(s.text(key).slice("i:-".length));
  const open = onceEverySlot(s, object, dst);
  if (object.lengths !== undefined) {
    s.each(object.lengths, (value) => {
      const length = s.values.isInteger(value) ? Number(s.text(s.values.second(value))) : -1;
      if (length === -1) open();
      else if (length >= back) s.flow.edge(s.slot(object, s.name(`i:${length - back}`)), dst);
    });
    return;
  }
  if (!object.isDisplay) open();
  s.each(object.rest, open);
  s.late.push(() => {
    let length = 0;
    s.eachSlot(object, (slot) => {
      length = Math.max(length, positionOf(s, slot) + 1);
    });
    if (length >= back) s.flow.edge(s.slot(object, s.name(`i:${length - back}`)), dst);
    else open();
  });
}

/** `first, *rest, last = sequence`: in and behind the star, counted from the end where the display is all there is. */
export function loadAround(s: Solving, object: MadeObject, index: number, dst: number): void {
  const { start, behind, isStar } = aroundStar(index);
  if (!object.isDisplay || (isStar && behind === 0)) {
    loadBetween(s, object, dst, start);
    return;
  }
  s.late.push(() => {
    if (!s.flow.isEmpty(object.rest)) {
      loadBetween(s, object, dst, start);
      return;
    }
    const end = (object.slots?.size ?? 0) - behind;
    loadBetween(s, object, dst, isStar ? start : Math.max(start, end), isStar ? end : end + 1);
  });
}

/** The elements from a position on, up to another one. */
function loadBetween(
  s: Solving,
  object: MadeObject,
  dst: number,
  start: number,
  end = Number.POSITIVE_INFINITY,
): void {
  s.flow.edge(object.rest, dst);
  s.eachSlot(object, (slot, variable) => {
    const position = positionOf(s, slot);
    if (position === -1 || (position >= start && position < end)) s.flow.edge(variable, dst);
  });
}

export function isFromEnd(s: Solving, key: number): boolean {
  return key !== -1 && s.text(key).startsWith("i:-");
}

/** `left + right`: the left elements keep their positions, whatever follows. */
export function startWith(s: Solving, left: MadeObject, to: MadeObject): void {
  s.flow.edge(left.rest, to.rest);
  s.eachSlot(left, (slot, variable) => s.flow.edge(variable, s.slot(to, slot)));
}

/** The right elements follow, somewhere where the left sequence is no display or may have grown. */
export function concatenate(s: Solving, left: MadeObject, right: MadeObject, to: MadeObject): void {
  if (!left.isDisplay) {
    append(s, right, to);
    return;
  }
  s.late.push(() => {
    if (!s.flow.isEmpty(left.rest)) append(s, right, to);
    else appendAt(s, right, to, left.slots?.size ?? 0);
  });
}

/** So far places are told apart: `row = [each] + row` in a loop has one more at every turn. */
const MAXIMAL_LENGTH = 32;

/** The elements of a sequence behind so many others. */
function appendAt(s: Solving, from: MadeObject, to: MadeObject, length: number): void {
  s.flow.edge(from.rest, to.rest);
  s.eachSlot(from, (slot, variable) => {
    const position = positionOf(s, slot);
    const isPlaced = position !== -1 && position + length < MAXIMAL_LENGTH;
    s.flow.edge(variable, isPlaced ? s.slot(to, s.name(`i:${position + length}`)) : to.rest);
  });
}

/** All elements of one sequence behind those of another. */
export function append(s: Solving, from: MadeObject, to: MadeObject): void {
  gatherElements(s, from, to.rest);
}

/** When it is first called: what stands in every place flows into `dst`, from now on too. */
export function onceEverySlot(s: Solving, object: MadeObject, dst: number): () => void {
  let isOpen = false;
  return () => {
    if (isOpen) return;
    isOpen = true;
    s.eachSlot(object, elementsInto(s, object, dst));
  };
}

/** Lets all elements of a container flow into one variable, wherever they stand. */
export function gatherElements(s: Solving, from: MadeObject, to: number): void {
  s.flow.edge(from.rest, to);
  s.eachSlot(from, elementsInto(s, from, to));
}
