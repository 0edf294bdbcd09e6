import type { ExternalSymbol } from "../../program/external-symbols.ts";
import { type Calling, positional } from "../../state/call-shapes.ts";
import { madeInstead } from "../../state/made-instead.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { argumentAt } from "./builtin-functions.ts";

/** Calls of libraries that make an object of a class of the program (`symbol.makes`). Is there no more to be said of the call? */
export function makeObject(
  s: Solving,
  calling: Calling,
  makes: ExternalSymbol["makes"],
  receiver: number | undefined,
): boolean {
  if (makes === undefined) return false;
  if (makes.class === "self") return ofReceiver(s, calling, receiver);
  const { position, keyword } = makes.class;
  if (makes.insteadOf !== undefined) {
    makeLater(s, argumentAt(s, calling, position, keyword), makes.insteadOf);
    return false;
  }
  if (makes.passes !== "self") {
    const given = calling.args.slice(0, makes.passes ?? 0);
    makeOf(s, { ...calling, args: given }, argumentAt(s, calling, position, keyword));
    return false;
  }
  // `sqlite3.Connection.cursor(self, Factory)` names the class and gives the connection.
  const isBound = receiver !== undefined && s.values.kind(receiver) !== Kind.external;
  const own = isBound ? [positional(s.holding(receiver))] : calling.args.slice(0, 1);
  const factory = argumentAt(s, calling, isBound ? position : position + 1, keyword);
  makeOf(s, { ...calling, args: own }, factory);
  return !isBound;
}

function makeOf(s: Solving, calling: Calling, callee: number): void {
  if (callee === -1) return;
  const made = s.flow.variable();
  s.call({ ...calling, dst: made, callee });
  s.each(made, (value) => {
    if (s.values.kind(value) === Kind.instance) s.flow.add(calling.dst, value);
  });
}

/** Who was told which class is not kept: where a library is told two, it makes objects of both. */
function makeLater(s: Solving, told: number, own: string): void {
  if (told === -1) return;
  s.each(told, (value) => {
    if (s.values.kind(value) !== Kind.class) return;
    s.flow.add(madeInstead(s, own), s.instance(s.values.first(value)));
  });
}

/** A class method that ends in `cls(…)`. */
function ofReceiver(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined || s.values.kind(receiver) !== Kind.class) return false;
  const meta = s.log.meta({ kind: "call", how: "constructor" });
  s.call({ ...calling, callee: s.holding(receiver), args: [], meta });
  return true;
}
