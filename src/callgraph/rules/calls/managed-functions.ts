import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { enter, exit } from "../protocols/protocols.ts";

/**
 * Context managers as decorators (`@manager()` over a function, contextlib.ContextDecorator): each
 * call of the function enters the manager, runs the function, and leaves the manager.
 */
export function decorateByManager(s: Solving, calling: Calling, manager: number): void {
  const value = s.object(calling.record, -21, "managed");
  const object = s.objectOf(value);
  const subject = calling.args.find(({ kind }) => kind === ArgumentKind.positional);
  if (!object || !subject) return;
  s.flow.edge(subject.variable, object.wrapped);
  s.flow.add(object.rest, manager);
  s.flow.add(calling.dst, value);
}

/** What a call of such a function does beside calling it. */
export function enterManagers(s: Solving, { rest }: MadeObject, { origin }: Calling): void {
  s.each(rest, (manager) => {
    enter(s, manager, s.flow.variable(), origin, false);
    exit(s, manager, origin, false);
  });
}
