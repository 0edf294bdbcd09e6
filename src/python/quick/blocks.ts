import { Kind } from "../tree/kinds.ts";
import { COMPOUND } from "./compound-statements.ts";
import { giveUp } from "./not-plain.ts";
import { descend, open, type Parsing } from "./parsing.ts";
import { parseSimpleStatement } from "./simple-statements.ts";
import { Token } from "./tokens.ts";

/** A whole file. */
export function parseModule(p: Parsing): number {
  const { lexer, nodes } = p;
  const module = nodes.add(Kind.module, 0, 0);
  lexer.next();
  while (lexer.token !== Token.end) parseStatement(p, module);
  nodes.end[module] = lexer.length;
  return module;
}

/** A statement's block: see `Grammar`. */
export function parseBlock(p: Parsing, parent: number, field: number): number {
  const { lexer, nodes } = p;
  descend(p);
  lexer.expect(Token.colon);
  const isIndented = lexer.skip(Token.newline);
  if (isIndented) lexer.expect(Token.indent);
  const block = open(p, Kind.block);
  if (isIndented) {
    while (lexer.token !== Token.dedent) parseStatement(p, block);
    lexer.next();
    nodes.end[block] = nodes.end[nodes.last[block] as number] as number;
  } else {
    parseLine(p, block);
  }
  nodes.append(parent, block, field);
  nodes.end[parent] = nodes.end[block] as number;
  p.depth--;
  return parent;
}

function parseStatement(p: Parsing, parent: number): void {
  const parse = COMPOUND[p.lexer.token];
  if (parse === undefined) parseLine(p, parent);
  else p.nodes.append(parent, parse(p));
}

/** Simple statements on one line. */
function parseLine(p: Parsing, parent: number): void {
  const { lexer, nodes } = p;
  do {
    if (lexer.token === Token.newline) break;
    nodes.append(parent, parseSimpleStatement(p));
  } while (lexer.skip(Token.semicolon));
  if (lexer.token !== Token.newline || nodes.first[parent] === 0) giveUp();
  nodes.end[parent] = lexer.previousEnd;
  lexer.next();
}
