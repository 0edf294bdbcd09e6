import { ContainerKind, Op } from "../constraints.ts";
import type { RegionKind, Variable } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import { type Binder, bindTarget } from "../statements/targets.ts";
import { childByField, childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { newContainer, readPair } from "./displays.ts";
import { applyNarrowings, narrowingsOf } from "./narrowing.ts";
import { truthTest } from "./operators.ts";

/** A list, set or dict comprehension: a container that its elements flow into. */
export function readComprehension(reader: Reader, node: number, kind: number): Variable {
  const container = newContainer(reader, kind, node);
  readClauses(reader, node, "comprehension", (body) => {
    if (reader.kind(body) === Kind.pair) readPair(reader, container, body);
    else storeElement(reader, container, body);
  });
  return container;
}

/** Stands for the generator: iterating it gives the elements. */
export function readGeneratorExpression(reader: Reader, node: number): Variable {
  const container = newContainer(reader, ContainerKind.list, node);
  readClauses(reader, node, "generator-expression", (body) =>
    storeElement(reader, container, body),
  );
  return container;
}

function storeElement(reader: Reader, container: Variable, body: number): void {
  reader.facts.emit(Op.StoreItem, container, -1, -1, reader.expression(body), -1);
}

/**
 * The clauses in order, then the body. The first iterable is evaluated outside; everything else sees
 * the targets, which live in an overlay of names that ends with the comprehension.
 */
function readClauses(
  reader: Reader,
  node: number,
  kind: RegionKind,
  readBody: (body: number) => void,
): void {
  const { tree, state } = reader;
  const body = childByField(tree, node, Field.body);
  const clauses = childrenOf(tree, node).filter((child) => child !== body);
  const { overlay: outer, paths } = state;
  const first = clauses[0] ?? -1;
  const firstRight = first < 0 ? -1 : childByField(tree, first, Field.right);
  const iterable = firstRight < 0 ? -1 : reader.expression(firstRight);
  const head = reader.shortSource(firstRight, 80);
  reader.conditionalDepth++;
  reader.region(kind, node, iterable, head, () => {
    state.overlay = { names: new Map(), outer };
    for (const clause of clauses) {
      if (reader.kind(clause) === Kind.forInClause) {
        readFor(reader, clause, clause === first ? iterable : undefined);
      } else if (reader.kind(clause) === Kind.ifClause) {
        readIf(reader, clause);
      } else {
        reader.expression(clause);
      }
    }
    if (body >= 0) readBody(body);
  });
  reader.conditionalDepth--;
  state.overlay = outer;
  state.paths = paths;
}

function readFor(reader: Reader, clause: number, evaluated: Variable | undefined): void {
  const { facts, tree, state } = reader;
  const right = childByField(tree, clause, Field.right);
  const iterable = evaluated ?? reader.expression(right);
  const isAsync = reader.text.startsWith("async", tree.start[clause]) ? 1 : 0;
  const element = facts.variable();
  facts.emit(Op.Iterate, element, iterable, reader.site(right < 0 ? clause : right), isAsync);
  const overlay = state.overlay;
  const bind: Binder = (name, value) => overlay?.names.set(name, value);
  bindTarget(reader, childByField(tree, clause, Field.left), element, bind);
}

function readIf(reader: Reader, clause: number): void {
  const test = firstChild(reader.tree, clause);
  if (test < 0) return;
  truthTest(reader, test, reader.expression(test));
  applyNarrowings(reader, narrowingsOf(reader, test, true));
}
