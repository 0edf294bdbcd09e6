import { Field, Kind } from "../tree/kinds.ts";
import { finishComprehension, isComprehension, parseSplat } from "./displays.ts";
import { giveUp } from "./not-plain.ts";
import { close, open, type Parsing, wrap } from "./parsing.ts";
import { Token } from "./tokens.ts";

/** The arguments of a call or the bases of a class, or the generator that stands for them. */
export function parseArguments(p: Parsing): number {
  const { lexer, nodes } = p;
  const list = open(p, Kind.argumentList);
  lexer.expect(Token.openParenthesis);
  for (let count = 0; lexer.token !== Token.closeParenthesis; count++) {
    const argument = parseArgument(p);
    if (isComprehension(p)) {
      if (count > 0) giveUp();
      nodes.kind[list] = Kind.generatorExpression;
      return finishComprehension(p, list, argument, Token.closeParenthesis);
    }
    nodes.append(list, argument);
    if (!lexer.skip(Token.comma)) break;
  }
  lexer.expect(Token.closeParenthesis);
  return close(p, list);
}

function parseArgument(p: Parsing): number {
  const { lexer, nodes } = p;
  if (lexer.token === Token.star) return parseSplat(p, Kind.listSplat);
  if (lexer.token === Token.doubleStar) return parseSplat(p, Kind.dictionarySplat);
  const value = p.grammar.namedExpression(p);
  if (lexer.token !== Token.assign) return value;
  if (nodes.kind[value] !== Kind.identifier) giveUp();
  lexer.next();
  const argument = wrap(p, Kind.keywordArgument, value, Field.name);
  nodes.append(argument, p.grammar.expression(p), Field.value);
  return close(p, argument);
}

/** `[…]` behind a value; all of it belongs to the subscript's own node. */
export function parseSubscripts(p: Parsing, node: number): void {
  const { lexer, nodes } = p;
  lexer.expect(Token.openBracket);
  do {
    if (lexer.token === Token.closeBracket && nodes.first[node] !== nodes.last[node]) break;
    nodes.append(node, parseSubscript(p), Field.subscript);
  } while (lexer.skip(Token.comma));
  lexer.expect(Token.closeBracket);
}

function parseSubscript(p: Parsing): number {
  const { lexer, nodes } = p;
  if (lexer.token === Token.star) giveUp();
  const { start } = lexer;
  const lower = lexer.token === Token.colon ? 0 : p.grammar.namedExpression(p);
  if (lexer.token !== Token.colon) return lower;
  const slice = nodes.add(Kind.slice, start, start);
  if (lower !== 0) nodes.append(slice, lower);
  for (let colons = 0; colons < 2 && lexer.skip(Token.colon); colons++) {
    const isEmpty =
      lexer.token === Token.colon ||
      lexer.token === Token.comma ||
      lexer.token === Token.closeBracket;
    if (!isEmpty) nodes.append(slice, p.grammar.expression(p));
  }
  return close(p, slice);
}
