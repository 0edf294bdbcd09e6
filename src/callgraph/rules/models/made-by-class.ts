import { type Calling, positional } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import type { Builtin } from "./builtin-functions.ts";
import { argumentAt } from "./builtin-functions.ts";

/** Calls of libraries that make an object of a class that they are given, or whose class method they are. */
export const MADE_BY_CLASS: Readonly<Record<string, Builtin>> = {
  // https://docs.python.org/3/library/sqlite3.html#sqlite3.connect: `factory`
  "sqlite3.connect": (s, calling) => makeOf(s, calling, argumentAt(s, calling, 5, "factory")),
  "sqlite3.Connection.cursor": (s, calling, receiver) => {
    // `sqlite3.Connection.cursor(self, Factory)` names the class and gives the connection.
    const isBound = receiver !== undefined && s.values.kind(receiver) !== Kind.external;
    const connection = isBound ? [positional(s.holding(receiver))] : calling.args;
    const factory = argumentAt(s, calling, isBound ? 0 : 1, "factory");
    makeOf(s, { ...calling, args: connection }, factory);
    return !isBound;
  },
  // oslo_context/context.py: both end in `cls(**kwargs)`
  "oslo_context.context.RequestContext.from_environ": ofReceiver,
  "oslo_context.context.RequestContext.from_dict": ofReceiver,
};

function makeOf(s: Solving, calling: Calling, callee: number): boolean {
  if (callee === -1) return false;
  const made = s.flow.variable();
  s.call({ ...calling, dst: made, callee, args: calling.args.slice(0, 1) });
  s.each(made, (value) => {
    if (s.values.kind(value) === Kind.instance) s.flow.add(calling.dst, value);
  });
  return false;
}

/** A class method that ends in `cls(…)`. */
function ofReceiver(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined || s.values.kind(receiver) !== Kind.class) return false;
  const meta = s.log.meta({ kind: "call", how: "constructor" });
  s.call({ ...calling, callee: s.holding(receiver), args: [], meta });
  return true;
}
