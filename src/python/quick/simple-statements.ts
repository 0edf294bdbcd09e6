import { Field, Kind } from "../tree/kinds.ts";
import { parseExpression } from "./expressions.ts";
import { parseFromImport, parseImport } from "./imports.ts";
import { giveUp } from "./not-plain.ts";
import { parseName } from "./operands.ts";
import { close, descend, leaf, open, type Parsing, wrap } from "./parsing.ts";
import { asPattern, parseExpressions, parseYield } from "./targets.ts";
import { Token } from "./tokens.ts";
import { parseType } from "./types.ts";

type ParseStatement = (p: Parsing) => number;

/** A statement without a block, up to its line end or semicolon. */
export function parseSimpleStatement(p: Parsing): number {
  const parse = SIMPLE[p.lexer.token] ?? parseExpressionStatement;
  return parse(p);
}

const SIMPLE: readonly (ParseStatement | undefined)[] = table([
  [Token.import, parseImport],
  [Token.from, parseFromImport],
  [Token.return, (p) => parseWithValues(p, Kind.returnStatement, true)],
  [Token.del, (p) => parseWithValues(p, Kind.deleteStatement, false)],
  [Token.pass, (p) => leaf(p, Kind.passStatement)],
  [Token.break, (p) => leaf(p, Kind.breakStatement)],
  [Token.continue, (p) => leaf(p, Kind.continueStatement)],
  [Token.raise, parseRaise],
  [Token.assert, parseAssert],
  [Token.global, (p) => parseNames(p, Kind.globalStatement)],
  [Token.nonlocal, (p) => parseNames(p, Kind.nonlocalStatement)],
]);

function table(
  entries: readonly (readonly [token: number, parse: ParseStatement])[],
): (ParseStatement | undefined)[] {
  const parsers = new Array<ParseStatement | undefined>(Token.yield + 1).fill(undefined);
  for (const [token, parse] of entries) parsers[token] = parse;
  return parsers;
}

function isAtEnd({ lexer }: Parsing): boolean {
  return lexer.token === Token.newline || lexer.token === Token.semicolon;
}

function parseWithValues(p: Parsing, kind: number, mayBeBare: boolean): number {
  const node = open(p, kind);
  p.lexer.next();
  if (!mayBeBare || !isAtEnd(p)) p.nodes.append(node, parseExpressions(p));
  return close(p, node);
}

function parseRaise(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.raiseStatement);
  lexer.next();
  if (!isAtEnd(p)) nodes.append(node, parseExpression(p));
  if (lexer.skip(Token.from)) nodes.append(node, parseExpression(p), Field.cause);
  return close(p, node);
}

function parseAssert(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.assertStatement);
  lexer.next();
  nodes.append(node, parseExpression(p));
  if (lexer.skip(Token.comma)) nodes.append(node, parseExpression(p));
  return close(p, node);
}

function parseNames(p: Parsing, kind: number): number {
  const node = open(p, kind);
  p.lexer.next();
  do p.nodes.append(node, parseName(p));
  while (p.lexer.skip(Token.comma));
  return close(p, node);
}

/** Expressions, and what is assigned to them. */
function parseExpressionStatement(p: Parsing): number {
  const { lexer, nodes } = p;
  const statement = open(p, Kind.expressionStatement);
  if (lexer.token === Token.name && isOldStatement(p)) giveUp();
  const value = lexer.token === Token.yield ? parseYield(p) : parseExpressions(p);
  if (lexer.token === Token.assign) nodes.append(statement, parseAssignment(p, value));
  else if (lexer.token === Token.augmentedAssign) nodes.append(statement, parseAugmented(p, value));
  else if (lexer.token === Token.colon) nodes.append(statement, parseAnnotated(p, value));
  else if (nodes.kind[value] === Kind.expressionList) moveChildren(p, value, statement);
  else nodes.append(statement, value);
  return close(p, statement);
}

/** `print` and `exec` that are not called or assigned: Python 2's statements. */
function isOldStatement({ lexer }: Parsing): boolean {
  if (!lexer.isWord("print") && !lexer.isWord("exec")) return false;
  return !/^[ \t]*(?:[(.=\r\n]|$)/.test(lexer.textBehind());
}

/** A bare `a, b` is no list of its own. */
function moveChildren({ nodes }: Parsing, from: number, to: number): void {
  nodes.first[to] = nodes.first[from] as number;
  nodes.last[to] = nodes.last[from] as number;
}

/** `left = right`, where the right may be an assignment again. */
function parseAssignment(p: Parsing, left: number): number {
  const { lexer, nodes } = p;
  const node = wrap(p, Kind.assignment, asPattern(p, left), Field.left);
  lexer.next();
  nodes.append(node, parseRight(p), Field.right);
  return close(p, node);
}

function parseRight(p: Parsing): number {
  const { lexer } = p;
  const value = lexer.token === Token.yield ? parseYield(p) : parseExpressions(p);
  if (lexer.token !== Token.assign) return value;
  descend(p);
  const node = parseAssignment(p, value);
  p.depth--;
  return node;
}

function parseAugmented(p: Parsing, left: number): number {
  const { lexer, nodes } = p;
  const node = wrap(p, Kind.augmentedAssignment, asPattern(p, left), Field.left);
  nodes.append(node, leaf(p, Kind.token), Field.operator);
  const value = lexer.token === Token.yield ? parseYield(p) : parseExpressions(p);
  nodes.append(node, value, Field.right);
  return close(p, node);
}

function parseAnnotated(p: Parsing, left: number): number {
  const { lexer, nodes } = p;
  if (nodes.kind[left] === Kind.parenthesizedExpression) giveUp();
  const node = wrap(p, Kind.assignment, asPattern(p, left), Field.left);
  lexer.expect(Token.colon);
  nodes.append(node, parseType(p), Field.type);
  if (lexer.skip(Token.assign)) nodes.append(node, parseRight(p), Field.right);
  return close(p, node);
}
