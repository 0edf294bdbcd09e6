import { ContainerKind, Op, placeAround, StoreFlag } from "../constraints.ts";
import { newContainer } from "../expressions/displays.ts";
import { readKey } from "../expressions/keys.ts";
import { attributePath } from "../expressions/narrowing.ts";
import { storeHeldItem } from "../held/held-items.ts";
import type { Variable } from "../module-facts.ts";
import { bindName } from "../reader/name-access.ts";
import { pathsWithout } from "../reader/paths.ts";
import type { Reader } from "../reader/reader.ts";
import type { StoredAttributes } from "../reader/stored-attributes.ts";
import { childByField, childrenOf, firstChild, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** Where a target's names go: the scope's, unless a comprehension keeps them to itself. */
export type Binder = (name: string, value: Variable) => void;

/** Stores a value in a target: a name, an attribute, an item, or a list of targets. */
export function bindTarget(
  reader: Reader,
  target: number,
  value: Variable,
  bind: Binder = (name, bound) => bindName(reader, name, bound),
): void {
  if (target < 0) return;
  const { facts, tree } = reader;
  const node = withoutParentheses(tree, target);
  switch (reader.kind(node)) {
    case Kind.identifier:
      bind(reader.identifier(node), value);
      return;
    case Kind.attribute:
      storeAttribute(reader, node, value);
      return;
    case Kind.subscript: {
      if (storeHeldItem(reader, node, value)) return;
      const base = reader.expression(childByField(tree, node, Field.value));
      const { constant, key } = readKey(reader, node);
      facts.emit(Op.StoreItem, base, constant, key, value, reader.site(node));
      return;
    }
    case Kind.asPatternTarget:
    case Kind.listSplatPattern:
    case Kind.listSplat:
      bindTarget(reader, firstChild(tree, node), value, bind);
      return;
    case Kind.patternList:
    case Kind.tuplePattern:
    case Kind.listPattern:
    case Kind.tuple:
    case Kind.list:
    case Kind.expressionList:
      reader.nested(node, () => unpack(reader, node, value, bind));
      return;
    default:
      reader.expression(node);
  }
}

function storeAttribute(reader: Reader, node: number, value: Variable): void {
  const { facts, tree } = reader;
  const base = reader.expression(childByField(tree, node, Field.object));
  const name = childByField(tree, node, Field.attribute);
  if (name < 0) return;
  const word = reader.identifier(name);
  const operands = [base, facts.string(word), value, reader.site(node)];
  const flags = isInitial(reader, base, word) ? StoreFlag.initial : 0;
  const record = facts.emit(Op.StoreAttribute, ...operands, flags);
  noteStore(reader, node, { name: word, value, record, ran: facts.ran });
}

/** Follows what an attribute holds from here on; a store right before that nobody saw has passed. */
function noteStore(
  reader: Reader,
  node: number,
  stored: Parameters<StoredAttributes["store"]>[1],
): void {
  const { state, facts } = reader;
  const path = state.overlay === undefined ? attributePath(reader, node) : undefined;
  const unseen = state.stored.store(path, stored);
  state.paths = pathsWithout(state.paths, reader.source(node));
  if (unseen >= 0) facts.markPassing(unseen);
}

/** `self.hook = f` at the head of an initialiser, before anything can look for `hook` in the class. */
function isInitial({ state, facts }: Reader, base: Variable, name: string): boolean {
  const { scope, stored, callable } = state;
  const isFirst = facts.region === -1 && stored.startedAt === facts.ran && !stored.hasRead(name);
  return isFirst && scope.name === "__init__" && callable?.parameters[0]?.variable === base;
}

/** `a, *b, c = value`: fixed positions before the star, from the end behind it, in it what they leave. */
function unpack(reader: Reader, node: number, value: Variable, bind: Binder): void {
  const { facts, tree } = reader;
  const site = reader.site(node);
  const children = childrenOf(tree, node);
  let star = -1;
  for (const [index, child] of children.entries()) {
    const kind = reader.kind(child);
    const isStar = kind === Kind.listSplatPattern || kind === Kind.listSplat;
    if (isStar && star < 0) star = index;
    const element = facts.variable();
    const place = star < 0 ? index : placeAround(star, children.length - index, isStar);
    facts.emit(Op.Unpack, element, value, place, site);
    let item = element;
    if (isStar) {
      item = newContainer(reader, ContainerKind.list, child);
      facts.emit(Op.StoreItem, item, -1, -1, element, -1);
    }
    bindTarget(reader, child, item, bind);
  }
}
