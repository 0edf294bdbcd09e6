/** A `[...]` of a file name pattern: what it holds, and where the pattern goes on. */
export interface CharacterSet {
  readonly has: (character: string) => boolean;
  readonly end: number;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /^[0-9A-Za-z]$/,
  alpha: /^[A-Za-z]$/,
  blank: /^[ \t]$/,
  cntrl: /^\p{Cc}$/u,
  digit: /^[0-9]$/,
  graph: /^[!-~]$/,
  lower: /^[a-z]$/,
  print: /^[ -~]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  space: /^[ \t\n\v\f\r]$/,
  upper: /^[A-Z]$/,
  xdigit: /^[0-9A-Fa-f]$/,
};

type Member = (character: string) => boolean;

/** Reads what follows a `[`. Nothing where it is never closed, or names no class. */
export function parseSet(characters: string, start: number): CharacterSet | undefined {
  const isNegated = ["!", "^"].includes(characters[start] ?? "");
  const first = isNegated ? start + 1 : start;
  const members: Member[] = [];
  for (let at = first; at < characters.length; ) {
    // A bracket that comes first is meant as itself.
    if (characters[at] === "]" && at > first) {
      return { has: (one) => members.some((fits) => fits(one)) !== isNegated, end: at + 1 };
    }
    const member = parseClass(characters, at) ?? parseRange(characters, at);
    if (member === undefined) return undefined;
    members.push(member.fits);
    at = member.end;
  }
  return undefined;
}

interface ParsedMember {
  readonly fits: Member;
  readonly end: number;
}

/** `[:alpha:]` */
function parseClass(characters: string, at: number): ParsedMember | undefined {
  if (characters[at] !== "[" || characters[at + 1] !== ":") return undefined;
  const close = characters.indexOf("]", at + 2);
  if (close === -1 || characters[close - 1] !== ":") return undefined;
  const pattern = CLASSES[characters.slice(at + 2, close - 1)];
  // git lets a pattern with an unknown class match nothing.
  return { fits: (one) => pattern?.test(one) ?? false, end: close + 1 };
}

/** `a`, `\]` or `a-z` */
function parseRange(characters: string, at: number): ParsedMember | undefined {
  const low = parseOne(characters, at);
  if (low === undefined) return undefined;
  const isRange = characters[low.end] === "-" && (characters[low.end + 1] ?? "]") !== "]";
  const high = isRange ? parseOne(characters, low.end + 1) : low;
  if (high === undefined) return undefined;
  const [from, to] = [codeOf(low.character), codeOf(high.character)];
  return { fits: (one) => codeOf(one) >= from && codeOf(one) <= to, end: high.end };
}

function parseOne(characters: string, at: number): { character: string; end: number } | undefined {
  const start = characters[at] === "\\" ? at + 1 : at;
  const character = characters[start];
  return character === undefined ? undefined : { character, end: start + 1 };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
