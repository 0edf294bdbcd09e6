import { ContainerKind, Op } from "../constraints.ts";
import { newContainer } from "../expressions/displays.ts";
import { constantKey } from "../expressions/literals.ts";
import { binaryOperation } from "../expressions/operators.ts";
import type { Variable } from "../module-facts.ts";
import {
  type Content,
  type HeldDisplay,
  slicedValues,
  storeContent,
  valueAt,
  withoutValue,
  withValue,
} from "../reader/held-displays.ts";
import { bindName } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
import { childByField, childrenByField, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { heldUnder, withinDisplay } from "./held-names.ts";

/** `display[key]` of a held display: the very value, or a new display for a slice; -1 where not known. */
export function loadHeldItem(reader: Reader, node: number): Variable {
  const item = heldItem(reader, node);
  if (item === undefined) return -1;
  const { content } = item.display;
  return item.slice === undefined
    ? (valueAt(content, item.key) ?? -1)
    : sliceOfDisplay(reader, node, content, item.slice);
}

/** The same of a display that stands in front of the brackets: `[f, g][0]`; `key` as written, or -1. */
export function itemOfDisplay(
  reader: Reader,
  node: number,
  content: Content,
  key: number,
): Variable {
  const [subscript] = childrenByField(reader.tree, node, Field.subscript);
  if (subscript !== undefined && reader.kind(subscript) === Kind.slice) {
    return sliceOfDisplay(reader, node, content, reader.source(subscript));
  }
  return valueAt(content, reader.facts.strings[key] ?? "") ?? -1;
}

function sliceOfDisplay(reader: Reader, node: number, content: Content, slice: string): Variable {
  const values = content.shape === "sequence" ? slicedValues(content.values, slice) : undefined;
  if (values === undefined || content.shape !== "sequence") return -1;
  const part = newContainer(reader, content.kind, node);
  const sliced: Content = { ...content, values };
  storeContent(reader.facts, part, sliced);
  reader.display = { variable: part, content: sliced };
  return part;
}

/** `display[key] = value`; false where what it leaves is not known. */
export function storeHeldItem(reader: Reader, node: number, value: Variable): boolean {
  const item = heldItem(reader, node);
  if (item === undefined) return false;
  const { content } = item.display;
  const next =
    item.slice === undefined
      ? withValue(content, item.key, { key: item.keyVariable, value })
      : replaced(content, item.slice, reader.contentOf(value));
  if (next === undefined) return false;
  change(reader, item, next, Op.StoreItem, value);
  return true;
}

/** `del display[key]`; false where what it leaves is not known. */
export function deleteHeldItem(reader: Reader, node: number): boolean {
  const item = heldItem(reader, node);
  const next = item?.slice === undefined && item && withoutValue(item.display.content, item.key);
  if (item === undefined || !next) return false;
  change(reader, item, next, Op.DeleteItem);
  return true;
}

/** `list += [a]`, `dict |= {…}` with a display on the right; -1 for everything else. */
export function extendHeld(
  reader: Reader,
  target: number,
  node: number,
  operator: string,
): Variable {
  const right = childByField(reader.tree, node, Field.right);
  const display = heldUnder(reader, target);
  if (display === undefined || !DISPLAYS.has(reader.kind(right))) return -1;
  const value = reader.expression(right);
  const by = reader.contentOf(value);
  const next = by && joined(display.content, by, operator);
  // A tuple is not changed: other names keep the old one.
  const isShared = reader.state.namesOf(display).length > 1;
  if (!reader.state.held.has(display.variable) || isShared || next === undefined) {
    const result = binaryOperation(reader, operator, reader.expression(target), value, node, true);
    bindName(reader, reader.identifier(withoutParentheses(reader.tree, target)), result);
    return result;
  }
  const left = display.variable;
  const site = reader.site(node);
  reader.state.held.set(left, { ...display, content: next, changedAt: site });
  return withinDisplay(reader, () => binaryOperation(reader, operator, left, value, node, true));
}

const DISPLAYS: ReadonlySet<number> = new Set<number>([Kind.list, Kind.tuple, Kind.dictionary]);

function joined(content: Content, by: Content, operator: string): Content | undefined {
  if (content.shape === "mapping") {
    const isMerge = operator === "|" && by.shape === "mapping";
    const entries = isMerge ? [...content.entries, ...by.entries] : [];
    return isMerge ? { ...content, entries: new Map(entries) } : undefined;
  }
  const isConcatenation = operator === "+" && by.shape === "sequence";
  return isConcatenation ? { ...content, values: [...content.values, ...by.values] } : undefined;
}

interface HeldItem {
  readonly display: HeldDisplay;
  readonly node: number;
  /** The constant key, and what is written between the brackets where that is a slice. */
  readonly key: string;
  readonly keyVariable: Variable;
  readonly slice: string | undefined;
}

const PLAIN_KEYS: ReadonlySet<number> = new Set([Kind.identifier, Kind.true, Kind.false]);

function heldItem(reader: Reader, node: number): HeldItem | undefined {
  const display = heldUnder(reader, childByField(reader.tree, node, Field.value));
  const [subscript, another] = childrenByField(reader.tree, node, Field.subscript);
  if (display === undefined || subscript === undefined || another !== undefined) return undefined;
  if (reader.kind(subscript) === Kind.slice) {
    const slice = reader.source(subscript);
    return { display, node, key: "slice", keyVariable: -1, slice };
  }
  // Only what can be read twice: the key is read again where the item is not known.
  const isPlain = PLAIN_KEYS.has(reader.kind(subscript));
  if (!isPlain && constantKey(reader, subscript) === undefined) return undefined;
  const keyVariable = reader.expression(subscript);
  const key = reader.facts.constantKey(keyVariable);
  const isHeld = reader.state.held.has(display.variable);
  if (key === undefined || !isHeld) return undefined;
  return { display, node, key, keyVariable, slice: undefined };
}

/** `list[:] = [a, b]`. */
function replaced(content: Content, slice: string, by: Content | undefined): Content | undefined {
  const isWhole = /^\s*:\s*$/.test(slice);
  const isList = content.shape === "sequence" && content.kind === ContainerKind.list;
  return isWhole && isList && by?.shape === "sequence"
    ? { ...content, values: by.values }
    : undefined;
}

function change(
  reader: Reader,
  { display, node, key, keyVariable }: HeldItem,
  content: Content,
  operation: number,
  value?: Variable,
): void {
  const { facts, state } = reader;
  const site = reader.site(node);
  const operands = [display.variable, facts.string(key), keyVariable];
  if (value !== undefined) operands.push(value);
  withinDisplay(reader, () => facts.emit(operation, ...operands, site));
  state.held.set(display.variable, { ...display, content, changedAt: site });
}
