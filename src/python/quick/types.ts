import { Kind } from "../tree/kinds.ts";
import { giveUp } from "./not-plain.ts";
import { parseName } from "./operands.ts";
import { close, open, type Parsing, wrap } from "./parsing.ts";
import { Token } from "./tokens.ts";
import { Unit } from "./units.ts";

/** An annotation. To the full grammar `Name[…]` is a generic type whose arguments are types again. */
export function parseType(p: Parsing): number {
  const { lexer, nodes } = p;
  const type = open(p, Kind.type);
  if (lexer.token === Token.star) giveUp();
  const isGeneric = lexer.token === Token.name && lexer.units[lexer.end] === Unit.openBracket;
  const value = isGeneric ? parseUnion(p, parseGeneric(p)) : p.grammar.expression(p);
  const isSpaced = nodes.kind[value] === Kind.subscript && isName(p, nodes.first[value] as number);
  if (isSpaced || !endsType(lexer.token)) giveUp();
  nodes.append(type, value);
  return close(p, type);
}

function isName({ nodes }: Parsing, node: number): boolean {
  return nodes.kind[node] === Kind.identifier;
}

/** What begins with a generic type; other unions are expressions. */
function parseUnion(p: Parsing, first: number): number {
  const { lexer, nodes } = p;
  if (lexer.token !== Token.pipe) return first;
  const union = wrap(p, Kind.unionType, wrap(p, Kind.type, first));
  lexer.next();
  const rest = parseType(p);
  if (nodes.kind[nodes.first[rest] as number] === Kind.unionType) giveUp();
  nodes.append(union, rest);
  return close(p, union);
}

function parseGeneric(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.genericType);
  nodes.append(node, parseName(p));
  const list = open(p, Kind.typeParameter);
  lexer.expect(Token.openBracket);
  do {
    if (lexer.token === Token.closeBracket && nodes.first[list] !== 0) break;
    nodes.append(list, parseType(p));
  } while (lexer.skip(Token.comma));
  lexer.expect(Token.closeBracket);
  nodes.append(node, close(p, list));
  return close(p, node);
}

function endsType(token: number): boolean {
  return (
    token === Token.comma ||
    token === Token.closeParenthesis ||
    token === Token.closeBracket ||
    token === Token.assign ||
    token === Token.colon ||
    token === Token.newline ||
    token === Token.semicolon
  );
}
