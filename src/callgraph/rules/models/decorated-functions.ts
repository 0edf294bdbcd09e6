import type { Calling } from "../../state/call-shapes.ts";
import { readCall } from "../../state/calling.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";

/** What stands in the place of a function that a library's decorator was put on, by who calls it then. */
const ROLES = { "wrapt-function": -41, "caller-function": -44 } as const;

/** Gives what a decorating call makes; `wrapper` is the variable of what runs when that is called. */
export function makeDecorated(
  s: Solving,
  { record, dst }: Calling,
  kind: keyof typeof ROLES,
  wrapper: number,
): void {
  const value = s.object(record, ROLES[kind], kind, { record });
  const made = s.objectOf(value);
  if (made) s.flow.edge(wrapper, made.wrapped);
  s.flow.add(dst, value);
}

/** The variable of the function that was decorated. */
export function decoratedIn(s: Solving, { record }: MadeObject): number {
  return readCall(s, record).args[0]?.variable ?? -1;
}
