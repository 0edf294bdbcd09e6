import { derivesFrom, findMember } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";

const PROTOCOLS: ReadonlySet<string> = new Set(["typing.Protocol", "typing_extensions.Protocol"]);

/**
 * Classes that are instantiated and have all methods of a `typing.Protocol`, whether they name it or
 * not; none for a class that is no protocol.
 */
export function implementers(s: Solving, index: number): readonly number[] {
  const wanted = [...s.program.methods(index).keys()];
  if (wanted.length === 0 || !derivesFrom(s, index, PROTOCOLS)) return [];
  return [...s.instantiated]
    .filter((each) => !s.hierarchy.isSubclass(each, index))
    .filter((each) => wanted.every((name) => finds(s, each, name)))
    .sort((a, b) => a - b);
}

function finds(s: Solving, index: number, name: number): boolean {
  return findMember(s, s.hierarchy.order(index), name).owner !== -1;
}
