import { giveUp } from "./not-plain.ts";
import { scanNumber } from "./numbers.ts";
import { Token } from "./tokens.ts";
import { Class, classOf, type Scanned, Unit } from "./units.ts";

/** Operators and punctuation; anything else that no token begins with is left to the full parser. */
export function scanOperator(lexer: Scanned, at: number, unit: number): void {
  const single = unit < SINGLES.length ? (SINGLES[unit] as number) : 0;
  if (single !== 0) {
    lexer.token = single;
    lexer.end = at + 1;
    lexer.brackets += DEPTHS[single] ?? 0;
    return;
  }
  const second = lexer.units[at + 1] as number;
  if (unit === Unit.dot) scanDot(lexer, at, second);
  else if (unit === Unit.colon) pick(lexer, at, second, Unit.equals, Token.walrus, Token.colon);
  else if (unit === Unit.equals)
    pick(lexer, at, second, Unit.equals, Token.comparison, Token.assign);
  else if (unit === Unit.exclamation)
    pick(lexer, at, second, Unit.equals, Token.comparison, Token.exclamation);
  else if (unit === Unit.minus && second === Unit.greater)
    pick(lexer, at, second, Unit.greater, Token.arrow, Token.minus);
  else scanArithmetic(lexer, at, unit, second);
}

/** By unit: tokens that are one character, whatever follows. */
const SINGLES = table([
  [Unit.comma, Token.comma],
  [Unit.semicolon, Token.semicolon],
  [Unit.openParenthesis, Token.openParenthesis],
  [Unit.closeParenthesis, Token.closeParenthesis],
  [Unit.openBracket, Token.openBracket],
  [Unit.closeBracket, Token.closeBracket],
  [Unit.openBrace, Token.openBrace],
  [Unit.closeBrace, Token.closeBrace],
  [Unit.tilde, Token.tilde],
]);

/** By token: what it adds to the open brackets. */
const DEPTHS: Readonly<Record<number, number>> = {
  [Token.openParenthesis]: 1,
  [Token.openBracket]: 1,
  [Token.openBrace]: 1,
  [Token.closeParenthesis]: -1,
  [Token.closeBracket]: -1,
  [Token.closeBrace]: -1,
};

/** By unit: operators with an assigning form. */
const ARITHMETIC = table([
  [Unit.plus, Token.plus],
  [Unit.minus, Token.minus],
  [Unit.star, Token.star],
  [Unit.slash, Token.slash],
  [Unit.percent, Token.percent],
  [Unit.at, Token.at],
  [Unit.pipe, Token.pipe],
  [Unit.ampersand, Token.ampersand],
  [Unit.caret, Token.caret],
  [Unit.less, Token.comparison],
  [Unit.greater, Token.comparison],
]);

/** By unit: the operator that is the same character twice. */
const DOUBLED = table([
  [Unit.star, Token.doubleStar],
  [Unit.slash, Token.doubleSlash],
  [Unit.less, Token.leftShift],
  [Unit.greater, Token.rightShift],
]);

function table(entries: readonly (readonly [unit: number, token: number])[]): Uint8Array {
  const tokens = new Uint8Array(Unit.tilde + 1);
  for (const [unit, token] of entries) tokens[unit] = token;
  return tokens;
}

function scanArithmetic(lexer: Scanned, at: number, unit: number, second: number): void {
  const token = ARITHMETIC[unit] ?? 0;
  if (token === 0) giveUp();
  const doubled = second === unit ? (DOUBLED[unit] as number) : 0;
  const end = doubled === 0 ? at + 1 : at + 2;
  const isAssigning = lexer.units[end] === Unit.equals;
  lexer.end = isAssigning ? end + 1 : end;
  if (token === Token.comparison && doubled === 0) lexer.token = token;
  else if (isAssigning) lexer.token = Token.augmentedAssign;
  else lexer.token = doubled === 0 ? token : doubled;
}

/** One character, or two where the second is the given one. */
function pick(
  lexer: Scanned,
  at: number,
  second: number,
  wanted: number,
  pair: number,
  single: number,
): void {
  const isPair = second === wanted;
  lexer.token = isPair ? pair : single;
  lexer.end = isPair ? at + 2 : at + 1;
}

function scanDot(lexer: Scanned, at: number, second: number): void {
  if (classOf(second) === Class.digit) {
    scanNumber(lexer, at);
  } else {
    const isEllipsis = second === Unit.dot && lexer.units[at + 2] === Unit.dot;
    lexer.token = isEllipsis ? Token.ellipsis : Token.dot;
    lexer.end = isEllipsis ? at + 3 : at + 1;
  }
}
