import { Field, Kind } from "../tree/kinds.ts";
import { giveUp } from "./not-plain.ts";
import { close, open, type Parsing, wrap } from "./parsing.ts";
import { Token } from "./tokens.ts";

/** `*value` or `**value`. */
export function parseSplat(p: Parsing, kind: number): number {
  const node = open(p, kind);
  p.lexer.next();
  p.nodes.append(node, p.grammar.expression(p));
  return close(p, node);
}

function parseElement(p: Parsing): number {
  return p.lexer.token === Token.star
    ? parseSplat(p, Kind.listSplat)
    : p.grammar.namedExpression(p);
}

/** `(…)`: a tuple, a generator, or just parentheses. */
export function parseParentheses(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.tuple);
  lexer.next();
  if (lexer.token === Token.closeParenthesis) return finish(p, node, Token.closeParenthesis);
  if (lexer.token === Token.yield) {
    nodes.kind[node] = Kind.parenthesizedExpression;
    nodes.append(node, p.grammar.yield(p));
    return finish(p, node, Token.closeParenthesis);
  }
  const first = parseElement(p);
  if (isComprehension(p)) {
    nodes.kind[node] = Kind.generatorExpression;
    return finishComprehension(p, node, first, Token.closeParenthesis);
  }
  if (lexer.token !== Token.comma) {
    if (nodes.kind[first] === Kind.listSplat) giveUp();
    nodes.kind[node] = Kind.parenthesizedExpression;
  }
  return finishElements(p, node, first, Token.closeParenthesis);
}

/** `[…]`: a list or its comprehension. */
export function parseBrackets(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.list);
  lexer.next();
  if (lexer.token === Token.closeBracket) return finish(p, node, Token.closeBracket);
  const first = parseElement(p);
  if (!isComprehension(p)) return finishElements(p, node, first, Token.closeBracket);
  nodes.kind[node] = Kind.listComprehension;
  return finishComprehension(p, node, first, Token.closeBracket);
}

/** `{…}`: a dictionary, a set, or a comprehension of one. */
export function parseBraces(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.dictionary);
  lexer.next();
  if (lexer.token === Token.closeBrace) return finish(p, node, Token.closeBrace);
  if (lexer.token === Token.doubleStar) {
    return finishPairs(p, node, parseSplat(p, Kind.dictionarySplat));
  }
  const first = parseElement(p);
  const isPair = lexer.token === Token.colon;
  const item = isPair ? finishPair(p, first) : first;
  if (isComprehension(p)) {
    nodes.kind[node] = isPair ? Kind.dictionaryComprehension : Kind.setComprehension;
    return finishComprehension(p, node, item, Token.closeBrace);
  }
  if (isPair) return finishPairs(p, node, item);
  nodes.kind[node] = Kind.set;
  return finishElements(p, node, item, Token.closeBrace);
}

function finish(p: Parsing, node: number, closing: number): number {
  p.lexer.expect(closing);
  return close(p, node);
}

function finishElements(p: Parsing, node: number, first: number, closing: number): number {
  const { lexer, nodes } = p;
  nodes.append(node, first);
  while (lexer.skip(Token.comma) && lexer.token !== closing) nodes.append(node, parseElement(p));
  return finish(p, node, closing);
}

function finishPairs(p: Parsing, node: number, first: number): number {
  const { lexer, nodes } = p;
  nodes.append(node, first);
  while (lexer.skip(Token.comma) && lexer.token !== Token.closeBrace) {
    const isSplat = lexer.token === Token.doubleStar;
    const item = isSplat
      ? parseSplat(p, Kind.dictionarySplat)
      : finishPair(p, p.grammar.expression(p));
    nodes.append(node, item);
  }
  return finish(p, node, Token.closeBrace);
}

function finishPair(p: Parsing, key: number): number {
  const { lexer, nodes } = p;
  if (nodes.kind[key] === Kind.listSplat || nodes.kind[key] === Kind.namedExpression) giveUp();
  lexer.expect(Token.colon);
  const pair = wrap(p, Kind.pair, key, Field.key);
  nodes.append(pair, p.grammar.expression(p), Field.value);
  return close(p, pair);
}

/** Behind an element: whether it is a comprehension's body. */
export function isComprehension({ lexer }: Parsing): boolean {
  return lexer.token === Token.for || lexer.token === Token.async;
}

/** `body for … in … if …` up to its closing bracket. */
export function finishComprehension(
  p: Parsing,
  node: number,
  body: number,
  closing: number,
): number {
  const { lexer, nodes } = p;
  const kind = nodes.kind[body];
  if (kind === Kind.listSplat || kind === Kind.dictionarySplat || kind === Kind.keywordArgument)
    giveUp();
  nodes.append(node, body, Field.body);
  while (lexer.token !== closing) {
    const isLoop = isComprehension(p);
    if (!isLoop && lexer.token !== Token.if) giveUp();
    nodes.append(node, isLoop ? parseForClause(p) : parseIfClause(p));
  }
  return finish(p, node, closing);
}

function parseForClause(p: Parsing): number {
  const { lexer, nodes } = p;
  const clause = open(p, Kind.forInClause);
  lexer.skip(Token.async);
  lexer.expect(Token.for);
  nodes.append(clause, p.grammar.targets(p), Field.left);
  lexer.expect(Token.in);
  nodes.append(clause, p.grammar.disjunction(p), Field.right);
  return close(p, clause);
}

function parseIfClause(p: Parsing): number {
  const clause = open(p, Kind.ifClause);
  p.lexer.next();
  p.nodes.append(clause, p.grammar.disjunction(p));
  return close(p, clause);
}
