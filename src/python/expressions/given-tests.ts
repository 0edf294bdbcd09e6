import type { GivenTest, Variable } from "../module-facts.ts";
import { findOverlay, ownSlot } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
import { childByField, childrenOf, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { booleanOperands } from "./boolean-operands.ts";

/** Tests longer or deeper than this tell nothing. */
const OPERAND_LIMIT = 16;
const DEPTH_LIMIT = 8;

const CONSTANTS: ReadonlySet<number> = new Set([
  Kind.none,
  Kind.true,
  Kind.false,
  Kind.integer,
  Kind.string,
]);

/** Which values a parameter (or a name that is a literal) can have where a test came out one way: all of these hold. */
export function givenTests(
  reader: Reader,
  node: number,
  outcome: boolean,
  depth = 0,
): readonly GivenTest[] {
  if (node < 0 || depth > DEPTH_LIMIT) return [];
  const test = withoutParentheses(reader.tree, node);
  switch (reader.kind(test)) {
    case Kind.notOperator: {
      const argument = childByField(reader.tree, test, Field.argument);
      return givenTests(reader, argument, !outcome, depth + 1);
    }
    case Kind.booleanOperator: {
      const operands = booleanOperands(reader.tree, reader.text, test);
      const operator = childByField(reader.tree, test, Field.operator);
      const isAnd = operator >= 0 && reader.source(operator) === "and";
      if (isAnd !== outcome || operands.length > OPERAND_LIMIT) return [];
      return operands.flatMap((operand) => givenTests(reader, operand, outcome, depth + 1));
    }
    case Kind.identifier:
      return about(testedValue(reader, test), [], outcome);
    case Kind.comparisonOperator:
      return ofComparison(reader, test, outcome);
    default:
      return [];
  }
}

/** What each operand of `and` or `or` must be for the result to be this one, by operand. */
export function givenOperands(
  reader: Reader,
  operands: readonly number[],
  isAnd: boolean,
): readonly (readonly GivenTest[])[] {
  if (operands.length > OPERAND_LIMIT) return [];
  const passed: GivenTest[] = [];
  return operands.map((operand, index) => {
    const before = passed.slice();
    if (index === operands.length - 1) return before;
    const value = testedValue(reader, withoutParentheses(reader.tree, operand));
    passed.push(...about(value, [], isAnd));
    return [...before, ...about(value, [], !isAnd)];
  });
}

function about(value: Variable, keys: readonly string[], outcome: boolean): readonly GivenTest[] {
  return value < 0 ? [] : [{ value, keys, outcome }];
}

/** `x == "a"`, `"a" == x`, `x is None`, `x in ("a", "b")` and their negations. */
function ofComparison(reader: Reader, node: number, outcome: boolean): readonly GivenTest[] {
  const { tree } = reader;
  const [left, right, more] = childrenOf(tree, node);
  const operator = childByField(tree, node, Field.operators);
  if (left === undefined || right === undefined || more !== undefined || operator < 0) return [];
  const text = reader.source(operator).replace(/\s+/g, " ");
  if (text === "in" || text === "not in") {
    const keys = elementsOf(reader, right).map((each) => constantOf(reader, each));
    if (keys.length === 0 || keys.includes(undefined)) return [];
    return about(testedValue(reader, left), keys as string[], (text === "in") === outcome);
  }
  const isSame = text === "is" || text === "==";
  if (!isSame && text !== "is not" && text !== "!=") return [];
  const [subject, key] =
    reader.kind(left) === Kind.identifier
      ? [left, constantOf(reader, right)]
      : [right, constantOf(reader, left)];
  return key === undefined ? [] : about(testedValue(reader, subject), [key], isSame === outcome);
}

function elementsOf(reader: Reader, node: number): readonly number[] {
  const kind = reader.kind(node);
  const isDisplay = kind === Kind.tuple || kind === Kind.list || kind === Kind.set;
  return isDisplay ? childrenOf(reader.tree, node).slice(0, OPERAND_LIMIT + 1) : [];
}

function constantOf(reader: Reader, node: number): string | undefined {
  const inner = withoutParentheses(reader.tree, node);
  if (!CONSTANTS.has(reader.kind(inner))) return undefined;
  return reader.facts.constantKey(reader.expression(inner));
}

/** The value of a name that is a parameter nobody has bound again, or a literal; -1 for all others. */
function testedValue(reader: Reader, node: number): Variable {
  if (reader.kind(node) !== Kind.identifier) return -1;
  const { state, facts } = reader;
  const name = reader.identifier(node);
  const slot = ownSlot(state, name);
  if (slot === undefined || findOverlay(state.overlay, name) >= 0) return -1;
  if (!state.canRefine(slot) || state.heldBy(slot) !== undefined) return -1;
  const value = state.parts.tested(state.current(slot));
  const isParameter = state.callable?.parameters.some(({ variable }) => variable === value);
  return isParameter || facts.constantKey(value) !== undefined ? value : -1;
}
