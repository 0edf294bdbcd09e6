import { Field, Kind } from "../tree/kinds.ts";
import { giveUp } from "./not-plain.ts";
import { parsePrimary } from "./operands.ts";
import { parseParameters } from "./parameters.ts";
import { close, descend, leaf, open, type Parsing, wrap } from "./parsing.ts";
import { Token } from "./tokens.ts";

/** `lambda`, conditional expressions and everything that binds tighter. */
export function parseExpression(p: Parsing): number {
  descend(p);
  const node = p.lexer.token === Token.lambda ? parseLambda(p) : parseConditional(p);
  p.depth--;
  return node;
}

function parseLambda(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.lambda);
  lexer.next();
  if (lexer.token !== Token.colon) {
    const parameters = open(p, Kind.lambdaParameters);
    parseParameters(p, parameters, Token.colon);
    nodes.append(node, close(p, parameters), Field.parameters);
  }
  lexer.expect(Token.colon);
  nodes.append(node, parseExpression(p), Field.body);
  return close(p, node);
}

/** An expression, or `name := expression`. */
export function parseNamedExpression(p: Parsing): number {
  const { lexer, nodes } = p;
  const left = parseExpression(p);
  if (lexer.token !== Token.walrus) return left;
  if (nodes.kind[left] !== Kind.identifier) giveUp();
  lexer.next();
  const node = wrap(p, Kind.namedExpression, left, Field.name);
  const value = parseExpression(p);
  // The grammar takes `x := a if b else c` for `(x := a) if b else c`.
  if (nodes.kind[value] === Kind.conditionalExpression) giveUp();
  nodes.append(node, value, Field.value);
  return close(p, node);
}

function parseConditional(p: Parsing): number {
  const { lexer, nodes } = p;
  const body = parseDisjunction(p);
  if (lexer.token !== Token.if) return body;
  const node = wrap(p, Kind.conditionalExpression, body);
  lexer.next();
  nodes.append(node, parseDisjunction(p));
  lexer.expect(Token.else);
  nodes.append(node, parseExpression(p));
  return close(p, node);
}

/** `a or b`, and everything that binds tighter. */
export function parseDisjunction(p: Parsing): number {
  let left = parseConjunction(p);
  while (p.lexer.token === Token.or) {
    left = operation(p, Kind.booleanOperator, left);
    p.nodes.append(left, parseConjunction(p), Field.right);
    close(p, left);
  }
  return left;
}

function parseConjunction(p: Parsing): number {
  let left = parseNegation(p);
  while (p.lexer.token === Token.and) {
    left = operation(p, Kind.booleanOperator, left);
    p.nodes.append(left, parseNegation(p), Field.right);
    close(p, left);
  }
  return left;
}

function parseNegation(p: Parsing): number {
  if (p.lexer.token !== Token.not) return parseComparison(p);
  descend(p);
  const node = open(p, Kind.notOperator);
  p.lexer.next();
  p.nodes.append(node, parseNegation(p), Field.argument);
  p.depth--;
  return close(p, node);
}

/** A chain of comparisons is one node. */
function parseComparison(p: Parsing): number {
  const first = parseBinary(p, LOOSEST);
  if (!isComparison(p)) return first;
  const node = wrap(p, Kind.comparisonOperator, first);
  while (isComparison(p)) {
    p.nodes.append(node, parseComparisonOperator(p), Field.operators);
    p.nodes.append(node, parseBinary(p, LOOSEST));
  }
  return close(p, node);
}

function isComparison({ lexer: { token } }: Parsing): boolean {
  return (
    token === Token.comparison || token === Token.in || token === Token.is || token === Token.not
  );
}

/** `not in` and `is not` are one operator. */
function parseComparisonOperator(p: Parsing): number {
  const { lexer } = p;
  const { token } = lexer;
  const operator = leaf(p, Kind.token);
  if (token === Token.not) lexer.expect(Token.in);
  else if (token === Token.is) lexer.skip(Token.not);
  return close(p, operator);
}

const LOOSEST = 1;

/** By token: how tight a binary operator binds; 0 for no operator. `^` and `&` as the full grammar has them. */
const TIGHTNESS = tightness();

function tightness(): Uint8Array {
  const table = new Uint8Array(Token.yield + 1);
  const levels: readonly (readonly number[])[] = [
    [Token.pipe],
    [Token.ampersand],
    [Token.caret],
    [Token.leftShift, Token.rightShift],
    [Token.plus, Token.minus],
    [Token.star, Token.slash, Token.doubleSlash, Token.percent, Token.at],
  ];
  levels.forEach((tokens, level) => {
    for (const token of tokens) table[token] = level + LOOSEST;
  });
  return table;
}

/** Operators from the given tightness on; those of one level from the left. */
function parseBinary(p: Parsing, tightest: number): number {
  let left = parseUnary(p);
  for (;;) {
    const level = TIGHTNESS[p.lexer.token] as number;
    if (level === 0 || level < tightest) return left;
    left = operation(p, Kind.binaryOperator, left);
    p.nodes.append(left, parseBinary(p, level + 1), Field.right);
    close(p, left);
  }
}

/** An operation around its left side, its operator passed. */
function operation(p: Parsing, kind: number, left: number): number {
  const node = wrap(p, kind, left, Field.left);
  p.nodes.append(node, leaf(p, Kind.token), Field.operator);
  return node;
}

function parseUnary(p: Parsing): number {
  const { token } = p.lexer;
  if (token !== Token.minus && token !== Token.plus && token !== Token.tilde) return parsePower(p);
  descend(p);
  const node = open(p, Kind.unaryOperator);
  p.nodes.append(node, leaf(p, Kind.token), Field.operator);
  p.nodes.append(node, parseUnary(p), Field.argument);
  p.depth--;
  return close(p, node);
}

/** `a ** b`: from the right, and tighter than a sign before `a`. */
function parsePower(p: Parsing): number {
  const base = p.lexer.token === Token.await ? parseAwait(p) : parsePrimary(p);
  if (p.lexer.token !== Token.doubleStar) return base;
  descend(p);
  const node = operation(p, Kind.binaryOperator, base);
  p.nodes.append(node, parseUnary(p), Field.right);
  p.depth--;
  return close(p, node);
}

/** The full grammar counts a power to what is awaited. */
function parseAwait(p: Parsing): number {
  descend(p);
  const node = open(p, Kind.await);
  p.lexer.next();
  p.nodes.append(node, parsePower(p));
  p.depth--;
  return close(p, node);
}
