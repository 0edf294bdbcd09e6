import { ContainerKind, Op } from "../constraints.ts";
import { newContainer } from "../expressions/displays.ts";
import { constantKey } from "../expressions/literals.ts";
import { narrowed } from "../expressions/narrowing.ts";
import { truthTest } from "../expressions/operators.ts";
import type { Variable } from "../module-facts.ts";
import type { Flow } from "../reader/flows.ts";
import { bindName, ownSlot, readName } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
import { isCapture } from "../scopes/bindings.ts";
import { childByField, childrenByField, childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** `match subject: case …`: each case starts where the ones before it failed. */
export function readMatch(reader: Reader, node: number): void {
  const { tree, state } = reader;
  const subjects = childrenByField(tree, node, Field.subject);
  const subject = readSubject(reader, node, subjects);
  const [only] = subjects;
  const name =
    subjects.length === 1 && only !== undefined && reader.kind(only) === Kind.identifier
      ? reader.identifier(only)
      : undefined;
  const ends: Flow[] = [];
  const body = childByField(tree, node, Field.body);
  for (const clause of body < 0 ? [] : childrenByField(tree, body, Field.alternative)) {
    const before = state.snapshot();
    readCase(reader, { statement: node, clause }, subject, name);
    ends.push(state.snapshot());
    state.restore(before);
    if (isIrrefutable(reader, clause)) state.isLive = false;
  }
  state.join([...ends, state.snapshot()]);
}

function readSubject(reader: Reader, node: number, subjects: readonly number[]): Variable {
  const [only] = subjects;
  if (subjects.length === 1 && only !== undefined) return reader.expression(only);
  const tuple = newContainer(reader, ContainerKind.tuple, node);
  for (const [index, part] of subjects.entries()) {
    const key = reader.facts.string(`i:${index}`);
    reader.facts.emit(Op.StoreItem, tuple, key, -1, reader.expression(part), -1);
  }
  return tuple;
}

function readCase(
  reader: Reader,
  { statement, clause }: { readonly statement: number; readonly clause: number },
  subject: Variable,
  name: string | undefined,
): void {
  const { tree, state, facts } = reader;
  const patterns = childrenOf(tree, clause).filter(
    (child) => reader.kind(child) === Kind.casePattern,
  );
  const [only] = patterns;
  if (patterns.length === 1 && only !== undefined) {
    const matched = readPattern(reader, only, subject, 0);
    const slot = name === undefined ? undefined : ownSlot(state, name);
    const isFiner = matched !== subject && slot !== undefined && state.canRefine(slot);
    if (isFiner && state.current(slot) === subject) state.refine(slot, matched);
  } else {
    for (const [index, pattern] of patterns.entries()) {
      const part = facts.variable();
      facts.emit(Op.Unpack, part, subject, index, reader.site(pattern));
      readPattern(reader, pattern, part, 0);
    }
  }
  const guard = childByField(tree, clause, Field.guard);
  const test = guard < 0 ? -1 : firstChild(tree, guard);
  if (test >= 0) truthTest(reader, test, reader.expression(test));
  const body = childByField(tree, clause, Field.consequence);
  const head = patterns.map((pattern) => reader.shortSource(pattern, 80)).join(", ");
  reader.branch(statement, clause, head, () => reader.block(body));
}

/** Tests a value against a pattern and binds its captures; the value as narrowed by the pattern. */
function readPattern(reader: Reader, node: number, value: Variable, depth: number): Variable {
  if (node < 0 || depth > 60) return value;
  const { tree } = reader;
  const deeper = (child: number, part: Variable): Variable =>
    readPattern(reader, child, part, depth + 1);
  switch (reader.kind(node)) {
    case Kind.casePattern:
      return deeper(firstChild(tree, node), value);
    case Kind.asPattern: {
      const [inner, name] = childrenOf(tree, node);
      const matched = inner === undefined ? value : deeper(inner, value);
      if (name !== undefined) bindName(reader, reader.identifier(name), matched);
      return matched;
    }
    case Kind.unionPattern:
      return reader.either(childrenOf(tree, node).map((option) => deeper(option, value)));
    case Kind.dottedName:
      return readNamePattern(reader, node, value);
    case Kind.classPattern:
      return readClassPattern(reader, node, value, deeper);
    case Kind.listPattern:
    case Kind.tuplePattern:
      readSequencePattern(reader, node, value, deeper);
      return value;
    case Kind.dictPattern:
      readMappingPattern(reader, node, value, deeper);
      return value;
    case Kind.none:
      return narrowed(reader, value, reader.facts.type({ kind: "none" }), false);
    default:
      return value;
  }
}

/** A bare name captures; a dotted one is a value to compare with. */
function readNamePattern(reader: Reader, node: number, value: Variable): Variable {
  const { facts } = reader;
  if (isCapture(reader.tree, node)) {
    const name = firstChild(reader.tree, node);
    if (reader.source(name) !== "_") bindName(reader, reader.identifier(name), value);
    return value;
  }
  const constant = readDotted(reader, node);
  const method = facts.string("__eq__");
  facts.emit(Op.Operator, facts.variable(), method, method, -1, value, constant, reader.site(node));
  return value;
}

function readDotted(reader: Reader, node: number): Variable {
  const [first, ...rest] = childrenOf(reader.tree, node);
  if (first === undefined) return reader.facts.variable();
  let value = readName(reader, reader.identifier(first), first);
  for (const part of rest) {
    value = reader.loadAttribute(value, reader.identifier(part), reader.site(node));
  }
  return value;
}

type Deeper = (child: number, part: Variable) => Variable;

/** The attribute behind a positional pattern is named by the class: `match:0`, `match:1`. */
const POSITION = "match:";

/** `C(a, key=b)`: an instance of C; its attributes are matched (positions by `__match_args__`). */
function readClassPattern(reader: Reader, node: number, value: Variable, deeper: Deeper): Variable {
  const { facts, tree } = reader;
  const [name, ...args] = childrenOf(tree, node);
  const variable = name === undefined ? facts.variable() : readDotted(reader, name);
  const type = facts.type({ kind: "name", variable });
  const matched = narrowed(reader, value, type, false);
  for (const [position, argument] of args.entries()) {
    const pattern = firstChild(tree, argument);
    if (pattern >= 0 && reader.kind(pattern) === Kind.keywordPattern) {
      const [key, inner] = childrenOf(tree, pattern);
      if (key === undefined || inner === undefined) continue;
      const part = reader.loadAttribute(matched, reader.identifier(key), reader.site(pattern));
      deeper(inner, part);
    } else {
      const name = `${POSITION}${position}`;
      deeper(argument, reader.loadAttribute(matched, name, reader.site(argument)));
    }
  }
  return matched;
}

function readSequencePattern(reader: Reader, node: number, value: Variable, deeper: Deeper): void {
  const { facts, tree } = reader;
  let star = -1;
  for (const [index, child] of childrenOf(tree, node).entries()) {
    const inner = reader.kind(child) === Kind.casePattern ? firstChild(tree, child) : child;
    const isStar = inner >= 0 && reader.kind(inner) === Kind.splatPattern;
    if (isStar && star < 0) star = index;
    const part = facts.variable();
    facts.emit(Op.Unpack, part, value, star < 0 ? index : -2 - star, reader.site(node));
    if (isStar) bindSplat(reader, inner, ContainerKind.list, part);
    else deeper(child, part);
  }
}

function readMappingPattern(reader: Reader, node: number, value: Variable, deeper: Deeper): void {
  const { facts, tree } = reader;
  let key = -1;
  for (const child of childrenOf(tree, node)) {
    if (tree.field[child] === Field.key) {
      const text = constantKey(reader, child);
      key = text === undefined ? -1 : facts.string(text);
    } else if (reader.kind(child) === Kind.splatPattern) {
      bindSplat(reader, child, ContainerKind.dict, value);
    } else {
      const part = facts.variable();
      facts.emit(Op.LoadItem, part, value, key, -1, reader.site(child));
      deeper(child, part);
    }
  }
}

/** `*rest` and `**rest`: a new list or dict of what is left. */
function bindSplat(reader: Reader, node: number, kind: number, content: Variable): void {
  const name = firstChild(reader.tree, node);
  if (name < 0) return;
  const container = newContainer(reader, kind, node);
  if (kind === ContainerKind.dict) {
    reader.facts.emit(Op.Extend, container, content, reader.site(node));
  } else {
    reader.facts.emit(Op.StoreItem, container, -1, -1, content, -1);
  }
  bindName(reader, reader.identifier(name), container);
}

/** `case _:` or `case name:` without a guard always matches. */
function isIrrefutable(reader: Reader, clause: number): boolean {
  const { tree } = reader;
  if (childByField(tree, clause, Field.guard) >= 0) return false;
  const patterns = childrenOf(tree, clause).filter(
    (child) => reader.kind(child) === Kind.casePattern,
  );
  const [only] = patterns;
  if (patterns.length !== 1 || only === undefined) return false;
  const inner = firstChild(tree, only);
  return inner < 0 ? reader.source(only) === "_" : isCapture(tree, inner);
}
