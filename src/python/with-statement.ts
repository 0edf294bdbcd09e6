import { Op } from "./constraints.ts";
import { childByField, childOfKind, childrenOf, firstChild } from "./flat-tree.ts";
import { Field, Kind } from "./kinds.ts";
import type { Reader } from "./reader.ts";
import { slotsBoundIn } from "./scopes.ts";
import { bindTarget } from "./targets.ts";

/** `with a as x, b as y:`: entered in order, left in reverse; each is a region around what follows. */
export function readWith(reader: Reader, node: number): void {
  const { tree, state } = reader;
  const body = childByField(tree, node, Field.body);
  const clause = childOfKind(tree, node, Kind.withClause);
  const isAsync = reader.text.startsWith("async", tree.start[node]);
  const items = clause < 0 ? [] : managersOf(reader, clause);
  const entry = state.snapshot();
  const mayEnd = body >= 0 && mayEndPath(reader, body);
  const phis = state.openPhis(mayEnd ? slotsBoundIn(tree, state.scope, node) : []);
  state.watch(phis);
  readItems(reader, node, items, isAsync, body);
  state.unwatch();
  if (state.isLive) return;
  // The manager may swallow what ended the body (`assertRaises`, `suppress`): go on from anywhere in it.
  state.restore(entry);
  state.usePhis(phis);
}

/** Whether the last statement of a block is of a kind after which control may not go on. */
function mayEndPath(reader: Reader, body: number): boolean {
  const kind = reader.kind(childrenOf(reader.tree, body).at(-1) ?? -1);
  return kind !== Kind.expressionStatement && kind !== Kind.passStatement;
}

/** The managers' expressions; `(a as b, c)` in parentheses reads as a tuple in some places. */
function managersOf(reader: Reader, clause: number): number[] {
  const { tree } = reader;
  const items = childrenOf(tree, clause).map((item) =>
    reader.kind(item) === Kind.withItem ? childByField(tree, item, Field.value) : item,
  );
  return items.flatMap((item) => {
    const isTuple = item >= 0 && reader.kind(item) === Kind.tuple;
    const parts = isTuple ? childrenOf(tree, item) : [];
    return parts.some((part) => reader.kind(part) === Kind.asPattern) ? parts : [item];
  });
}

function readItems(
  reader: Reader,
  node: number,
  items: readonly number[],
  isAsync: boolean,
  body: number,
): void {
  const [item, ...others] = items;
  if (item === undefined) {
    reader.block(body);
    return;
  }
  const { facts, tree } = reader;
  const isNamed = reader.kind(item) === Kind.asPattern;
  const expression = isNamed ? firstChild(tree, item) : item;
  const manager = reader.expression(expression);
  const site = reader.site(expression < 0 ? node : expression);
  const entered = facts.variable();
  const flag = isAsync ? 1 : 0;
  const kind = isAsync ? "async-with" : "with";
  facts.emit(Op.Enter, entered, manager, site, flag);
  reader.region(kind, node, manager, reader.shortSource(expression, 80), () => {
    if (isNamed) bindTarget(reader, childByField(tree, item, Field.alias), entered);
    readItems(reader, node, others, isAsync, body);
  });
  facts.emit(Op.Exit, manager, site, flag);
}
