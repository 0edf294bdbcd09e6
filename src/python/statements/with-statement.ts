import { Op } from "../constraints.ts";
import type { Variable } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import { slotsBoundIn } from "../scopes/scopes.ts";
import { childByField, childOfKind, childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
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
  const { facts } = reader;
  const outer = facts.region;
  const entered: { readonly manager: Variable; readonly site: number; readonly region: number }[] =
    [];
  for (const item of items) {
    const region = facts.region;
    entered.push({ ...enter(reader, node, item, isAsync), region });
  }
  reader.block(body);
  for (const { manager, site, region } of entered.reverse()) {
    facts.region = region;
    facts.emit(Op.Exit, manager, site, isAsync ? 1 : 0);
  }
  facts.region = outer;
}

/** Enters one manager; its region stays open. */
function enter(
  reader: Reader,
  node: number,
  item: number,
  isAsync: boolean,
): { readonly manager: Variable; readonly site: number } {
  const { facts, tree } = reader;
  const isNamed = reader.kind(item) === Kind.asPattern;
  const expression = isNamed ? firstChild(tree, item) : item;
  const manager = reader.expression(expression);
  const site = reader.site(expression < 0 ? node : expression);
  const value = facts.variable();
  facts.emit(Op.Enter, value, manager, site, isAsync ? 1 : 0);
  const head = reader.shortSource(expression, 80);
  reader.openRegion(isAsync ? "async-with" : "with", node, manager, head);
  if (isNamed) bindTarget(reader, childByField(tree, item, Field.alias), value);
  return { manager, site };
}
