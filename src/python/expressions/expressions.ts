import { say } from "../../sentence.ts";
import { ContainerKind, LiteralKind, Op } from "../constraints.ts";
import { readCall } from "../held/held-calls.ts";
import { itemOfDisplay, loadHeldItem } from "../held/held-items.ts";
import type { Variable } from "../module-facts.ts";
import { bindName, readName } from "../reader/name-access.ts";
import type { ExpressionReader, Reader } from "../reader/reader.ts";
import { readLambda } from "../statements/definitions.ts";
import { childByField, childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { readComprehension, readGeneratorExpression } from "./comprehensions.ts";
import {
  newContainer,
  readDictionary,
  readList,
  readSet,
  readTuple,
  storeElements,
} from "./displays.ts";
import { givenTests } from "./given-tests.ts";
import { readKey } from "./keys.ts";
import { formatValue, readFloat, readInteger, readString } from "./literals.ts";
import { applyNarrowings, attributePath, narrowedByPath, narrowingsOf } from "./narrowing.ts";
import {
  readBinary,
  readBoolean,
  readComparison,
  readNot,
  readUnary,
  truthTest,
} from "./operators.ts";

/** Every expression of the grammar. */
export const EXPRESSIONS: ReadonlyMap<number, ExpressionReader> = new Map<number, ExpressionReader>(
  [
    [Kind.identifier, readIdentifier],
    [Kind.attribute, readAttribute],
    [Kind.subscript, readSubscript],
    [Kind.slice, readSlice],
    [Kind.call, readCall],
    [Kind.await, readAwait],
    [Kind.yield, readYield],
    [Kind.lambda, readLambda],
    [Kind.binaryOperator, readBinary],
    [Kind.unaryOperator, readUnary],
    [Kind.booleanOperator, readBoolean],
    [Kind.notOperator, readNot],
    [Kind.comparisonOperator, readComparison],
    [Kind.conditionalExpression, readConditional],
    [Kind.namedExpression, readNamed],
    [Kind.parenthesizedExpression, readParenthesized],
    [Kind.expressionList, readTuple],
    [Kind.patternList, readTuple],
    [Kind.tuplePattern, readTuple],
    [Kind.listPattern, readList],
    [Kind.tuple, readTuple],
    [Kind.list, readList],
    [Kind.set, readSet],
    [Kind.dictionary, readDictionary],
    [Kind.listComprehension, (reader, node) => readComprehension(reader, node, ContainerKind.list)],
    [Kind.setComprehension, (reader, node) => readComprehension(reader, node, ContainerKind.set)],
    [
      Kind.dictionaryComprehension,
      (reader, node) => readComprehension(reader, node, ContainerKind.dict),
    ],
    [Kind.generatorExpression, readGeneratorExpression],
    [Kind.string, readString],
    [Kind.concatenatedString, readString],
    [Kind.integer, readInteger],
    [Kind.float, readFloat],
    [Kind.true, (reader) => reader.facts.literal(LiteralKind.boolean, "True")],
    [Kind.false, (reader) => reader.facts.literal(LiteralKind.boolean, "False")],
    [Kind.none, (reader) => reader.facts.literal(LiteralKind.none, undefined)],
    [Kind.ellipsis, (reader) => reader.facts.literal(LiteralKind.ellipsis, undefined)],
    [Kind.type, readInner],
    [Kind.listSplat, readInner],
    [Kind.listSplatPattern, readInner],
    [Kind.dictionarySplat, readInner],
    [Kind.asPattern, readInner],
    [Kind.genericType, readGeneric],
  ],
);

function readIdentifier(reader: Reader, node: number): Variable {
  const name = reader.identifier(node);
  // The parser invents an empty name where one is missing.
  return name === "" ? reader.facts.variable() : readName(reader, name, node);
}

function readInner(reader: Reader, node: number): Variable {
  return reader.expression(firstChild(reader.tree, node));
}

function readParenthesized(reader: Reader, node: number): Variable {
  const value = readInner(reader, node);
  if (!reader.backticks.has(reader.tree.start[node] as number)) return value;
  reader.noticePython2(node, say`backticks`);
  formatValue(reader, value, "__repr__", node);
  return reader.facts.literal(LiteralKind.string, undefined);
}

/** `List[int]` in an annotation that is read as a value (a type alias). */
function readGeneric(reader: Reader, node: number): Variable {
  const [head, list] = childrenOf(reader.tree, node);
  const base = reader.expression(head ?? -1);
  const key = newContainer(reader, ContainerKind.tuple, node);
  if (list !== undefined) storeElements(reader, key, childrenOf(reader.tree, list), true);
  const result = reader.facts.variable();
  reader.facts.emit(Op.LoadItem, result, base, -1, key, reader.site(node));
  return result;
}

function readAttribute(reader: Reader, node: number): Variable {
  const base = reader.expression(childByField(reader.tree, node, Field.object));
  const name = childByField(reader.tree, node, Field.attribute);
  if (name < 0) return reader.facts.variable();
  const word = reader.identifier(name);
  const stored = storedUnder(reader, node, word);
  const value = reader.loadAttribute(base, word, reader.site(node), stored);
  return narrowedByPath(reader, node, value);
}

/** What this block has just stored in the attribute; -1 where that is not known. */
function storedUnder(reader: Reader, node: number, name: string): Variable {
  const { stored, overlay } = reader.state;
  const path = overlay === undefined ? attributePath(reader, node) : undefined;
  return stored.read(path, name, reader.facts.ran);
}

function readSubscript(reader: Reader, node: number): Variable {
  const { facts } = reader;
  const held = loadHeldItem(reader, node);
  if (held >= 0) return held;
  const base = reader.expression(childByField(reader.tree, node, Field.value));
  const content = reader.contentOf(base);
  const { constant, key } = readKey(reader, node);
  const known = content === undefined ? -1 : itemOfDisplay(reader, node, content, constant);
  if (known >= 0) return known;
  const result = facts.variable();
  facts.emit(Op.LoadItem, result, base, constant, key, reader.site(node));
  return result;
}

function readSlice(reader: Reader, node: number): Variable {
  for (const part of childrenOf(reader.tree, node)) reader.expression(part);
  return reader.facts.literal(LiteralKind.none, "slice");
}

function readAwait(reader: Reader, node: number): Variable {
  const { facts } = reader;
  const operand = firstChild(reader.tree, node);
  const head = reader.shortSource(operand, 80);
  const value = reader.region("await", node, -1, head, () => reader.expression(operand));
  const result = facts.variable();
  facts.emit(Op.Await, result, value, reader.site(node));
  return result;
}

function readYield(reader: Reader, node: number): Variable {
  const { facts, tree, state } = reader;
  const operand = firstChild(tree, node);
  const isFrom = /^yield\s+from\b/.test(
    reader.text.slice(tree.start[node], (tree.start[node] as number) + 40),
  );
  const value =
    operand < 0 ? facts.literal(LiteralKind.none, undefined) : reader.expression(operand);
  if (isFrom) {
    state.yielded = undefined;
    const result = facts.variable();
    facts.emit(Op.YieldFrom, result, value, state.scope.index, reader.site(node));
    return result;
  }
  if (state.callable === undefined || state.callable.yields < 0) return facts.variable();
  facts.noteYield();
  facts.noteRunning();
  facts.copy(state.callable.yields, value);
  const isStraight = facts.region === -1 && reader.conditionalDepth === 0;
  if (isStraight) state.yielded?.push(value);
  else state.yielded = undefined;
  return state.callable.sends;
}

function readConditional(reader: Reader, node: number): Variable {
  const [then, test, otherwise] = childrenOf(reader.tree, node);
  if (then === undefined || test === undefined || otherwise === undefined) {
    reader.block(node);
    return reader.facts.variable();
  }
  truthTest(reader, test, reader.expression(test));
  const before = reader.state.snapshot();
  const tests = [true, false].map((outcome) => givenTests(reader, test, outcome));
  const branch = (operand: number, outcome: boolean): Variable => {
    applyNarrowings(reader, narrowingsOf(reader, test, outcome));
    reader.conditionalDepth++;
    const value = reader.region("short-circuit", operand, -1, "", () => reader.expression(operand));
    reader.conditionalDepth--;
    return value;
  };
  const overlay = reader.state.overlay;
  const names = overlay === undefined ? undefined : new Map(overlay.names);
  const first = branch(then, true);
  const afterFirst = reader.state.snapshot();
  reader.state.restore(before);
  if (overlay !== undefined && names !== undefined) overlay.names = new Map(names);
  const second = branch(otherwise, false);
  if (overlay !== undefined && names !== undefined) overlay.names = names;
  reader.state.join([afterFirst, reader.state.snapshot()]);
  return reader.either([first, second], tests);
}

function readNamed(reader: Reader, node: number): Variable {
  const value = reader.expression(childByField(reader.tree, node, Field.value));
  const target = childByField(reader.tree, node, Field.name);
  if (target >= 0) bindName(reader, reader.identifier(target), value);
  return value;
}
