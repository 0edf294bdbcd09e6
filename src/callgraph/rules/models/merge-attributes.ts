import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { storeInNamespace } from "../attributes/stores.ts";

/**
 * `vars(x).update(…)`: items become attributes, those of the mappings that arrive in `from`, or the
 * call's keywords where there is none.
 */
export function mergeAttributes(
  s: Solving,
  calling: Calling,
  receiver: number,
  from: number | undefined,
): void {
  if (s.values.kind(receiver) !== Kind.namespace) return;
  const owner = s.values.first(receiver);
  const store = (name: string, variable: number) =>
    storeInNamespace(s, owner, s.name(name), variable, calling.origin);
  if (from === undefined) {
    for (const { kind, name, variable } of calling.args) {
      if (kind === ArgumentKind.keyword) store(s.text(name), variable);
    }
  } else if (from !== -1) {
    s.each(from, (value) => {
      const object = s.objectOf(value);
      if (!object) return;
      s.eachSlot(object, (key, variable) => {
        const word = s.text(key);
        if (word.startsWith("s:")) store(word.slice("s:".length), variable);
      });
    });
  }
}
