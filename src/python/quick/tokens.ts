/** What the lexer tells apart. Operators and keywords are tokens of their own. */
export const Token = {
  end: 0,
  newline: 1,
  indent: 2,
  dedent: 3,
  name: 4,
  integer: 5,
  float: 6,
  /** Only the opening quote: strings.ts reads what follows. */
  string: 7,
  ellipsis: 8,
  dot: 9,
  comma: 10,
  colon: 11,
  semicolon: 12,
  openParenthesis: 13,
  closeParenthesis: 14,
  openBracket: 15,
  closeBracket: 16,
  openBrace: 17,
  closeBrace: 18,
  arrow: 19,
  walrus: 20,
  assign: 21,
  /** `+=` and the like. */
  augmentedAssign: 22,
  exclamation: 23,
  star: 24,
  doubleStar: 25,
  plus: 26,
  minus: 27,
  slash: 28,
  doubleSlash: 29,
  percent: 30,
  at: 31,
  pipe: 32,
  ampersand: 33,
  caret: 34,
  leftShift: 35,
  rightShift: 36,
  tilde: 37,
  /** `<`, `<=`, `==`, `!=`, `>=`, `>` */
  comparison: 38,
  false: 40,
  none: 41,
  true: 42,
  and: 43,
  as: 44,
  assert: 45,
  async: 46,
  await: 47,
  break: 48,
  class: 49,
  continue: 50,
  def: 51,
  del: 52,
  elif: 53,
  else: 54,
  except: 55,
  finally: 56,
  for: 57,
  from: 58,
  global: 59,
  if: 60,
  import: 61,
  in: 62,
  is: 63,
  lambda: 64,
  nonlocal: 65,
  not: 66,
  or: 67,
  pass: 68,
  raise: 69,
  return: 70,
  try: 71,
  while: 72,
  with: 73,
  yield: 74,
} as const;

const FIRST_KEYWORD = Token.false;
const SPELLINGS: Readonly<Record<string, string>> = { false: "False", none: "None", true: "True" };

/** By token: the keyword's letters. */
export const KEYWORDS: readonly string[] = Object.entries(Token).reduce<string[]>(
  (words, [name, token]) => {
    if (token >= FIRST_KEYWORD) words[token] = SPELLINGS[name] ?? name;
    return words;
  },
  [],
);

const TABLE_SIZE = 1024;

/** One more letter of a word's hash. */
export function hashLetter(hash: number, unit: number): number {
  return (Math.imul(hash, 31) + unit) | 0;
}

/** The only keyword that a word with this hash can be; 0 for none. */
export function keywordCandidate(hash: number): number {
  return CANDIDATES[hash & (TABLE_SIZE - 1)] as number;
}

const CANDIDATES = candidates();

function candidates(): Uint8Array {
  const table = new Uint8Array(TABLE_SIZE);
  KEYWORDS.forEach((word, token) => {
    let hash = 0;
    for (let at = 0; at < word.length; at++) hash = hashLetter(hash, word.charCodeAt(at));
    const place = hash & (TABLE_SIZE - 1);
    if (table[place] !== 0) throw new Error("Two keywords share a place in the table.");
    table[place] = token;
  });
  return table;
}
