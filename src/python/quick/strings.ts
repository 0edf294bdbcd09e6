import { Field, Kind } from "../tree/kinds.ts";
import { giveUp } from "./not-plain.ts";
import { descend, type Parsing } from "./parsing.ts";
import { Token } from "./tokens.ts";
import { Unit } from "./units.ts";

/** A string, or several side by side. */
export function parseStrings(p: Parsing): number {
  const { lexer, nodes } = p;
  const first = parseString(p);
  if (lexer.token !== Token.string) return first;
  const node = nodes.add(Kind.concatenatedString, nodes.start[first] as number, 0);
  nodes.append(node, first);
  while (lexer.token === Token.string) nodes.append(node, parseString(p));
  nodes.end[node] = lexer.previousEnd;
  return node;
}

interface Quotes {
  readonly quote: number;
  readonly isTriple: boolean;
  readonly isRaw: boolean;
  readonly isFormat: boolean;
}

function parseString(p: Parsing): number {
  const { lexer, nodes } = p;
  const { start, end } = lexer;
  const node = nodes.add(Kind.string, start, end);
  nodes.append(node, nodes.add(Kind.stringStart, start, end));
  const quotes = quotesOf(p);
  const closing = quotes.isFormat ? parseFormat(p, node, quotes, end) : endOfText(p, quotes, end);
  const close = closing + (quotes.isTriple ? 3 : 1);
  nodes.append(node, nodes.add(Kind.stringEnd, closing, close));
  nodes.end[node] = close;
  lexer.end = close;
  lexer.next();
  return node;
}

function quotesOf({ lexer }: Parsing): Quotes {
  const { units, start, end } = lexer;
  const quote = units[end - 1] as number;
  let isRaw = false;
  let isFormat = false;
  let at = start;
  for (; units[at] !== quote; at++) {
    const letter = (units[at] as number) | LOWER_CASE;
    if (letter === R) isRaw = true;
    if (letter === F || letter === T) isFormat = true;
  }
  return { quote, isTriple: end - at === 3, isRaw, isFormat };
}

const LOWER_CASE = 32;
const F = 102;
const R = 114;
const T = 116;
const CAPITAL_N = 78;

/** Where the closing quotes of a plain string begin. */
function endOfText({ lexer }: Parsing, quotes: Quotes, from: number): number {
  const { units, length } = lexer;
  for (let at = from; at < length; at++) {
    const unit = units[at] as number;
    if (unit === quotes.quote && isClosing(units, at, quotes)) return at;
    if (unit === Unit.backslash) at = escaped(units, at);
    else if (unit === Unit.lineFeed && !quotes.isTriple) break;
  }
  return giveUp();
}

function isClosing(units: Uint16Array, at: number, { quote, isTriple }: Quotes): boolean {
  return units[at] === quote && (!isTriple || (units[at + 1] === quote && units[at + 2] === quote));
}

/** The last unit of what a backslash escapes: one character, or a line's end. */
function escaped(units: Uint16Array, at: number): number {
  const isLong = units[at + 1] === Unit.carriageReturn && units[at + 2] === Unit.lineFeed;
  return isLong ? at + 2 : at + 1;
}

/** The same for an f-string; what it formats goes below the node. */
function parseFormat(p: Parsing, node: number, quotes: Quotes, from: number): number {
  const { units, length } = p.lexer;
  for (let at = from; at < length; at++) {
    if (isClosing(units, at, quotes)) return at;
    at = lastOfPiece(p, node, quotes, at);
  }
  return giveUp();
}

/** The last unit of an escape, a doubled brace or an interpolation; of anything else it is the first. */
function lastOfPiece(p: Parsing, node: number, { isRaw, isTriple }: Quotes, at: number): number {
  const { units } = p.lexer;
  const isDoubled = units[at + 1] === units[at];
  switch (units[at]) {
    case Unit.backslash:
      return escapedInFormat(units, at, isRaw);
    case Unit.openBrace:
      return isDoubled ? at + 1 : parseInterpolation(p, node, at, Kind.interpolation) - 1;
    case Unit.closeBrace:
      return isDoubled ? at + 1 : giveUp();
    case Unit.lineFeed:
      return isTriple ? at : giveUp();
    default:
      return at;
  }
}

/** A brace behind a backslash is still a brace, but for `\N{name}`. */
function escapedInFormat(units: Uint16Array, at: number, isRaw: boolean): number {
  const next = units[at + 1];
  if (next === Unit.openBrace || next === Unit.closeBrace) return at;
  const isNamed = !isRaw && next === CAPITAL_N && units[at + 2] === Unit.openBrace;
  if (!isNamed) return escaped(units, at);
  const end = units.indexOf(Unit.closeBrace, at);
  return end < 0 ? giveUp() : end;
}

/** `{expression=!r:format}` from its brace on; the position behind it. */
function parseInterpolation(p: Parsing, parent: number, from: number, kind: number): number {
  const { lexer, nodes } = p;
  const { brackets } = lexer;
  descend(p);
  const node = nodes.add(kind, from, 0);
  lexer.brackets = brackets + 1;
  lexer.end = from + 1;
  lexer.next();
  const value = lexer.token === Token.yield ? p.grammar.yield(p) : p.grammar.expressions(p);
  nodes.append(node, value, Field.expression);
  lexer.skip(Token.assign);
  let at = lexer.start;
  if (lexer.token === Token.exclamation) {
    nodes.append(node, nodes.add(Kind.typeConversion, at, at + 2), Field.typeConversion);
    at += 2;
  } else if (lexer.token !== Token.colon && lexer.token !== Token.closeBrace) {
    giveUp();
  }
  if (lexer.units[at] === Unit.colon) at = parseFormatSpecifier(p, node, at);
  if (lexer.units[at] !== Unit.closeBrace) giveUp();
  nodes.end[node] = at + 1;
  nodes.append(parent, node);
  lexer.brackets = brackets;
  p.depth--;
  return at + 1;
}

function parseFormatSpecifier(p: Parsing, parent: number, from: number): number {
  const { units, length } = p.lexer;
  const node = p.nodes.add(Kind.formatSpecifier, from, from);
  p.nodes.append(parent, node, Field.formatSpecifier);
  let at = from + 1;
  while (at < length && units[at] !== Unit.closeBrace) {
    if (units[at] === Unit.lineFeed || units[at] === Unit.backslash) giveUp();
    if (units[at] === Unit.openBrace) at = parseInterpolation(p, node, at, Kind.formatExpression);
    else at++;
  }
  p.nodes.end[node] = at;
  return at;
}
