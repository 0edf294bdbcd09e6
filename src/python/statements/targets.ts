import { ContainerKind, Op } from "../constraints.ts";
import { newContainer } from "../expressions/displays.ts";
import { readKey } from "../expressions/keys.ts";
import { storeHeldItem } from "../held/held-items.ts";
import type { Variable } from "../module-facts.ts";
import { bindName } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
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
  reader.state.forgetPaths(reader.source(node));
  facts.emit(
    Op.StoreAttribute,
    base,
    facts.string(reader.identifier(name)),
    value,
    reader.site(node),
  );
}

/** `a, *b, c = value`: fixed positions before the star; in it and behind it, any from its own on. */
function unpack(reader: Reader, node: number, value: Variable, bind: Binder): void {
  const { facts, tree } = reader;
  const site = reader.site(node);
  let star = -1;
  for (const [index, child] of childrenOf(tree, node).entries()) {
    const kind = reader.kind(child);
    const isStar = kind === Kind.listSplatPattern || kind === Kind.listSplat;
    if (isStar && star < 0) star = index;
    const element = facts.variable();
    facts.emit(Op.Unpack, element, value, star < 0 ? index : -2 - star, site);
    let item = element;
    if (isStar) {
      item = newContainer(reader, ContainerKind.list, child);
      facts.emit(Op.StoreItem, item, -1, -1, element, -1);
    }
    bindTarget(reader, child, item, bind);
  }
}
