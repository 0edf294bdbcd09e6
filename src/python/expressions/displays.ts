import { ContainerKind, Op } from "../constraints.ts";
import { heldUnder } from "../held/held-names.ts";
import type { Variable } from "../module-facts.ts";
import { type Content, type Entry, HELD_LIMIT, storeContent } from "../reader/held-displays.ts";
import type { Reader } from "../reader/reader.ts";
import { childByField, childrenOf, firstChild, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { isPlainLiteral } from "./literals.ts";
import { memberKey } from "./member-keys.ts";

/** Plain literals behind this many entries of one display are data, not dispatch tables. */
const LITERAL_ENTRIES = 1000;

export function newContainer(reader: Reader, kind: number, node: number): Variable {
  const result = reader.facts.variable();
  reader.facts.emit(Op.Container, result, kind, reader.site(node));
  return result;
}

export const readList = (reader: Reader, node: number): Variable =>
  readSequence(reader, node, ContainerKind.list);

export const readTuple = (reader: Reader, node: number): Variable =>
  readSequence(reader, node, ContainerKind.tuple);

export const readSet = (reader: Reader, node: number): Variable =>
  readSequence(reader, node, ContainerKind.set);

function readSequence(reader: Reader, node: number, kind: number): Variable {
  const container = newContainer(reader, kind, node);
  const elements = childrenOf(reader.tree, node);
  const values = storeElements(reader, container, elements, kind !== ContainerKind.set);
  reader.display = values && { variable: container, content: { shape: "sequence", kind, values } };
  return container;
}

/** Elements with their index, until a starred one makes the index unknown; all of them where each is known. */
export function storeElements(
  reader: Reader,
  container: Variable,
  elements: readonly number[],
  isIndexed: boolean,
): readonly Variable[] | undefined {
  const { facts } = reader;
  const values: Variable[] = [];
  let isKnown = isIndexed;
  const siteOf = (element: number) => (isIndexed ? -1 : hashingSite(reader, element));
  const store = (value: Variable, site = -1): void => {
    const key = isKnown ? facts.string(`i:${values.length}`) : -1;
    facts.emit(Op.StoreItem, container, key, -1, value, site);
    values.push(value);
  };
  for (const [index, element] of elements.entries()) {
    const starred = starredPart(reader, withoutParentheses(reader.tree, element));
    if (starred >= 0) {
      const known = spreadInto(reader, container, element, spreadOf(reader, starred));
      for (const value of known ?? []) store(value);
      isKnown &&= known !== undefined;
    } else if (index < LITERAL_ENTRIES || !isPlainLiteral(reader.kind(element))) {
      store(reader.expression(element), siteOf(element));
    } else {
      values.push(-1);
    }
  }
  return isKnown && elements.length <= HELD_LIMIT ? values : undefined;
}

/** What a set takes in, or a dict as a key, is hashed there; -1 for literals. */
function hashingSite(reader: Reader, element: number): number {
  return isPlainLiteral(reader.kind(element)) ? -1 : reader.site(element);
}

/** The values that a starred element adds one by one; undefined where they are not known. */
function spreadInto(
  reader: Reader,
  container: Variable,
  element: number,
  spread: Spread,
): readonly Variable[] | undefined {
  if ("values" in spread) return spread.values;
  reader.facts.emit(Op.Extend, container, spread.source, reader.site(element));
  return undefined;
}

type Spread = { readonly values: readonly Variable[] } | { readonly source: Variable };

/** The values of a display that is known, else the variable that is spread. */
function spreadOf(reader: Reader, starred: number): Spread {
  const held = heldUnder(reader, starred)?.content;
  if (held?.shape === "sequence") return held;
  const source = reader.expression(starred);
  const content = reader.contentOf(source);
  return content?.shape === "sequence" ? content : { source };
}

/**
 * What a starred element spreads, -1 for other elements. The grammar binds the star tighter than the
 * call in `[*f()]`: then the whole element is what is spread, and the star in it is passed over.
 */
function starredPart(reader: Reader, element: number): number {
  const { tree } = reader;
  if (isSplat(reader.kind(element))) return firstChild(tree, element);
  let head = element;
  while (HEADED.has(reader.kind(head))) {
    const next = firstChild(tree, head);
    if (next < 0 || tree.start[next] !== tree.start[element]) return -1;
    head = next;
  }
  return isSplat(reader.kind(head)) ? element : -1;
}

const HEADED: ReadonlySet<number> = new Set<number>([Kind.call, Kind.attribute, Kind.subscript]);

function isSplat(kind: number): boolean {
  return kind === Kind.listSplat || kind === Kind.listSplatPattern;
}

export function readDictionary(reader: Reader, node: number): Variable {
  const { facts, tree } = reader;
  const container = newContainer(reader, ContainerKind.dict, node);
  const entries = new Map<string, Entry>();
  let isExact = true;
  let count = 0;
  for (const child of childrenOf(tree, node)) {
    if (reader.kind(child) === Kind.dictionarySplat) {
      isExact = spreadMapping(reader, container, child, entries) && isExact;
    } else if (reader.kind(child) === Kind.pair) {
      if (++count > LITERAL_ENTRIES && isPlainPair(reader, child)) continue;
      isExact = readEntry(reader, container, child, entries) && isExact;
    } else {
      reader.expression(child);
    }
  }
  const content: Content = { shape: "mapping", entries };
  storeContent(facts, container, content);
  const isKnown = isExact && entries.size <= HELD_LIMIT && count <= LITERAL_ENTRIES;
  reader.display = isKnown ? { variable: container, content } : undefined;
  return container;
}

/** `**mapping` in a display: false where its keys are not known. */
function spreadMapping(
  reader: Reader,
  container: Variable,
  node: number,
  entries: Map<string, Entry>,
): boolean {
  const operand = firstChild(reader.tree, node);
  const held = heldUnder(reader, operand)?.content;
  const source = held === undefined ? reader.expression(operand) : -1;
  const content = held ?? reader.contentOf(source);
  if (content?.shape !== "mapping") {
    reader.facts.emit(Op.Extend, container, source, reader.site(node));
    return false;
  }
  for (const [key, entry] of content.entries) entries.set(key, entry);
  return true;
}

/** An entry under a constant key replaces those before it; false where the key is not constant. */
function readEntry(
  reader: Reader,
  container: Variable,
  pair: number,
  entries: Map<string, Entry>,
): boolean {
  const { constant, entry } = readKeyAndValue(reader, pair);
  if (constant === undefined) storePair(reader, container, pair, entry);
  else entries.set(constant, entry);
  return constant !== undefined;
}

interface KeyedEntry {
  readonly constant: string | undefined;
  readonly entry: Entry;
}

function readKeyAndValue(reader: Reader, pair: number): KeyedEntry {
  const key = reader.expression(childByField(reader.tree, pair, Field.key));
  const constant = reader.constantKey(key);
  const value = reader.expression(childByField(reader.tree, pair, Field.value));
  return { constant, entry: { key, value } };
}

function storePair(
  reader: Reader,
  container: Variable,
  pair: number,
  { key, value }: Entry,
  constant = memberKey(reader, childByField(reader.tree, pair, Field.key)),
): void {
  const index = constant === undefined ? -1 : reader.facts.string(constant);
  const node = childByField(reader.tree, pair, Field.key);
  const site = constant === undefined ? hashingSite(reader, node) : -1;
  reader.facts.emit(Op.StoreItem, container, index, key, value, site);
}

/** Key and value of a dict comprehension go into the dict. */
export function readPair(reader: Reader, container: Variable, pair: number): void {
  const { constant, entry } = readKeyAndValue(reader, pair);
  storePair(reader, container, pair, entry, constant);
}

function isPlainPair(reader: Reader, pair: number): boolean {
  const key = childByField(reader.tree, pair, Field.key);
  const value = childByField(reader.tree, pair, Field.value);
  return isPlainLiteral(reader.kind(key)) && isPlainLiteral(reader.kind(value));
}
