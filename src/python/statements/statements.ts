import { say } from "../../sentence.ts";
import { Op } from "../constraints.ts";
import { emitPlainCall } from "../expressions/calls.ts";
import { readKey } from "../expressions/keys.ts";
import { constantText, formatValue, isPlainLiteral } from "../expressions/literals.ts";
import { applyNarrowings, attributePath, narrowingsOf } from "../expressions/narrowing.ts";
import { truthTest } from "../expressions/operators.ts";
import { deleteHeldItem } from "../held/held-items.ts";
import type { Variable } from "../module-facts.ts";
import { unbindName } from "../reader/name-access.ts";
import type { Reader, StatementReader } from "../reader/reader.ts";
import {
  childByField,
  childrenByField,
  childrenOf,
  firstChild,
  withoutParentheses,
} from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { readAssignment, readAugmented, readTypeAlias } from "./assignments.ts";
import { readFor, readIf, readWhile } from "./branches.ts";
import { readClass, readDecorated, readFunction } from "./definitions.ts";
import { readFrom, readImport } from "./imports.ts";
import { readMatch } from "./match-statement.ts";
import { readTry } from "./try-statement.ts";
import { readWith } from "./with-statement.ts";

/** Every statement of the grammar; what is no statement is read as an expression. */
export const STATEMENTS: ReadonlyMap<number, StatementReader> = new Map<number, StatementReader>([
  [Kind.module, (reader, node) => reader.block(node)],
  [Kind.block, (reader, node) => reader.block(node)],
  [Kind.error, (reader, node) => reader.block(node)],
  [Kind.expressionStatement, readExpressionStatement],
  [Kind.assignment, (reader, node) => void readAssignment(reader, node)],
  [Kind.augmentedAssignment, (reader, node) => void readAugmented(reader, node)],
  [Kind.returnStatement, readReturn],
  [Kind.raiseStatement, readRaise],
  [Kind.deleteStatement, readDelete],
  [Kind.assertStatement, readAssert],
  [Kind.printStatement, readPrint],
  [Kind.execStatement, readExec],
  [Kind.typeAliasStatement, readTypeAlias],
  [Kind.passStatement, () => {}],
  [Kind.globalStatement, () => {}],
  [Kind.nonlocalStatement, () => {}],
  [Kind.breakStatement, (reader) => leaveLoop(reader, "breaks")],
  [Kind.continueStatement, (reader) => leaveLoop(reader, "continues")],
  [Kind.importStatement, readImport],
  [Kind.importFromStatement, readFrom],
  [Kind.futureImportStatement, readFrom],
  [Kind.functionDefinition, readFunction],
  [Kind.classDefinition, readClass],
  [Kind.decoratedDefinition, readDecorated],
  [Kind.ifStatement, readIf],
  [Kind.forStatement, readFor],
  [Kind.whileStatement, readWhile],
  [Kind.tryStatement, readTry],
  [Kind.withStatement, readWith],
  [Kind.matchStatement, readMatch],
]);

function readExpressionStatement(reader: Reader, node: number): void {
  const children = childrenOf(reader.tree, node);
  for (const child of children) {
    if (isPlainLiteral(reader.kind(child)) && constantText(reader, child) !== undefined) continue;
    reader.statement(child);
  }
}

function readReturn(reader: Reader, node: number): void {
  const value = firstChild(reader.tree, node);
  const { callable } = reader.state;
  if (value >= 0) {
    const result = reader.expression(value);
    if (callable !== undefined)
      reader.facts.copyGiven(callable.returns, result, reader.state.given);
  }
  reader.facts.leave("return");
  reader.state.isLive = false;
}

/** `raise E from cause`; Python 2's `raise E, value, traceback` raises the first. */
function readRaise(reader: Reader, node: number): void {
  const { tree, facts } = reader;
  const cause = childByField(tree, node, Field.cause);
  let raised: Variable = -1;
  for (const child of childrenOf(tree, node)) {
    if (child === cause) continue;
    const parts = reader.kind(child) === Kind.expressionList ? childrenOf(tree, child) : [child];
    for (const part of parts) {
      const value = reader.expression(part);
      if (raised < 0) raised = value;
    }
  }
  const from = cause >= 0 ? reader.expression(cause) : -1;
  if (raised >= 0) facts.emit(Op.Raise, raised, reader.site(node), from, reader.caught);
  facts.leave(raised >= 0 ? "raise" : "bare raise");
  reader.state.isLive = false;
}

function readDelete(reader: Reader, node: number): void {
  for (const child of childrenOf(reader.tree, node)) deleteTarget(reader, child, 0);
}

function deleteTarget(reader: Reader, target: number, depth: number): void {
  const { facts, tree } = reader;
  const node = withoutParentheses(tree, target);
  switch (reader.kind(node)) {
    case Kind.identifier:
      facts.emit(Op.Discard, reader.expression(node), reader.site(node));
      unbindName(reader, reader.identifier(node));
      return;
    case Kind.attribute: {
      const base = reader.expression(childByField(tree, node, Field.object));
      const name = childByField(tree, node, Field.attribute);
      if (name < 0) return;
      const path = attributePath(reader, node);
      const unseen = path === undefined ? -1 : reader.state.stored.delete(path, facts.ran);
      if (unseen >= 0) facts.markPassing(unseen);
      const word = facts.string(reader.identifier(name));
      facts.emit(Op.DeleteAttribute, base, word, reader.site(node));
      return;
    }
    case Kind.subscript: {
      if (deleteHeldItem(reader, node)) return;
      const base = reader.expression(childByField(tree, node, Field.value));
      const { constant, key } = readKey(reader, node);
      facts.emit(Op.DeleteItem, base, constant, key, reader.site(node));
      return;
    }
    default:
      if (depth > 20) return;
      for (const child of childrenOf(tree, node)) deleteTarget(reader, child, depth + 1);
  }
}

function readAssert(reader: Reader, node: number): void {
  const [test, message] = childrenOf(reader.tree, node);
  if (test === undefined) return;
  reader.region("assert", node, -1, reader.shortSource(test, 80), () => {
    truthTest(reader, test, reader.expression(test));
    if (message !== undefined) reader.expression(message);
  });
  applyNarrowings(reader, narrowingsOf(reader, test, true));
}

/** Python 2's `exec code in globals, locals`; what it runs is unknown. */
function readExec(reader: Reader, node: number): void {
  reader.noticePython2(node, say`exec statement`);
  reader.block(node);
}

/** Python 2's `print a, b` turns its values into text; `print >>f, a` writes to f. */
function readPrint(reader: Reader, node: number): void {
  const { tree } = reader;
  reader.noticePython2(node, say`print statement`);
  const chevron = childrenOf(tree, node).find((child) => reader.kind(child) === Kind.chevron);
  const file = chevron === undefined ? -1 : reader.expression(firstChild(tree, chevron));
  const values: Variable[] = [];
  for (const argument of childrenByField(tree, node, Field.argument)) {
    const value = reader.expression(argument);
    formatValue(reader, value, "__str__", argument);
    values.push(value);
  }
  if (file < 0 || chevron === undefined) return;
  const site = reader.site(chevron);
  emitPlainCall(reader, reader.loadAttribute(file, "write", site), values, reader.site(node));
}

function leaveLoop(reader: Reader, where: "breaks" | "continues"): void {
  if (reader.state.isLive) reader.loops.at(-1)?.[where].push(reader.state.snapshot());
  reader.state.isLive = false;
}
