import { LiteralKind } from "../python/constraints.ts";
import type { Solving } from "./solving.ts";
import { Kind } from "./values.ts";

/**
 * The key under which a container keeps an entry whose computed key is this value: texts and numbers
 * as written, classes and functions as themselves. -1 for values that may be any key.
 */
export function keyOfValue(s: Solving, value: number): number {
  switch (s.values.kind(value)) {
    case Kind.literal:
      return keyOfLiteral(s, value);
    case Kind.class:
      return s.name(`class:${s.values.first(value)}`);
    default:
      return -1;
  }
}

function keyOfLiteral(s: Solving, value: number): number {
  const written = s.values.second(value);
  switch (s.values.first(value)) {
    case LiteralKind.string:
      return s.textKey(written);
    case LiteralKind.integer:
      return s.text(written) === "" ? -1 : s.name(`i:${s.text(written)}`);
    default:
      return -1;
  }
}
