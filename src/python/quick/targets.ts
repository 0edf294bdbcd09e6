import { Kind } from "../tree/kinds.ts";
import { parseSplat } from "./displays.ts";
import { giveUp } from "./not-plain.ts";
import { parsePrimary } from "./operands.ts";
import { close, open, type Parsing, wrap } from "./parsing.ts";
import { Token } from "./tokens.ts";

/** `yield`, with what it gives. */
export function parseYield(p: Parsing): number {
  const { lexer, nodes } = p;
  const node = open(p, Kind.yield);
  lexer.next();
  if (lexer.skip(Token.from)) nodes.append(node, p.grammar.expression(p));
  else if (!endsExpression(lexer.token)) nodes.append(node, parseExpressions(p));
  return close(p, node);
}

function endsExpression(token: number): boolean {
  return (
    token === Token.newline ||
    token === Token.semicolon ||
    token === Token.assign ||
    token === Token.closeParenthesis ||
    token === Token.closeBrace ||
    token === Token.exclamation ||
    token === Token.colon
  );
}

/** One expression, or several with commas as an `expression_list`. */
export function parseExpressions(p: Parsing): number {
  const first = parseItem(p);
  return p.lexer.token === Token.comma ? parseList(p, first) : first;
}

function parseItem(p: Parsing): number {
  return p.lexer.token === Token.star ? parseSplat(p, Kind.listSplat) : p.grammar.expression(p);
}

/** The rest of a list without brackets. */
function parseList(p: Parsing, first: number): number {
  const { lexer, nodes } = p;
  const list = wrap(p, Kind.expressionList, first);
  while (lexer.skip(Token.comma)) {
    if (endsList(lexer.token)) break;
    nodes.append(list, parseItem(p));
  }
  return close(p, list);
}

function endsList(token: number): boolean {
  return endsExpression(token) || token === Token.augmentedAssign || token === Token.in;
}

/** What a loop binds. */
export function parseTargets(p: Parsing): number {
  const { lexer, nodes } = p;
  const first = parseTarget(p);
  if (lexer.token !== Token.comma) return first;
  const list = wrap(p, Kind.patternList, first);
  while (lexer.skip(Token.comma)) {
    if (endsList(lexer.token)) break;
    nodes.append(list, parseTarget(p));
  }
  return close(p, list);
}

function parseTarget(p: Parsing): number {
  if (p.lexer.token !== Token.star) return asPattern(p, parsePrimary(p));
  const node = open(p, Kind.listSplat);
  p.lexer.next();
  p.nodes.append(node, parsePrimary(p));
  return asPattern(p, close(p, node));
}

/** The expression that was read, as what is assigned to. */
export function asPattern(p: Parsing, node: number): number {
  const { nodes } = p;
  const kind = nodes.kind[node] as number;
  if (SIMPLE_TARGETS.has(kind)) return node;
  nodes.kind[node] = PATTERNS.get(kind) ?? giveUp();
  if (
    kind === Kind.listSplat &&
    !SIMPLE_TARGETS.has(nodes.kind[nodes.first[node] as number] as number)
  )
    giveUp();
  for (let child = nodes.first[node] as number; child !== 0; child = nodes.next[child] as number) {
    asPattern(p, child);
  }
  return node;
}

const SIMPLE_TARGETS: ReadonlySet<number> = new Set<number>([
  Kind.identifier,
  Kind.attribute,
  Kind.subscript,
]);

const PATTERNS: ReadonlyMap<number, number> = new Map<number, number>([
  [Kind.tuple, Kind.tuplePattern],
  [Kind.parenthesizedExpression, Kind.tuplePattern],
  [Kind.list, Kind.listPattern],
  [Kind.expressionList, Kind.patternList],
  [Kind.listSplat, Kind.listSplatPattern],
]);
