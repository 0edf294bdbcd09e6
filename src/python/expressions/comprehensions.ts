import { ContainerKind, Op } from "../constraints.ts";
import { heldUnder } from "../held/held-names.ts";
import type { RegionKind, Variable } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import { turnsOf } from "../reader/turns.ts";
import { type Binder, bindTarget } from "../statements/targets.ts";
import { childByField, childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { newContainer, readPair } from "./displays.ts";
import { pairMembers } from "./member-tests.ts";
import { applyNarrowings, narrowingsOf } from "./narrowing.ts";
import { truthTest } from "./operators.ts";

/** A list, set or dict comprehension: a container that its elements flow into. */
export function readComprehension(reader: Reader, node: number, kind: number): Variable {
  const container = newContainer(reader, kind, node);
  const values: Variable[] = [];
  const isUnrolled = readClauses(reader, node, "comprehension", (body, place) => {
    if (reader.kind(body) === Kind.pair) readPair(reader, container, body);
    else values.push(storeElement(reader, container, body, place));
  });
  if (isUnrolled && kind === ContainerKind.list) {
    reader.display = { variable: container, content: { shape: "sequence", kind, values } };
  }
  return container;
}

/** Stands for the generator: iterating it gives the elements. */
export function readGeneratorExpression(reader: Reader, node: number): Variable {
  const container = newContainer(reader, ContainerKind.list, node);
  readClauses(reader, node, "generator-expression", (body, place) => {
    storeElement(reader, container, body, place);
  });
  return container;
}

/** `place`: which element it is, -1 where the body stands for all. */
function storeElement(reader: Reader, container: Variable, body: number, place: number): Variable {
  const { facts } = reader;
  const value = reader.expression(body);
  facts.emit(Op.StoreItem, container, place < 0 ? -1 : facts.string(`i:${place}`), -1, value, -1);
  return value;
}

/**
 * The clauses in order, then the body. The first iterable is evaluated outside; everything else sees
 * the targets, which live in an overlay of names that ends with the comprehension. Over a short display
 * the body is read element by element; true then.
 */
function readClauses(
  reader: Reader,
  node: number,
  kind: RegionKind,
  readBody: (body: number, place: number) => void,
): boolean {
  const { tree, state } = reader;
  const body = childByField(tree, node, Field.body);
  const clauses = childrenOf(tree, node).filter((child) => child !== body);
  const { overlay: outer, paths } = state;
  const first = clauses[0] ?? -1;
  const firstRight = first < 0 ? -1 : childByField(tree, first, Field.right);
  const held = heldUnder(reader, firstRight)?.content;
  const iterable = firstRight < 0 ? -1 : reader.expression(firstRight);
  const isPlain = clauses.length === 1 && !isAsync(reader, first);
  const content = isPlain ? (held ?? reader.contentOf(iterable)) : undefined;
  const elements = turnsOf(reader, content, body);
  const head = reader.shortSource(firstRight, 80);
  reader.conditionalDepth++;
  reader.region(kind, node, iterable, head, () => {
    state.overlay = { names: new Map(), outer };
    if (elements.length > 0) readTurns(reader, first, elements, (place) => readBody(body, place));
    else {
      readEach(reader, clauses, iterable);
      if (body >= 0) readBody(body, -1);
    }
  });
  reader.conditionalDepth--;
  state.overlay = outer;
  state.paths = paths;
  return elements.length > 0;
}

function isAsync({ text, tree }: Reader, clause: number): boolean {
  return text.startsWith("async", tree.start[clause]);
}

function binder({ state: { overlay } }: Reader): Binder {
  return (name, value) => overlay?.names.set(name, value);
}

/** The body for one element after another of a single clause's display. */
function readTurns(
  reader: Reader,
  clause: number,
  elements: readonly Variable[],
  readBody: (place: number) => void,
): void {
  const target = childByField(reader.tree, clause, Field.left);
  reader.facts.repeating(() => {
    for (const [place, element] of elements.entries()) {
      bindTarget(reader, target, element, binder(reader));
      readBody(place);
    }
  });
}

/** `for` and `if` clauses; the iterable of the first is evaluated already. */
function readEach(reader: Reader, clauses: readonly number[], iterable: Variable): void {
  for (const [place, clause] of clauses.entries()) {
    const kind = reader.kind(clause);
    if (kind === Kind.forInClause) readFor(reader, clause, place === 0 ? iterable : undefined);
    else if (kind === Kind.ifClause) readIf(reader, clause);
    else reader.expression(clause);
  }
}

function readFor(reader: Reader, clause: number, evaluated: Variable | undefined): void {
  const { facts, tree } = reader;
  const right = childByField(tree, clause, Field.right);
  const iterable = evaluated ?? reader.expression(right);
  const element = facts.variable();
  const site = reader.site(right < 0 ? clause : right);
  facts.emit(Op.Iterate, element, iterable, site, isAsync(reader, clause) ? 1 : 0);
  const target = childByField(tree, clause, Field.left);
  bindTarget(reader, target, element, binder(reader));
  pairMembers(reader, right, target);
}

function readIf(reader: Reader, clause: number): void {
  const test = firstChild(reader.tree, clause);
  if (test < 0) return;
  truthTest(reader, test, reader.expression(test));
  applyNarrowings(reader, narrowingsOf(reader, test, true));
}
