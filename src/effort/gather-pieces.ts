import { inEnglish } from "../sentence.ts";
import { LARGEST, type Piece } from "./piece.ts";
import { FIRST_TESTS } from "./price-tests.ts";
import { add, hundredths } from "./three-point.ts";

/** A piece below this is put together with others of its folder. */
const SMALL = 2;
/** Pieces are put together up to this. */
const HANDY = 5;
/** Below this it is no story, wherever its neighbours lie. */
const SMALLEST = 1;

/**
 * Small pieces put together, near ones first: of one folder, then of one kind, then of one wave's
 * epic. What is still too small joins the smallest neighbour that has room for it.
 */
export function gatherPieces(pieces: readonly Piece[]): Piece[] {
  const inFolder = pack(pieces, SMALL, (piece) => `${groupOf(piece)}\n${folder(piece)}`);
  const ofKind = pack(inFolder, SMALLEST, groupOf);
  return takeIn(ofKind);
}

function groupOf({ wave, epic, kind, step }: Piece): string {
  return [wave, inEnglish(epic), kind, step].join("\n");
}

function folder({ paths: [path = ""] }: Piece): string {
  return path.split("/").slice(0, -1).join("/");
}

/** Pieces below `small` of one key, joined in their order until they are handy. */
function pack(
  pieces: readonly Piece[],
  small: number,
  keyOf: (piece: Piece) => string,
): readonly Piece[] {
  const open = new Map<string, Piece>();
  const done: Piece[] = [];
  for (const piece of pieces) {
    if (piece.points >= small) {
      done.push(piece);
      continue;
    }
    const known = open.get(keyOf(piece));
    if (known !== undefined && known.points + piece.points <= HANDY)
      open.set(keyOf(piece), join(known, piece));
    else {
      if (known !== undefined) done.push(known);
      open.set(keyOf(piece), piece);
    }
  }
  return [...done, ...open.values()];
}

/** First tests stay apart: the code waits for them. */
function isFirstTests({ packages: [id = ""] }: Piece): boolean {
  return id.startsWith(FIRST_TESTS);
}

function takeIn(pieces: readonly Piece[]): Piece[] {
  const kept = new Map(pieces.map((piece) => [piece, piece]));
  for (const tiny of pieces.filter(({ points }) => points < SMALLEST)) {
    const host = roomiest([...kept], tiny, kept.get(tiny) ?? tiny);
    if (host === undefined) continue;
    const [key, piece] = host;
    kept.set(key, join(piece, kept.get(tiny) ?? tiny));
    kept.delete(tiny);
  }
  return [...kept.values()];
}

function roomiest(
  kept: readonly (readonly [Piece, Piece])[],
  key: Piece,
  tiny: Piece,
): readonly [Piece, Piece] | undefined {
  const fits = kept.filter(
    ([other, piece]) =>
      other !== key &&
      piece.wave === tiny.wave &&
      inEnglish(piece.epic) === inEnglish(tiny.epic) &&
      isFirstTests(piece) === isFirstTests(tiny) &&
      piece.points + tiny.points <= LARGEST,
  );
  const distance = ([, piece]: readonly [Piece, Piece]) =>
    Math.abs(piece.step - tiny.step) * LARGEST + piece.points;
  return fits.sort((a, b) => distance(a) - distance(b))[0];
}

/** The larger one gives the kind and the first name. */
function join(a: Piece, b: Piece): Piece {
  const [main, other] = b.points > a.points ? [b, a] : [a, b];
  return {
    ...main,
    titles: [...a.titles, ...b.titles],
    step: Math.max(a.step, b.step),
    points: hundredths(a.points + b.points),
    hours: add(a.hours, b.hours),
    packages: [...main.packages, ...other.packages],
    functions: [...a.functions, ...b.functions],
    paths: [...new Set([...a.paths, ...b.paths])].sort(),
    leverage: a.leverage + b.leverage,
  };
}
