import { Field, Kind } from "../tree/kinds.ts";
import { giveUp } from "./not-plain.ts";
import { parseName } from "./operands.ts";
import { close, leaf, open, type Parsing, wrap } from "./parsing.ts";
import { Token } from "./tokens.ts";

/** `import a.b as c, d` */
export function parseImport(p: Parsing): number {
  const node = open(p, Kind.importStatement);
  p.lexer.next();
  parseImportedNames(p, node);
  return close(p, node);
}

/** `from a import b as c, (d)`, `from . import *`, `from __future__ import e` */
export function parseFromImport(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.importFromStatement);
  lexer.next();
  if (lexer.isWord("__future__")) {
    nodes.kind[node] = Kind.futureImportStatement;
    lexer.next();
  } else {
    nodes.append(node, parseModuleName(p), Field.moduleName);
  }
  lexer.expect(Token.import);
  if (lexer.token === Token.star) {
    nodes.append(node, leaf(p, Kind.wildcardImport));
  } else if (lexer.skip(Token.openParenthesis)) {
    parseImportedNames(p, node);
    lexer.expect(Token.closeParenthesis);
  } else {
    parseImportedNames(p, node);
  }
  return close(p, node);
}

function parseModuleName(p: Parsing): number {
  const { lexer, nodes } = p;
  if (lexer.token !== Token.dot && lexer.token !== Token.ellipsis) return parseDottedName(p);
  const prefix = open(p, Kind.importPrefix);
  while (lexer.token === Token.dot || lexer.token === Token.ellipsis) lexer.next();
  const node = wrap(p, Kind.relativeImport, close(p, prefix));
  if (lexer.token !== Token.import) nodes.append(node, parseDottedName(p));
  return close(p, node);
}

/** Names with commas between them; one may stand behind the last. */
function parseImportedNames(p: Parsing, parent: number): void {
  const { lexer, nodes } = p;
  do {
    if (lexer.token === Token.closeParenthesis && nodes.first[parent] !== 0) return;
    const name = parseDottedName(p);
    nodes.append(parent, lexer.token === Token.as ? parseAlias(p, name) : name, Field.name);
  } while (lexer.skip(Token.comma));
}

function parseAlias(p: Parsing, name: number): number {
  const node = wrap(p, Kind.aliasedImport, name, Field.name);
  p.lexer.next();
  p.nodes.append(node, parseName(p), Field.alias);
  return close(p, node);
}

function parseDottedName(p: Parsing): number {
  if (p.lexer.token !== Token.name) giveUp();
  const node = open(p, Kind.dottedName);
  do p.nodes.append(node, parseName(p));
  while (p.lexer.skip(Token.dot));
  return close(p, node);
}
