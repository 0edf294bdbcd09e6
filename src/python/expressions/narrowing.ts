import { NarrowFlag, Op } from "../constraints.ts";
import type { CallableKind, TypeIndex, Variable } from "../module-facts.ts";
import { findOverlay, ownSlot } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
import { childByField, childrenOf, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { booleanOperands } from "./boolean-operands.ts";
import { classTestOf } from "./class-tests.ts";
import { memberTestOf, pairedTest, rememberedTest } from "./member-tests.ts";
import { readType } from "./types.ts";

/** What a test that came out one way says of a name or attribute path: it is (or is not) an instance of a type. */
export interface Narrowing {
  readonly name: string;
  readonly type: TypeIndex;
  readonly isNegative: boolean;
  /** It is a class below the type, no instance of it. */
  readonly isSubclass?: boolean;
  /** It is of the type itself, not of one below it. */
  readonly isExact?: boolean;
}
export type Narrowings = readonly Narrowing[];

const MEMBER_TESTS: ReadonlySet<string | undefined> = new Set([
  "text",
  "named",
  "derived",
  "marked",
  "callable",
]);

/** Tests longer or deeper than this tell nothing. */
const OPERAND_LIMIT = 50;
const DEPTH_LIMIT = 20;

/** What is known when the test at `node` came out true (or false). */
export function narrowingsOf(
  reader: Reader,
  node: number,
  outcome: boolean,
  depth = 0,
): Narrowings {
  if (depth > DEPTH_LIMIT) return [];
  const test = withoutParentheses(reader.tree, node);
  const ofClass = classTestOf(reader, test, outcome);
  if (ofClass !== undefined) return [ofClass];
  switch (reader.kind(test)) {
    case Kind.notOperator:
      return narrowingsOf(
        reader,
        childByField(reader.tree, test, Field.argument),
        !outcome,
        depth + 1,
      );
    case Kind.booleanOperator:
      return ofBoolean(reader, test, outcome, depth);
    case Kind.call:
      return ofCall(reader, test, outcome);
    case Kind.comparisonOperator:
      return ofComparison(reader, test, outcome);
    case Kind.identifier:
      return outcome ? [...notNone(reader, test), ...remembered(reader, test)] : [];
    case Kind.namedExpression:
      return outcome ? [...notNone(reader, test), ...ofGiven(reader, test, depth)] : [];
    default:
      return [];
  }
}

/** From here on the names stand for what passed the tests. */
export function applyNarrowings(reader: Reader, narrowings: Narrowings): void {
  for (const narrowing of narrowings) narrow(reader, narrowing);
}

/** Applies narrowings for a while; the result ends it: names stand for their old values again. */
export function holdNarrowings(reader: Reader, narrowings: Narrowings): () => void {
  const { state } = reader;
  const { overlay, paths } = state;
  const undo: (() => void)[] = [];
  for (const narrowing of narrowings) {
    const { name } = narrowing;
    const slot = ownSlot(state, name);
    const hidden = findOverlay(overlay, name);
    const before = hidden >= 0 || slot === undefined ? hidden : state.current(slot);
    const after = narrow(reader, narrowing);
    if (after < 0) continue;
    undo.push(() => {
      if (hidden >= 0) overlay?.names.set(name, before);
      else if (slot !== undefined && state.current(slot) === after) state.refine(slot, before);
    });
  }
  return () => {
    for (const restore of undo.reverse()) restore();
    state.paths = paths;
  };
}

function narrow(reader: Reader, narrowing: Narrowing): Variable {
  const { name, type, isNegative, isSubclass = false } = narrowing;
  const { state, facts } = reader;
  if (name.includes(".")) {
    const kind = facts.types[type]?.kind;
    const isType = kind !== "none" && kind !== "callable";
    if (!isNegative && isType && !isSubclass) state.paths = new Map([...state.paths, [name, type]]);
    return -1;
  }
  const hidden = findOverlay(state.overlay, name);
  const slot = ownSlot(state, name);
  if (hidden < 0 && (slot === undefined || !state.canRefine(slot))) return -1;
  const before = hidden >= 0 || slot === undefined ? hidden : state.current(slot);
  const after = facts.variable();
  facts.emit(Op.Narrow, after, before, type, flagsOf(narrowing));
  state.parts.noteTested(after, before);
  // Of members that passed nothing is known where they meet the others again.
  if (isNegative || MEMBER_TESTS.has(facts.types[type]?.kind)) state.parts.add(after, before);
  if (hidden >= 0) state.overlay?.names.set(name, after);
  else if (slot !== undefined) state.refine(slot, after);
  state.narrowed.set(name, { value: after, type });
  return after;
}

function flagsOf({ isNegative, isSubclass = false, isExact = false }: Narrowing): number {
  return (
    (isNegative ? NarrowFlag.negative : 0) |
    (isSubclass ? NarrowFlag.subclass : 0) |
    (isExact ? NarrowFlag.exact : 0)
  );
}

/** `a and b` true: both are; `a or b` false: neither is; `isinstance(x, A) or isinstance(x, B)`: A or B. */
function ofBoolean(reader: Reader, node: number, outcome: boolean, depth: number): Narrowings {
  const operands = booleanOperands(reader.tree, reader.text, node);
  if (operands.length > OPERAND_LIMIT) return [];
  const known = operands.map((operand) => narrowingsOf(reader, operand, outcome, depth + 1));
  const operator = childByField(reader.tree, node, Field.operator);
  const isAnd = operator >= 0 && reader.source(operator) === "and";
  return isAnd === outcome ? known.flat() : anyOf(reader, known);
}

/** One of several tests of the same name holds. */
function anyOf(reader: Reader, known: readonly Narrowings[]): Narrowings {
  const singles = known.map((each) => (each.length === 1 ? each[0] : undefined));
  const [first] = singles;
  const options: TypeIndex[] = [];
  for (const single of singles) {
    if (single === undefined || single.isNegative || single.isSubclass) return [];
    if (single.name !== first?.name) return [];
    options.push(single.type);
  }
  if (first === undefined) return [];
  const type = reader.facts.type({ kind: "union", options });
  return [{ name: first.name, type, isNegative: false }];
}

/** `(mark := getattr(f, "mark", None))` says what the call says. */
function ofGiven(reader: Reader, node: number, depth: number): Narrowings {
  const given = childByField(reader.tree, node, Field.value);
  if (given < 0 || reader.kind(given) !== Kind.call) return [];
  return narrowingsOf(reader, given, true, depth + 1);
}

/** `if mark:` behind `mark = getattr(f, "mark", None)`. */
function remembered(reader: Reader, node: number): Narrowings {
  const test = rememberedTest(reader, reader.identifier(node));
  return test === undefined ? [] : [{ ...test, isNegative: false }];
}

const CALLABLE_TESTS: ReadonlyMap<string, CallableKind> = new Map(
  Object.entries<CallableKind>({
    isclass: "class",
    isfunction: "function",
    iscoroutinefunction: "coroutine",
    isgeneratorfunction: "generator",
    isasyncgenfunction: "async-generator",
  }).flatMap(([test, kind]): [string, CallableKind][] =>
    ["", "inspect.", "asyncio."].map((module) => [module + test, kind]),
  ),
);

/** `isinstance(x, T)`, `issubclass(x, T)`, `callable(x)`, `x.startswith("do_")`, `hasattr(x, "mark")`. */
function ofCall(reader: Reader, node: number, outcome: boolean): Narrowings {
  const { tree } = reader;
  const callee = childByField(tree, node, Field.function);
  const tests = [memberTestOf(reader, node, outcome), pairedTest(reader, node)];
  const members = tests.filter((each) => each !== undefined);
  if (members.length > 0) return members.map((each) => ({ ...each, isNegative: !outcome }));
  const only = CALLABLE_TESTS.get(reader.source(callee));
  if (only === undefined && reader.kind(callee) !== Kind.identifier) return [];
  const [subject, type] = childrenOf(tree, childByField(tree, node, Field.arguments));
  const name = subject === undefined ? undefined : nameOf(reader, subject);
  if (name === undefined) return [];
  if (only !== undefined) {
    return [{ name, type: reader.facts.type({ kind: "callable", only }), isNegative: !outcome }];
  }
  switch (reader.source(callee)) {
    case "isinstance":
      if (type === undefined) return [];
      return [{ name, type: readType(reader, type), isNegative: !outcome }];
    case "issubclass":
      if (type === undefined) return [];
      return [{ name, type: readType(reader, type), isNegative: !outcome, isSubclass: true }];
    case "callable":
      return [{ name, type: reader.facts.type({ kind: "callable" }), isNegative: !outcome }];
    default:
      return [];
  }
}

/** `x is None`, `x == None`, `type(x) is C` and their negations. */
function ofComparison(reader: Reader, node: number, outcome: boolean): Narrowings {
  const { tree } = reader;
  const [left, right, more] = childrenOf(tree, node);
  const operatorNode = childByField(tree, node, Field.operators);
  if (left === undefined || right === undefined || more !== undefined || operatorNode < 0)
    return [];
  const operator = reader.source(operatorNode).replace(/\s+/g, " ");
  const isSame = operator === "is" || operator === "==";
  if (!isSame && operator !== "is not" && operator !== "!=" && operator !== "<>") return [];
  const holds = isSame === outcome;
  if (reader.kind(right) === Kind.none) {
    const name = nameOf(reader, left);
    const type = reader.facts.type({ kind: "none" });
    if (name === undefined) return [];
    const isName = !holds && reader.kind(left) === Kind.identifier;
    const more = isName ? remembered(reader, left) : [];
    return [{ name, type, isNegative: !holds }, ...more];
  }
  const name = typeCallSubject(reader, left);
  if (name === undefined)
    return /^is\b/.test(operator) ? ofIdentity(reader, left, right, holds) : [];
  return [{ name, type: readType(reader, right), isNegative: !holds, isExact: true }];
}

/** `cls is C` and `cls is not module.C`. */
function ofIdentity(reader: Reader, left: number, right: number, holds: boolean): Narrowings {
  const isClass = reader.kind(right) === Kind.attribute && CLASS_PATH.test(reader.source(right));
  const isNamed = reader.kind(right) === Kind.identifier || isClass;
  if (!isNamed || reader.kind(left) !== Kind.identifier) return [];
  const name = reader.identifier(left);
  const type = readType(reader, right);
  return [{ name, type, isNegative: !holds, isSubclass: true, isExact: true }];
}

/** `shapes.Base`. */
const CLASS_PATH = /^[\w.]+\.[A-Z]\w*[a-z]\w*$/;

/** `x` of `type(x)`. */
function typeCallSubject(reader: Reader, node: number): string | undefined {
  if (reader.kind(node) !== Kind.call) return undefined;
  const callee = childByField(reader.tree, node, Field.function);
  if (reader.kind(callee) !== Kind.identifier || reader.source(callee) !== "type") return undefined;
  const [subject, more] = childrenOf(reader.tree, childByField(reader.tree, node, Field.arguments));
  return subject === undefined || more !== undefined ? undefined : nameOf(reader, subject);
}

function notNone(reader: Reader, node: number): Narrowings {
  const name = nameOf(reader, node);
  const type = reader.facts.type({ kind: "none" });
  return name === undefined ? [] : [{ name, type, isNegative: true }];
}

function nameOf(reader: Reader, node: number): string | undefined {
  const inner = withoutParentheses(reader.tree, node);
  if (reader.kind(inner) === Kind.identifier) return reader.identifier(inner);
  if (reader.kind(inner) === Kind.attribute) return attributePath(reader, inner);
  if (reader.kind(inner) !== Kind.namedExpression) return undefined;
  const target = childByField(reader.tree, inner, Field.name);
  return target < 0 ? undefined : reader.identifier(target);
}

/** `self.a.b` as written, where nothing but attributes leads there. */
export function attributePath(reader: Reader, node: number): string | undefined {
  let head = node;
  while (reader.kind(head) === Kind.attribute) {
    head = childByField(reader.tree, head, Field.object);
  }
  const path = reader.source(node);
  return reader.kind(head) === Kind.identifier && !/\s/.test(path) ? path : undefined;
}

/** The value of an attribute, as far as tests on the way here told of it. */
export function narrowedByPath(reader: Reader, node: number, value: Variable): Variable {
  const { paths } = reader.state;
  if (paths.size === 0) return value;
  const path = attributePath(reader, node);
  const type = path === undefined ? undefined : paths.get(path);
  return type === undefined ? value : narrowed(reader, value, type, false);
}

/** A `case C():` passed or failed for the variable that was matched. */
export function narrowed(
  reader: Reader,
  source: Variable,
  type: TypeIndex,
  isNegative: boolean,
): Variable {
  const result = reader.facts.variable();
  reader.facts.emit(Op.Narrow, result, source, type, isNegative ? NarrowFlag.negative : 0);
  return result;
}
