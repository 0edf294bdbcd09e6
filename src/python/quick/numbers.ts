import { giveUp } from "./not-plain.ts";
import { Token } from "./tokens.ts";
import { Class, classOf, type Scanned, Unit } from "./units.ts";

/** Number literals of Python 3; Python 2's long integers are left to the full parser. */
export function scanNumber(lexer: Scanned, from: number): void {
  const { units } = lexer;
  const base = BASES.get((units[from + 1] as number) | LOWER_CASE);
  if (units[from] === Unit.zero && base !== undefined) {
    const end = skipDigits(units, from + 2, base);
    if (end === from + 2) giveUp();
    finish(lexer, Token.integer, end);
    return;
  }
  let token: number = Token.integer;
  let at = skipDigits(units, from, isDecimal);
  if (units[at] === Unit.dot) {
    token = Token.float;
    at = skipDigits(units, at + 1, isDecimal);
  }
  if (((units[at] as number) | LOWER_CASE) === EXPONENT) {
    token = Token.float;
    const sign = units[at + 1];
    const digits = sign === Unit.plus || sign === Unit.minus ? at + 2 : at + 1;
    at = skipDigits(units, digits, isDecimal);
    if (at === digits) giveUp();
  }
  if (((units[at] as number) | LOWER_CASE) === IMAGINARY) at++;
  finish(lexer, token, at);
}

const LOWER_CASE = 32;
const EXPONENT = 101;
const IMAGINARY = 106;

type IsDigit = (unit: number) => boolean;

const isDecimal: IsDigit = (unit) => unit >= Unit.zero && unit <= Unit.nine;

const BASES: ReadonlyMap<number, IsDigit> = new Map<number, IsDigit>([
  ["x".charCodeAt(0), (unit) => /[0-9a-fA-F]/.test(String.fromCharCode(unit))],
  ["o".charCodeAt(0), (unit) => unit >= Unit.zero && unit <= Unit.zero + 7],
  ["b".charCodeAt(0), (unit) => unit === Unit.zero || unit === Unit.zero + 1],
]);

function skipDigits(units: Uint16Array, from: number, isDigit: IsDigit): number {
  let at = from;
  while (isDigit(units[at] as number) || (units[at] === Unit.underscore && at > from)) at++;
  return at;
}

/** A letter right behind a number is an old suffix or a mistake. */
function finish(lexer: Scanned, token: number, end: number): void {
  const behind = classOf(lexer.units[end] as number);
  const last = lexer.units[end - 1];
  const isBare = last !== undefined && last !== Unit.underscore && end - lexer.start > 0;
  if (behind === Class.letter || behind === Class.digit || behind === Class.foreign || !isBare) {
    giveUp();
  }
  lexer.token = token;
  lexer.end = end;
}
