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

/** More classes tell nothing. */
const MOST_SUBCLASSES = 6;

/**
 * A library makes objects of a class of ours where it was told so (webob's `RequestClass=`, SQLAlchemy's
 * `query_cls=`): what its own class is known to lack, and classes of ours below it define or store, may be meant.
 */
export function guessSubclass(
  s: Solving,
  owner: number,
  name: number,
  attribute: number,
  read: (instance: number) => number,
): void {
  if (s.text(owner).startsWith("<builtin>.")) return;
  const below = s.hierarchy.below(owner);
  const isOwn = !s.outside.symbol(owner) || s.outside.findMember(owner, name) !== -1;
  if (isOwn || below.length > MOST_SUBCLASSES) return;
  for (const index of below) {
    const instance = s.instance(index);
    s.flow.edge(s.field(instance, name), attribute);
    if (!s.program.methods(index).has(name)) continue;
    s.each(read(instance), (value) => addGuess(s, value, attribute));
  }
}

/** The call of a guess is possible, no more; its result is not followed, or all that it leads to would look sure. */
export function callGuess(s: Solving, calling: Calling, callee: number): void {
  if (!s.repeats.passOn(calling.origin, calling.dst, callee)) return;
  const known = s.log.metaOf(calling.meta);
  const how = known.how === "call" ? "getattr" : known.how;
  const meta = s.log.meta({ ...known, how, isPossible: true });
  s.call({ ...calling, dst: -1, callee: s.holding(s.values.first(callee)), meta });
}
