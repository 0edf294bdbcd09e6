import { ArgumentKind, LiteralKind } from "../../../python/constraints.ts";
import { type Argument, type Calling, positional } from "../../state/call-shapes.ts";
import { keepKeywords } from "../../state/calling.ts";
import { boundTo } from "../../state/class-members.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { decoratedIn, makeDecorated } from "./decorated-functions.ts";

/**
 * Decorators made by wrapt: `@wrapt.decorator` on `wrapper(wrapped, instance, args, kwargs)` makes a
 * decorator of it, which only wraps; the wrapper runs when the decorated function is called.
 */
export function decorateByWrapt(s: Solving, calling: Calling, decorator: MadeObject): void {
  makeDecorated(s, calling, "wrapt-function", decorator.wrapped);
}

/** The call of a function so decorated. */
export function callWraptFunction(
  s: Solving,
  calling: Calling,
  object: MadeObject,
  receiver: number | undefined,
): void {
  const decorated = decoratedIn(s, object);
  const none = s.values.of(Kind.literal, LiteralKind.none, s.name("None"));
  const wrapped = receiver === undefined ? decorated : boundTo(s, decorated, receiver);
  const unnamed = s.object(calling.record, -42, "tuple");
  const named = s.object(calling.record, -43, "dict");
  fill(s, calling.args, unnamed, named);
  s.call({
    ...calling,
    callee: object.wrapped,
    args: [wrapped, s.holding(receiver ?? none), s.holding(unnamed), s.holding(named)].map(
      positional,
    ),
  });
}

function fill(s: Solving, args: readonly Argument[], unnamed: number, named: number): void {
  const tuple = s.objectOf(unnamed);
  const dict = s.objectOf(named);
  if (!tuple || !dict) return;
  let position = 0;
  for (const { kind, variable } of args) {
    if (kind !== ArgumentKind.positional) continue;
    s.flow.edge(variable, s.slot(tuple, s.name(`i:${position}`)));
    position += 1;
  }
  keepKeywords(s, args, dict);
}
