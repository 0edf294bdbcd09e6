import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** Things that a computed name may mean. */
export function addGuess(s: Solving, value: number, dst: number): void {
  if (GUESSED.has(s.values.kind(value))) s.flow.add(dst, s.values.of(Kind.guess, value));
}

const GUESSED: ReadonlySet<number> = new Set([Kind.function, Kind.bound, Kind.class, Kind.module]);

/** What a module that is a guess has under a name is a guess; `read` reads of the module itself. */
export function readGuess(
  s: Solving,
  value: number,
  attribute: number,
  read: (inner: number) => number,
): void {
  const inner = s.values.first(value);
  if (s.values.kind(inner) !== Kind.module) return;
  s.each(read(inner), (each) => addGuess(s, each, attribute));
}

/** The call of a guess is possible, no more; its result is not followed, or all that it leads to would look sure. */
export function callGuess(s: Solving, calling: Calling, callee: number): void {
  if (!s.passOn(calling.origin, calling.dst, callee)) return;
  const known = s.log.metaOf(calling.meta);
  const how = known.how === "call" ? "getattr" : known.how;
  const meta = s.log.meta({ ...known, how, isPossible: true });
  s.call({ ...calling, dst: -1, callee: s.holding(s.values.first(callee)), meta });
}
