import { LiteralKind, Op } from "../constraints.ts";
import type { Variable } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import { childByField, childrenOf, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { booleanOperands } from "./boolean-operands.ts";
import { givenOperands } from "./given-tests.ts";
import { constantKey, constantText, formatValue, isPlainLiteral } from "./literals.ts";
import { holdNarrowings, narrowingsOf } from "./narrowing.ts";

/** Binary operators by their special method's stem: `__add__`, `__radd__`, `__iadd__`. */
const BINARY: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "@": "matmul",
  "/": "truediv",
  "%": "mod",
  "//": "floordiv",
  "**": "pow",
  "|": "or",
  "&": "and",
  "^": "xor",
  "<<": "lshift",
  ">>": "rshift",
};

/** Comparisons with what the right operand answers to when the left one declines. */
const COMPARISON: Readonly<Record<string, readonly [method: string, reflected: string]>> = {
  "<": ["__lt__", "__gt__"],
  "<=": ["__le__", "__ge__"],
  "==": ["__eq__", "__eq__"],
  "!=": ["__ne__", "__ne__"],
  "<>": ["__ne__", "__ne__"],
  ">=": ["__ge__", "__le__"],
  ">": ["__gt__", "__lt__"],
};

const UNARY: Readonly<Record<string, string>> = {
  "-": "__neg__",
  "+": "__pos__",
  "~": "__invert__",
};

/** Left-leaning chains (`a + b + …`) are followed in a loop: generated code has thousands of links. */
export function readBinary(reader: Reader, node: number): Variable {
  const { tree } = reader;
  const chain: number[] = [];
  let left = node;
  while (reader.kind(left) === Kind.binaryOperator) {
    chain.push(left);
    left = childByField(tree, left, Field.left);
  }
  let value = reader.expression(left);
  let leftNode = left;
  for (const link of chain.reverse()) {
    value = readLink(reader, link, value, leftNode);
    leftNode = link;
  }
  return value;
}

function readLink(reader: Reader, node: number, left: Variable, leftNode: number): Variable {
  const operator = operatorText(reader, node);
  const rightNode = childByField(reader.tree, node, Field.right);
  const right = reader.expression(rightNode);
  if (operator === "%") formatOperands(reader, leftNode, right, rightNode);
  return binaryOperation(reader, operator, left, right, node, false);
}

export function binaryOperation(
  reader: Reader,
  operator: string,
  left: Variable,
  right: Variable,
  node: number,
  isInPlace: boolean,
): Variable {
  const { facts } = reader;
  const result = facts.variable();
  const stem = BINARY[operator] ?? "add";
  facts.emit(
    Op.Operator,
    result,
    facts.string(`__${stem}__`),
    facts.string(`__r${stem}__`),
    isInPlace ? facts.string(`__i${stem}__`) : -1,
    left,
    right,
    reader.site(node),
  );
  return result;
}

/** What a conversion of `%` asks of its value (https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting). */
function conversionMethod(letter: string | undefined): string | undefined {
  if (letter === undefined) return undefined;
  if (letter === "s") return "__str__";
  if (letter === "r" || letter === "a") return "__repr__";
  if ("diu".includes(letter)) return "__int__";
  if ("oxX".includes(letter)) return "__index__";
  return "eEfFgG".includes(letter) ? "__float__" : undefined;
}

