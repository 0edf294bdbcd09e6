import type { Calling } from "./call-shapes.ts";
import { callBack } from "./callbacks.ts";
import type { Solving } from "./solving.ts";

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
  const name = s.name(dottedName(s, scope));
  if (s.outside.symbol(name)?.callbacks) callBack(s, calling, name, receiver);
}

const names = new WeakMap<Solving, Map<number, string>>();

function dottedName(s: Solving, scope: number): string {
  let known = names.get(s);
  if (!known) {
    known = new Map();
    names.set(s, known);
  }
  let text = known.get(scope);
  if (text === undefined) {
    const parent = s.program.parent(scope);
    text =
      parent < 0
        ? s.program.facts(s.program.moduleOf(scope)).module
        : `${dottedName(s, parent)}.${s.program.scopeFacts(scope).name}`;
    known.set(scope, text);
  }
  return text;
}
