import { ContainerKind, Op } from "./constraints.ts";
import { childByField, childrenOf, firstChild, withoutParentheses } from "./flat-tree.ts";
import { Field, Kind } from "./kinds.ts";
import { constantKey, isPlainLiteral } from "./literals.ts";
import type { Variable } from "./module-facts.ts";
import type { Reader } from "./reader.ts";

/** Plain literals behind this many entries of one display are data, not dispatch tables. */
const LITERAL_ENTRIES = 1000;

const NONE: ReadonlySet<string> = new Set();

/** Keys under which a display's entries are replaced before they can be read. */
function replacedIn({ overwritten }: Reader, node: number): ReadonlySet<string> {
  return overwritten?.display === node ? overwritten.keys : NONE;
}

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
  storeElements(reader, container, elements, kind !== ContainerKind.set, replacedIn(reader, node));
  return container;
}

/** Elements with their index, until a starred one makes the index unknown. */
export function storeElements(
  reader: Reader,
  container: Variable,
  elements: readonly number[],
  isIndexed: boolean,
  replaced: ReadonlySet<string> = NONE,
): void {
  let isKnown = isIndexed;
  for (const [index, element] of elements.entries()) {
    const starred = starredPart(reader, withoutParentheses(reader.tree, element));
    if (starred >= 0) {
      const source = reader.expression(starred);
      reader.facts.emit(Op.Extend, container, source, reader.site(element));
      isKnown = false;
    } else if (index < LITERAL_ENTRIES || !isPlainLiteral(reader.kind(element))) {
      const value = reader.expression(element);
      if (isKnown && replaced.has(`i:${index}`)) continue;
      const key = isKnown ? reader.facts.string(`i:${index}`) : -1;
      reader.facts.emit(Op.StoreItem, container, key, -1, value, -1);
    }
  }
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
  const last = lastPairs(reader, node);
  let entries = 0;
  for (const child of childrenOf(tree, node)) {
    if (reader.kind(child) === Kind.dictionarySplat) {
      const source = reader.expression(firstChild(tree, child));
      facts.emit(Op.Extend, container, source, reader.site(child));
    } else if (reader.kind(child) === Kind.pair) {
      if (++entries > LITERAL_ENTRIES && isPlainPair(reader, child)) continue;
      readPair(reader, container, child, last);
    } else {
      reader.expression(child);
    }
  }
  return container;
}

/** Constant key → the last pair that has it: an earlier one is replaced by it, as by a later statement (-1). */
function lastPairs(reader: Reader, node: number): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const child of childrenOf(reader.tree, node)) {
    if (reader.kind(child) !== Kind.pair) continue;
    const key = constantKey(reader, childByField(reader.tree, child, Field.key));
    if (key !== undefined) last.set(key, child);
  }
  for (const key of replacedIn(reader, node)) last.set(key, -1);
  return last;
}

/** Key and value of a dict display or comprehension go into the dict. */
export function readPair(
  reader: Reader,
  container: Variable,
  pair: number,
  last?: ReadonlyMap<string, number>,
): void {
  const keyNode = childByField(reader.tree, pair, Field.key);
  const key = reader.expression(keyNode);
  const value = reader.expression(childByField(reader.tree, pair, Field.value));
  const constant = constantKey(reader, keyNode);
  if (constant !== undefined && last !== undefined && last.get(constant) !== pair) return;
  const constantIndex = constant === undefined ? -1 : reader.facts.string(constant);
  reader.facts.emit(Op.StoreItem, container, constantIndex, key, value, -1);
}

function isPlainPair(reader: Reader, pair: number): boolean {
  const key = childByField(reader.tree, pair, Field.key);
  const value = childByField(reader.tree, pair, Field.value);
  return isPlainLiteral(reader.kind(key)) && isPlainLiteral(reader.kind(value));
}
