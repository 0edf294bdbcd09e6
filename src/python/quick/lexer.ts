import { giveUp } from "./not-plain.ts";
import { scanNumber } from "./numbers.ts";
import { scanOperator } from "./operator-tokens.ts";
import { hashLetter, KEYWORDS, keywordCandidate, Token } from "./tokens.ts";
import { Class, classOf, type Scanned, Unit } from "./units.ts";

/** How far a tab indents, as the full grammar counts it. */
const TAB = 8;

/** Reads one token ahead. */
export class Lexer implements Scanned {
  /** The text, and a zero behind it. */
  readonly units: Uint16Array;
  readonly length: number;
  token: number = Token.newline;
  start = 0;
  end = 0;
  /** End of the token before. */
  previousEnd = 0;
  /** Open brackets: line ends mean nothing there. */
  brackets = 0;
  readonly #text: string;
  readonly #indents: number[] = [0];
  #dedents = 0;
  #isLineStart = true;

  constructor(text: string, units: Uint16Array) {
    this.#text = text;
    this.units = units;
    this.length = text.length;
  }

  next(): void {
    this.previousEnd = this.end;
    if (this.#dedents > 0) {
      this.#dedents--;
      return;
    }
    if (this.#isLineStart && this.#startLine()) return;
    const at = this.#skipBlanks(this.end);
    const unit = this.units[at] as number;
    this.start = at;
    if (unit === Unit.lineFeed) this.#endLine(at);
    else this.#scan(at, unit);
  }

  /** Moves behind the token if it is the given one. */
  skip(token: number): boolean {
    if (this.token !== token) return false;
    this.next();
    return true;
  }

  expect(token: number): void {
    if (this.token !== token) giveUp();
    this.next();
  }

  /** Whether the current token is written so. */
  isWord(word: string): boolean {
    return this.end - this.start === word.length && this.#text.startsWith(word, this.start);
  }

  /** What follows the current token, a little of it. */
  textBehind(): string {
    return this.#text.slice(this.end, this.end + 80);
  }

  #endLine(at: number): void {
    this.token = Token.newline;
    this.end = at;
    this.#isLineStart = true;
  }

  /** Spaces, comments and joined lines; the position of what follows. */
  #skipBlanks(from: number): number {
    const { units } = this;
    for (let at = from; ; at++) {
      const unit = units[at] as number;
      if (unit === Unit.space || unit === Unit.tab || unit === Unit.formFeed) continue;
      if (unit === Unit.lineFeed && this.brackets > 0) continue;
      if (unit === Unit.hash) at = this.#endOfLine(at) - 1;
      else if (unit === Unit.backslash) at = this.#joinLine(at);
      else if (unit !== Unit.carriageReturn) return at;
    }
  }

  #joinLine(at: number): number {
    const { units } = this;
    const end = units[at + 1] === Unit.carriageReturn ? at + 2 : at + 1;
    return units[end] === Unit.lineFeed ? end : giveUp();
  }

  #endOfLine(from: number): number {
    const { units, length } = this;
    let at = from;
    while (at < length && units[at] !== Unit.lineFeed) at++;
    return at;
  }

  /** At a line's first token: whether it is an indent or dedent. */
  #startLine(): boolean {
    const { units, length } = this;
    let column = 0;
    let at = this.end;
    for (; at < length; at++) {
      const unit = units[at] as number;
      if (unit === Unit.space) column++;
      else if (unit === Unit.tab) column += TAB;
      else if (unit === Unit.hash) at = this.#endOfLine(at) - 1;
      else if (unit === Unit.lineFeed || unit === Unit.carriageReturn || unit === Unit.formFeed)
        column = 0;
      else break;
    }
    this.#isLineStart = false;
    if (at >= length) column = 0;
    else if (units[at] === Unit.backslash) giveUp();
    this.end = at;
    return this.#indent(column, at);
  }

  #indent(column: number, at: number): boolean {
    const indents = this.#indents;
    const before = indents.at(-1) as number;
    if (column === before) return false;
    this.start = at;
    if (column > before) {
      indents.push(column);
      this.token = Token.indent;
      return true;
    }
    while ((indents.at(-1) as number) > column) {
      indents.pop();
      this.#dedents++;
    }
    if (indents.at(-1) !== column) giveUp();
    this.#dedents--;
    this.token = Token.dedent;
    return true;
  }

  #scan(at: number, unit: number): void {
    switch (classOf(unit)) {
      case Class.letter:
        this.#scanWord(at);
        break;
      case Class.digit:
        scanNumber(this, at);
        break;
      case Class.quote:
        this.#openString(at);
        break;
      default:
        if (unit === 0 && at >= this.length) this.#scanEnd();
        else scanOperator(this, at, unit);
    }
  }

  /** The last line may lack its end. */
  #scanEnd(): void {
    const isLineOpen = this.token !== Token.newline && this.token !== Token.dedent;
    if (isLineOpen && this.token !== Token.end) this.#endLine(this.length);
    else this.token = Token.end;
    this.end = this.length;
  }

  #scanWord(from: number): void {
    const { units } = this;
    let hash = 0;
    let at = from;
    for (; ; at++) {
      const unit = units[at] as number;
      const kind = classOf(unit);
      if (kind !== Class.letter && kind !== Class.digit) {
        if (kind === Class.quote && isPrefix(units, from, at)) {
          this.#openString(at);
          return;
        }
        if (kind === Class.foreign) giveUp();
        break;
      }
      hash = hashLetter(hash, unit);
    }
    this.end = at;
    const candidate = keywordCandidate(hash);
    this.token =
      candidate !== 0 && this.isWord(KEYWORDS[candidate] as string) ? candidate : Token.name;
  }

  #openString(quote: number): void {
    const { units } = this;
    const unit = units[quote];
    const isTriple = units[quote + 1] === unit && units[quote + 2] === unit;
    this.token = Token.string;
    this.end = quote + (isTriple ? 3 : 1);
  }
}

/** `r`, `b`, `u`, `f` and `t` in any order and case, as the full grammar has it. */
function isPrefix(units: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (!"rbuftRBUFT".includes(String.fromCharCode(units[at] as number))) return false;
  }
  return true;
}
