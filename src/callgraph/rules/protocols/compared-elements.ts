import { hasMethod } from "../../state/class-members.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { callSpecialOf } from "../classes/special-methods.ts";

/** Elements that are compared, when all that a container holds is there: few of them say how that is done. */

/** `x in items`, `items.index(x)`: the elements of a list or tuple are asked whether they equal it. */
export function compareWith(s: Solving, items: MadeObject, sought: number, origin: number): void {
  s.late.push(() => {
    for (const element of elementsOf(s, items)) {
      if (s.values.kind(element) !== Kind.instance) continue;
      callSpecialOf(s, element, { method: "__eq__", args: [sought], origin, how: "operator" });
    }
  });
}

/**
 * What is put into a set or sought in a mapping is hashed, and compared with what has the same hash there.
 * Which hashes meet nobody knows: such a comparison is possible, and none is made of an object with itself.
 * Without `items` they are what is sought: `set(tags)`.
 */
export function hashAmong(
  s: Solving,
  sought: number,
  items: MadeObject | undefined,
  origin: number,
): void {
  s.each(sought, (value) => {
    callSpecialOf(s, value, { method: "__hash__", args: [], origin, how: "operator" });
    if (!isCompared(s, value)) return;
    s.late.push(() => {
      const members = items === undefined ? s.flow.valuesOf(sought) : elementsOf(s, items);
      const other = members.find(
        (each) => isCompared(s, each) && (each !== value || !s.values.isApart(each)),
      );
      if (other === undefined) return;
      const call = { method: "__eq__", args: [sought], origin, how: "operator" as const };
      callSpecialOf(s, other, { ...call, isPossible: true });
    });
  });
}

function isCompared(s: Solving, value: number): boolean {
  return hasMethod(s, value, "__eq__") && hasMethod(s, value, "__hash__");
}

function elementsOf(s: Solving, items: MadeObject): readonly number[] {
  return elementVariables(items).flatMap((each) => s.flow.valuesOf(each));
}

/** The keys of a dict, the places of anything else that holds elements. */
export function elementVariables({ kind, rest, keys, slots }: MadeObject): readonly number[] {
  if (kind === "dict") return [keys];
  return [rest, ...(slots?.values() ?? [])].filter((each) => each !== -1);
}
