/** Characters that the lexer asks for, as UTF-16 units. */
export const Unit = {
  tab: 9,
  lineFeed: 10,
  formFeed: 12,
  carriageReturn: 13,
  space: 32,
  exclamation: 33,
  doubleQuote: 34,
  hash: 35,
  percent: 37,
  ampersand: 38,
  singleQuote: 39,
  openParenthesis: 40,
  closeParenthesis: 41,
  star: 42,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  slash: 47,
  zero: 48,
  nine: 57,
  colon: 58,
  semicolon: 59,
  less: 60,
  equals: 61,
  greater: 62,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  caret: 94,
  underscore: 95,
  openBrace: 123,
  pipe: 124,
  closeBrace: 125,
  tilde: 126,
} as const;

/** The text, and the token that was found in it last. */
export interface Scanned {
  readonly units: Uint16Array;
  token: number;
  start: number;
  end: number;
  brackets: number;
}

export const Class = { other: 0, letter: 1, digit: 2, quote: 3, foreign: 4 } as const;

const ASCII = 128;
const CLASSES = Uint8Array.from({ length: ASCII }, (_, unit) => {
  const text = String.fromCharCode(unit);
  if (/[A-Za-z_]/.test(text)) return Class.letter;
  if (/[0-9]/.test(text)) return Class.digit;
  return /["']/.test(text) ? Class.quote : Class.other;
});

/** The class of a unit; beyond ASCII all are foreign: what may be in a name is the full parser's knowledge. */
export function classOf(unit: number): number {
  return unit < ASCII ? (CLASSES[unit] as number) : Class.foreign;
}
