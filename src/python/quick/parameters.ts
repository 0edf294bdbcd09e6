import { Field, Kind } from "../tree/kinds.ts";
import { parseName } from "./operands.ts";
import { close, leaf, type Parsing, wrap } from "./parsing.ts";
import { Token } from "./tokens.ts";
import { parseType } from "./types.ts";

/** Parameters up to the closing token; those of a lambda, which a colon ends, have no types. */
export function parseParameters(p: Parsing, list: number, closing: number): void {
  const { lexer, nodes } = p;
  while (lexer.token !== closing) {
    nodes.append(list, parseParameter(p, closing !== Token.colon));
    if (!lexer.skip(Token.comma)) break;
  }
}

function parseParameter(p: Parsing, mayHaveType: boolean): number {
  switch (p.lexer.token) {
    case Token.slash:
      return leaf(p, Kind.positionalSeparator);
    case Token.star:
    case Token.doubleStar:
      return parseRest(p, mayHaveType);
    default:
      return parseNamedParameter(p, mayHaveType);
  }
}

/** `*`, `*names` or `**names`. */
function parseRest(p: Parsing, mayHaveType: boolean): number {
  const { lexer, nodes } = p;
  const isList = lexer.token === Token.star;
  const star = leaf(p, isList ? Kind.keywordSeparator : Kind.dictionarySplatPattern);
  if (isList && lexer.token !== Token.name) return star;
  if (isList) nodes.kind[star] = Kind.listSplatPattern;
  nodes.append(star, parseName(p));
  close(p, star);
  if (!mayHaveType || lexer.token !== Token.colon) return star;
  return parseTyped(p, star);
}

function parseNamedParameter(p: Parsing, mayHaveType: boolean): number {
  const { lexer, nodes } = p;
  const name = parseName(p);
  const hasType = mayHaveType && lexer.token === Token.colon;
  const typed = hasType ? parseTyped(p, name) : name;
  if (lexer.token !== Token.assign) return typed;
  let parameter = typed;
  if (hasType) {
    nodes.kind[parameter] = Kind.typedDefaultParameter;
    nodes.field[name] = Field.name;
  } else {
    parameter = wrap(p, Kind.defaultParameter, name, Field.name);
  }
  lexer.next();
  nodes.append(parameter, p.grammar.expression(p), Field.value);
  return close(p, parameter);
}

function parseTyped(p: Parsing, name: number): number {
  const parameter = wrap(p, Kind.typedParameter, name);
  p.lexer.expect(Token.colon);
  p.nodes.append(parameter, parseType(p), Field.type);
  return close(p, parameter);
}