/** `"%s %r" % (a, b)` turns a and b into text, `%d` one into a number. */
function formatOperands(reader: Reader, format: number, right: Variable, rightNode: number): void {
  const text = constantText(reader, format);
  if (text === undefined) return;
  const conversions = [...text.matchAll(/%(?!%)[#0\- +]*[\d.*]*[hlL]?([a-zA-Z])/g)];
  const inner = withoutParentheses(reader.tree, rightNode);
  if (reader.kind(inner) === Kind.dictionary) {
    formatNamed(reader, text, right, inner);
    return;
  }
  if (reader.kind(inner) !== Kind.tuple) {
    const method = conversionMethod(conversions[0]?.[1]);
    if (conversions.length === 1 && method !== undefined)
      formatValue(reader, right, method, rightNode);
    for (const [name, letter] of namedConversions(text))
      formatItem(reader, right, name, letter, rightNode);
    return;
  }
  for (const [index, element] of childrenOf(reader.tree, inner).entries()) {
    const letter = conversions[index]?.[1];
    if (conversionMethod(letter) === undefined || isPlainLiteral(reader.kind(element))) continue;
    formatItem(reader, right, `i:${index}`, letter, element);
  }
}

/** `"%(a)s" % {"a": x}` turns x into text. */
function formatNamed(reader: Reader, text: string, right: Variable, display: number): void {
  const { tree } = reader;
  const letters = namedConversions(text);
  for (const pair of childrenOf(tree, display)) {
    if (reader.kind(pair) !== Kind.pair) continue;
    const key = constantKey(reader, childByField(tree, pair, Field.key));
    const value = childByField(tree, pair, Field.value);
    if (key === undefined || !letters.has(key) || isPlainLiteral(reader.kind(value))) continue;
    formatItem(reader, right, key, letters.get(key), value);
  }
}

/** Key of each `%(key)s` and how it is converted. */
function namedConversions(text: string): ReadonlyMap<string, string> {
  const named = text.matchAll(/%\((\w+)\)[#0\- +]*[\d.]*[hlL]?([a-zA-Z])/g);
  return new Map([...named].map(([, name, letter]) => [`s:${name}`, letter ?? ""]));
}

/** The entry of a mapping under a key is converted. */
function formatItem(
  reader: Reader,
  display: Variable,
  key: string,
  letter: string | undefined,
  node: number,
): void {
  const { facts } = reader;
  const method = conversionMethod(letter);
  if (method === undefined) return;
  const value = facts.variable();
  const site = reader.site(node);
  facts.emit(Op.LoadItem, value, display, facts.string(key), -1, site);
  facts.emit(Op.Operator, facts.variable(), facts.string(method), -1, -1, value, -1, site);
}

export function readUnary(reader: Reader, node: number): Variable {
  const operand = childByField(reader.tree, node, Field.argument);
  const value = reader.expression(operand);
  const constant = constantKey(reader, node);
  if (constant !== undefined) return reader.facts.literal(LiteralKind.integer, constant.slice(2));
  if (isPlainLiteral(reader.kind(operand))) return value;
  return unaryOperation(reader, UNARY[operatorText(reader, node)] ?? "__neg__", value, node);
}

function unaryOperation(reader: Reader, method: string, value: Variable, node: number): Variable {
  const { facts } = reader;
  const result = facts.variable();
  facts.emit(Op.Operator, result, facts.string(method), -1, -1, value, -1, reader.site(node));
  return result;
}

export function readComparison(reader: Reader, node: number): Variable {
  const { tree, facts } = reader;
  let left: Variable = -1;
  let operator = "";
  let result: Variable = -1;
  for (
    let child = node + 1;
    child < (tree.after[node] as number);
    child = tree.after[child] as number
  ) {
    if (tree.field[child] === Field.operators) {
      operator = reader.source(child).replace(/\s+/g, " ");
      continue;
    }
    const right = reader.expression(child);
    if (left >= 0) result = compare(reader, operator, left, right, node);
    left = right;
  }
  return result >= 0 ? result : facts.literal(LiteralKind.boolean, undefined);
}

function compare(
  reader: Reader,
  operator: string,
  left: Variable,
  right: Variable,
  node: number,
): Variable {
  const { facts } = reader;
  const method = COMPARISON[operator];
  if (method === undefined && !operator.endsWith("in")) {
    return facts.literal(LiteralKind.boolean, undefined);
  }
  const result = facts.variable();
  const site = reader.site(node);
  if (method === undefined) {
    facts.emit(Op.Operator, result, facts.string("__contains__"), -1, -1, right, left, site);
  } else {
    const [name, reflected] = method;
    facts.emit(
      Op.Operator,
      result,
      facts.string(name),
      facts.string(reflected),
      -1,
      left,
      right,
      site,
    );
  }
  return result;
}

/** `a and b`, `a or b`: the right side runs perhaps, and knows how the tests to its left came out. */
export function readBoolean(reader: Reader, node: number): Variable {
  const operands = booleanOperands(reader.tree, reader.text, node);
  const isAnd = operatorText(reader, node) === "and";
  const values: Variable[] = [];
  const restores: (() => void)[] = [];
  const tests = givenOperands(reader, operands, isAnd);
  for (const [index, operand] of operands.entries()) {
    const value = index === 0 ? reader.expression(operand) : readShortCircuit(reader, operand);
    values.push(value);
    if (index === operands.length - 1) continue;
    truthTest(reader, operand, value);
    restores.push(holdNarrowings(reader, narrowingsOf(reader, operand, isAnd)));
  }
  for (const restore of restores.reverse()) restore();
  return reader.either(values, tests);
}

function readShortCircuit(reader: Reader, operand: number): Variable {
  reader.conditionalDepth++;
  const value = reader.region("short-circuit", operand, -1, "", () => reader.expression(operand));
  reader.conditionalDepth--;
  return value;
}

export function readNot(reader: Reader, node: number): Variable {
  const operand = childByField(reader.tree, node, Field.argument);
  truthTest(reader, operand, reader.expression(operand));
  return reader.facts.literal(LiteralKind.boolean, undefined);
}

/** Python asks `__bool__`, else `__len__`, of a value whose truth matters. */
export function truthTest(reader: Reader, node: number, value: Variable): void {
  switch (reader.kind(withoutParentheses(reader.tree, node))) {
    case Kind.identifier:
    case Kind.attribute:
    case Kind.subscript:
    case Kind.await:
    case Kind.call:
    case Kind.namedExpression:
      unaryOperation(reader, "__bool__", value, node);
      return;
    default:
  }
}

export function operatorText(reader: Reader, node: number): string {
  const operator = childByField(reader.tree, node, Field.operator);
  return operator < 0 ? "" : reader.source(operator);
}
