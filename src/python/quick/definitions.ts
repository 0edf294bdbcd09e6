import { Field, Kind } from "../tree/kinds.ts";
import { parseArguments } from "./calls.ts";
import { giveUp } from "./not-plain.ts";
import { parseName } from "./operands.ts";
import { parseParameters } from "./parameters.ts";
import { close, open, type Parsing } from "./parsing.ts";
import { Token } from "./tokens.ts";
import { parseType } from "./types.ts";

/** Decorators, and the function or class below them. */
export function parseDecorated(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.decoratedDefinition);
  while (lexer.token === Token.at) {
    const decorator = open(p, Kind.decorator);
    lexer.next();
    nodes.append(decorator, p.grammar.namedExpression(p));
    nodes.append(node, close(p, decorator));
    lexer.expect(Token.newline);
  }
  const definition = lexer.token === Token.class ? parseClass(p) : parseFunction(p);
  nodes.append(node, definition, Field.definition);
  nodes.end[node] = nodes.end[definition] as number;
  return node;
}

/** `def`, or `async def`. */
export function parseFunction(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.functionDefinition);
  lexer.skip(Token.async);
  lexer.expect(Token.def);
  nodes.append(node, parseName(p), Field.name);
  const parameters = open(p, Kind.parameters);
  lexer.expect(Token.openParenthesis);
  parseParameters(p, parameters, Token.closeParenthesis);
  lexer.expect(Token.closeParenthesis);
  nodes.append(node, close(p, parameters), Field.parameters);
  if (lexer.skip(Token.arrow)) nodes.append(node, parseType(p), Field.returnType);
  return p.grammar.block(p, node, Field.body);
}

export function parseClass(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.classDefinition);
  lexer.expect(Token.class);
  nodes.append(node, parseName(p), Field.name);
  if (lexer.token === Token.openParenthesis) {
    const bases = parseArguments(p);
    if (nodes.kind[bases] !== Kind.argumentList) giveUp();
    nodes.append(node, bases, Field.superclasses);
  }
  return p.grammar.block(p, node, Field.body);
}
