import { Field, Kind } from "../tree/kinds.ts";
import { parseArguments, parseSubscripts } from "./calls.ts";
import { parseBraces, parseBrackets, parseParentheses } from "./displays.ts";
import { giveUp } from "./not-plain.ts";
import { close, descend, leaf, type Parsing, wrap } from "./parsing.ts";
import { parseStrings } from "./strings.ts";
import { Token } from "./tokens.ts";

/** An atom with its attributes, calls and subscripts. */
export function parsePrimary(p: Parsing): number {
  const { lexer, nodes } = p;
  descend(p);
  let node = parseAtom(p);
  for (;;) {
    if (lexer.token === Token.dot) {
      node = wrap(p, Kind.attribute, node, Field.object);
      lexer.next();
      nodes.append(node, parseName(p), Field.attribute);
    } else if (lexer.token === Token.openParenthesis) {
      node = wrap(p, Kind.call, node, Field.function);
      nodes.append(node, parseArguments(p), Field.arguments);
    } else if (lexer.token === Token.openBracket) {
      node = wrap(p, Kind.subscript, node, Field.value);
      parseSubscripts(p, node);
    } else {
      p.depth--;
      return node;
    }
    close(p, node);
  }
}

export function parseName(p: Parsing): number {
  return p.lexer.token === Token.name ? leaf(p, Kind.identifier) : giveUp();
}

function parseAtom(p: Parsing): number {
  switch (p.lexer.token) {
    case Token.name:
      return leaf(p, Kind.identifier);
    case Token.string:
      return parseStrings(p);
    case Token.openParenthesis:
      return parseParentheses(p);
    case Token.openBracket:
      return parseBrackets(p);
    case Token.openBrace:
      return parseBraces(p);
    default:
      return leaf(p, LEAVES[p.lexer.token] ?? giveUp());
  }
}

const LEAVES: Readonly<Record<number, number>> = {
  [Token.integer]: Kind.integer,
  [Token.float]: Kind.float,
  [Token.none]: Kind.none,
  [Token.true]: Kind.true,
  [Token.false]: Kind.false,
  [Token.ellipsis]: Kind.ellipsis,
};
