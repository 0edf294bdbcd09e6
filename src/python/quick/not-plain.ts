/** Says that a text is not what this parser is sure of. */
export class NotPlain extends Error {}

/** Never returns. One object: the trace of where we gave up is of no use, and dear. */
export function giveUp(): never {
  throw NOT_PLAIN;
}

const NOT_PLAIN = new NotPlain("Left to the full parser.");
