/** A small seeded generator (mulberry32): the same inputs in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const TOKENS = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ":",
  "\n",
  "\n    ",
  "\t",
  "'",
  '"""',
  "f'{",
  "\\",
  "`",
  "@",
  "*",
  "**",
  ",",
  ".",
  " = ",
  " := ",
  "->",
  "lambda ",
  "def f(",
  "class C",
  "async ",
  "await ",
  "yield ",
  "print ",
  "exec ",
  "except ",
  "try:\n",
  "finally:\n",
  "match x:\n",
  "case ",
  "global x\n",
  "nonlocal x\n",
  "del ",
  "return ",
  "import ",
  "from . import *\n",
  "type X = ",
  "if ",
  "else:\n",
  "for x in ",
  "while ",
  "with a as b",
  "raise ",
  "\0",
  "\r",
  "\f",
  "\ufeff",
  "é",
  "😀",
  "\ud800",
  "名",
];

/** Source with a few pieces cut, doubled, moved or replaced, as damaged files have them. */
export function mutate(text: string, random: () => number): string {
  let mutated = text;
  const pick = (limit: number): number => Math.floor(random() * limit);
  for (let round = 1 + pick(4); round > 0; round--) {
    const from = pick(mutated.length + 1);
    const to = Math.min(mutated.length, from + pick(random() < 0.2 ? 400 : 12));
    const piece = mutated.slice(from, to);
    const token = TOKENS[pick(TOKENS.length)] ?? "";
    const ways = [
      () => mutated.slice(0, from) + mutated.slice(to),
      () => mutated.slice(0, to) + piece + mutated.slice(to),
      () => mutated.slice(0, from) + token + mutated.slice(from),
      () => mutated.slice(0, from) + token + mutated.slice(to),
      () => mutated.slice(0, from),
      () => mutated.slice(from),
      () => mutated.slice(0, from) + String.fromCharCode(pick(0x300)) + mutated.slice(from),
    ];
    mutated = ways[pick(ways.length)]?.() ?? mutated;
  }
  return mutated;
}
