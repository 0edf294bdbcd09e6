import { Field, Kind } from "../tree/kinds.ts";
import { parseClass, parseDecorated, parseFunction } from "./definitions.ts";
import { parseExpression, parseNamedExpression } from "./expressions.ts";
import { giveUp } from "./not-plain.ts";
import { parsePrimary } from "./operands.ts";
import { close, open, type Parsing, wrap } from "./parsing.ts";
import { parseExpressions, parseTargets } from "./targets.ts";
import { Token } from "./tokens.ts";

type ParseStatement = (p: Parsing) => number;

/** By first token: statements with blocks. */
export const COMPOUND: Readonly<Record<number, ParseStatement>> = {
  [Token.if]: parseIf,
  [Token.for]: (p) => parseFor(p, open(p, Kind.forStatement)),
  [Token.while]: parseWhile,
  [Token.try]: parseTry,
  [Token.with]: (p) => parseWith(p, open(p, Kind.withStatement)),
  [Token.def]: parseFunction,
  [Token.class]: parseClass,
  [Token.at]: parseDecorated,
  [Token.async]: parseAsync,
};

function parseAsync(p: Parsing): number {
  const { lexer } = p;
  const word = /^\s+(def|for|with)\b/.exec(lexer.textBehind())?.[1];
  if (word === "def") return parseFunction(p);
  if (word === undefined) giveUp();
  const node = open(p, word === "for" ? Kind.forStatement : Kind.withStatement);
  lexer.next();
  return word === "for" ? parseFor(p, node) : parseWith(p, node);
}

function parseIf(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = parseCondition(p, Kind.ifStatement);
  while (lexer.token === Token.elif) {
    nodes.append(node, parseCondition(p, Kind.elifClause), Field.alternative);
    endWithLast(p, node);
  }
  return parseElse(p, node, Field.alternative);
}

/** `if condition: …` or `elif condition: …` */
function parseCondition(p: Parsing, kind: number): number {
  const node = open(p, kind);
  p.lexer.next();
  p.nodes.append(node, parseNamedExpression(p), Field.condition);
  return p.grammar.block(p, node, Field.consequence);
}

function parseElse(p: Parsing, parent: number, field: number): number {
  if (p.lexer.token !== Token.else) return parent;
  const clause = open(p, Kind.elseClause);
  p.lexer.next();
  p.nodes.append(parent, p.grammar.block(p, clause, Field.body), field);
  return endWithLast(p, parent);
}

function endWithLast({ nodes }: Parsing, node: number): number {
  nodes.end[node] = nodes.end[nodes.last[node] as number] as number;
  return node;
}

function parseFor(p: Parsing, node: number): number {
  const { lexer, nodes } = p;
  lexer.expect(Token.for);
  nodes.append(node, parseTargets(p), Field.left);
  lexer.expect(Token.in);
  nodes.append(node, parseExpressions(p), Field.right);
  return parseElse(p, p.grammar.block(p, node, Field.body), Field.alternative);
}

function parseWhile(p: Parsing): number {
  const node = open(p, Kind.whileStatement);
  p.lexer.next();
  p.nodes.append(node, parseNamedExpression(p), Field.condition);
  return parseElse(p, p.grammar.block(p, node, Field.body), Field.alternative);
}

function parseTry(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.tryStatement);
  lexer.next();
  p.grammar.block(p, node, Field.body);
  while (lexer.token === Token.except) nodes.append(node, parseExcept(p));
  parseElse(p, node, Field.none);
  if (lexer.token === Token.finally) {
    const clause = open(p, Kind.finallyClause);
    lexer.next();
    nodes.append(node, p.grammar.block(p, clause, Field.none));
  }
  if (nodes.first[node] === nodes.last[node]) giveUp();
  return endWithLast(p, node);
}

function parseExcept(p: Parsing): number {
  const { lexer, nodes } = p;
  const clause = open(p, Kind.exceptClause);
  lexer.next();
  lexer.skip(Token.star);
  if (lexer.token !== Token.colon) nodes.append(clause, parseAs(p), Field.value);
  return p.grammar.block(p, clause, Field.none);
}

/** `expression as target`, or just the expression. */
function parseAs(p: Parsing): number {
  return parseAlias(p, parseExpression(p));
}

function parseAlias(p: Parsing, value: number): number {
  const { lexer, nodes } = p;
  if (lexer.token !== Token.as) return value;
  const node = wrap(p, Kind.asPattern, value);
  lexer.next();
  nodes.append(node, wrap(p, Kind.asPatternTarget, parsePrimary(p)), Field.alias);
  return close(p, node);
}

function parseWith(p: Parsing, node: number): number {
  const { lexer, nodes } = p;
  lexer.expect(Token.with);
  const clause = open(p, Kind.withClause);
  if (lexer.token === Token.openParenthesis) parseParentheses(p, clause);
  else parseItems(p, clause, parseAs(p));
  nodes.append(node, close(p, clause));
  return p.grammar.block(p, node, Field.body);
}

/**
 * Around several items parentheses are the statement's own, `with (a as b, c):`, around one the
 * expression's, `with (a) as b:`. What else may begin with one is left to the full parser.
 */
function parseParentheses(p: Parsing, clause: number): void {
  const { lexer, nodes } = p;
  const whole = open(p, Kind.parenthesizedExpression);
  lexer.next();
  const first = parseAs(p);
  if (lexer.skip(Token.closeParenthesis)) {
    nodes.append(whole, first);
    parseItems(p, clause, parseAlias(p, close(p, whole)));
    return;
  }
  appendItem(p, clause, first);
  lexer.expect(Token.comma);
  do appendItem(p, clause, parseAs(p));
  while (lexer.skip(Token.comma) && lexer.token !== Token.closeParenthesis);
  lexer.expect(Token.closeParenthesis);
}

function parseItems(p: Parsing, clause: number, first: number): void {
  appendItem(p, clause, first);
  while (p.lexer.skip(Token.comma)) appendItem(p, clause, parseAs(p));
}

function appendItem(p: Parsing, clause: number, value: number): void {
  p.nodes.append(clause, wrap(p, Kind.withItem, value, Field.value));
}
