import { ArgumentKind } from "../../../python/constraints.ts";
import { type Calling, positional } from "../../state/call-shapes.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { decoratedIn, makeDecorated } from "./decorated-functions.ts";

/**
 * Decorators made by the library `decorator`: `@decorator` on `caller(f, *args, **kwargs)` makes a
 * decorator of it; a function so decorated calls `caller` with itself and what it is given. Without
 * a function, `@limited(times=3)`, the decorator only takes options.
 */
export function decorateByCaller(s: Solving, calling: Calling, decorator: number): void {
  const decorated = calling.args.find(({ kind }) => kind === ArgumentKind.positional);
  const caller = s.objectOf(decorator)?.wrapped;
  if (decorated === undefined || caller === undefined) {
    s.flow.add(calling.dst, decorator);
    return;
  }
  makeDecorated(s, calling, "caller-function", caller);
  // Frameworks call what nothing in sight does: the caller sees the function in any case.
  s.call({ ...calling, dst: -1, callee: caller, args: [decorated] });
}

/** The call of a function so decorated. */
export function callCallerFunction(
  s: Solving,
  calling: Calling,
  object: MadeObject,
  receiver: number | undefined,
): void {
  const self = receiver === undefined ? [] : [s.holding(receiver)];
  const first = [decoratedIn(s, object), ...self].map(positional);
  s.call({ ...calling, callee: object.wrapped, args: [...first, ...calling.args] });
}
