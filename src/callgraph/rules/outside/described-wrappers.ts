import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { callBack } from "../calls/callbacks.ts";

/**
 * A function of the repository that the knowledge describes ("calls to `acme.tasks.go` spawn
 * argument 0"): what it calls back is called back by its callers, whatever its body shows.
 */
export function callBackOfWrapper(
  s: Solving,
  calling: Calling,
  scope: number,
  receiver: number | undefined,
): void {
  let name = s.describedWrappers[scope];
  if (name === undefined) {
    const own = s.name(dottedName(s, scope));
    name = s.outside.symbol(own)?.callbacks ? own : -1;
    s.describedWrappers[scope] = name;
  }
  if (name !== -1) callBack(s, calling, name, receiver);
}

function dottedName(s: Solving, scope: number): string {
  const parent = s.program.parent(scope);
  return parent < 0
    ? s.program.facts(s.program.moduleOf(scope)).module
    : `${dottedName(s, parent)}.${s.program.scopeFacts(scope).name}`;
}
