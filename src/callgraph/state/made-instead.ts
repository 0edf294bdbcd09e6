import type { Solving } from "./solving.ts";

/** What a library makes where it makes an object of a class of its own: which call told it so is not kept. */
export function madeInstead(s: Solving, own: string): number {
  return s.field(s.external(s.outside.name(own)), s.name("<made>"));
}
