import { parseSet } from "./character-set.ts";

/*
 * The language of .gitignore, matched in time linear in pattern times path. A translation into
 * regular expressions would be shorter, but `*a*a*a*a*b` in a hostile .gitignore then takes for ever
 * on a long name. The trick is the same for `*` among characters and `**` among folders: remember
 * only the last star, and on a mismatch let it swallow one more; an earlier star never needs to.
 */

/** One line of an ignore file. */
export interface IgnorePattern {
  readonly isNegated: boolean;
  readonly foldersOnly: boolean;
  /** From the folder of the ignore file down. */
  readonly steps: readonly Step[];
}

type Step =
  | { readonly kind: "folders" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "glob"; readonly pieces: readonly Piece[] };

/** A star, or what one character must be. */
type Piece = "*" | ((character: string) => boolean);

const FOLDERS: Step = { kind: "folders" };
const ANY_NAME: Step = { kind: "glob", pieces: ["*"] };

/** Every path is held against every pattern; no project writes more of them by hand. */
const MAX_PATTERNS = 5000;

/** The patterns of an ignore file in its order; blank lines and comments are none. */
export function parsePatterns(lines: readonly string[]): IgnorePattern[] {
  return lines.flatMap((line) => parsePattern(line) ?? []).slice(0, MAX_PATTERNS);
}

/** Whether the pattern names just this path (a folder's ends with `/`), whatever holds it. */
export function matches({ foldersOnly, steps }: IgnorePattern, path: string): boolean {
  const isFolder = path.endsWith("/");
  if (foldersOnly && !isFolder) return false;
  const end = isFolder ? path.length - 1 : path.length;
  const [first, second] = steps;
  if (steps.length === 2 && first?.kind === "folders" && second !== undefined) {
    return fitsName(second, path.slice(path.lastIndexOf("/", end - 1) + 1, end));
  }
  const names = path.slice(0, end).split("/");
  return matchAll(steps, names, ({ kind }) => kind === "folders", fitsName);
}

function parsePattern(line: string): IgnorePattern | undefined {
  const trimmed = withoutTrailingBlanks(line);
  if (trimmed === "" || trimmed.startsWith("#")) return undefined;
  const isNegated = trimmed.startsWith("!");
  const body = isNegated ? trimmed.slice(1) : trimmed;
  const foldersOnly = body.endsWith("/");
  const steps = parseSteps((foldersOnly ? body.slice(0, -1) : body).split("/"));
  return steps === undefined ? undefined : { isNegated, foldersOnly, steps };
}

function parseSteps(words: readonly string[]): Step[] | undefined {
  if (words.length === 1 && words[0] === "") return undefined;
  // A pattern with a slash before its end starts at the folder of its file, others anywhere below.
  const steps: Step[] = words.length > 1 ? [] : [FOLDERS];
  for (const word of words[0] === "" ? words.slice(1) : words) {
    const step = parseStep(word);
    if (step === undefined) return undefined;
    steps.push(step);
  }
  // `a/**` is what lies in `a`, not `a` itself.
  return steps.at(-1)?.kind === "folders" ? [...steps, ANY_NAME] : steps;
}

/** Blanks at the end do not count, unless a backslash stands before. */
function withoutTrailingBlanks(line: string): string {
  let end = 0;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === "\\") at += 1;
    if (line[at] !== " " || line[at - 1] === "\\") end = at + 1;
  }
  return line.slice(0, end);
}

/** Nothing for what can never match: a bracket or a backslash left open. */
function parseStep(word: string): Step | undefined {
  if (word === "**") return FOLDERS;
  if (!/[*?[\\]/.test(word)) return { kind: "text", text: word };
  const characters = bytesOf(word);
  const pieces: Piece[] = [];
  for (let at = 0; at < characters.length; ) {
    const next = parsePiece(characters, at);
    if (next === undefined) return undefined;
    pieces.push(next.piece);
    at = next.end;
  }
  return { kind: "glob", pieces };
}

function parsePiece(characters: string, at: number): { piece: Piece; end: number } | undefined {
  const [character = "", next] = [characters[at], characters[at + 1]];
  switch (character) {
    case "*":
      return { piece: "*", end: at + 1 };
    case "?":
      return { piece: () => true, end: at + 1 };
    case "[": {
      const set = parseSet(characters, at + 1);
      return set === undefined ? undefined : { piece: set.has, end: set.end };
    }
    case "\\":
      return next === undefined ? undefined : { piece: (one) => one === next, end: at + 2 };
    default:
      return { piece: (one) => one === character, end: at + 1 };
  }
}

function fitsName(step: Step, name: string): boolean {
  if (step.kind === "text") return step.text === name;
  return step.kind === "glob" && matchAll(step.pieces, bytesOf(name), isStar, fitsCharacter);
}

/** A character for each byte, because git compares bytes: `?` is half an `é`. */
function bytesOf(text: string): string {
  const isAscii = /^\p{ASCII}*$/u.test(text);
  return isAscii ? text : Buffer.from(text, "utf8").toString("latin1");
}

function isStar(piece: Piece): boolean {
  return piece === "*";
}

function fitsCharacter(piece: Piece, character: string): boolean {
  return piece !== "*" && piece(character);
}

/** Whether the parts fit the items one to one, each star standing for any number of items. */
function matchAll<Part, Item>(
  parts: readonly Part[],
  items: ArrayLike<Item>,
  isAnyNumber: (part: Part) => boolean,
  fits: (part: Part, item: Item) => boolean,
): boolean {
  let part = 0;
  let afterStar = -1;
  let swallowed = 0;
  for (let item = 0; item < items.length; ) {
    const wanted = parts[part];
    const found = items[item] as Item;
    if (wanted !== undefined && isAnyNumber(wanted)) {
      part += 1;
      afterStar = part;
      swallowed = item;
    } else if (wanted !== undefined && fits(wanted, found)) {
      part += 1;
      item += 1;
    } else if (afterStar >= 0) {
      part = afterStar;
      swallowed += 1;
      item = swallowed;
    } else return false;
  }
  return parts.slice(part).every(isAnyNumber);
}
