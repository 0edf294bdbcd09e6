import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { storeAttribute } from "../attributes/stores.ts";

/**
 * `type.__new__(mcs, name, bases, names)` with a mapping of its own in the place of the body's names: its entries are
 * members of the class of that name. Where one call makes several classes nobody knows whose they are.
 */
export function nameMembers(
  s: Solving,
  { args, context, origin }: Calling,
  made: readonly number[],
): void {
  const [, name, , names] = args;
  if (!s.apart.isOn || name === undefined || names === undefined) return;
  const fillNamed = (text: number): void => {
    if (!s.values.isString(text)) return;
    const wanted = s.text(s.values.second(text));
    for (const index of made) {
      const { name: own } = s.program.scopeFacts(s.program.classScopes[index] as number);
      if (own === wanted) fill(s, index, names.variable, origin);
    }
  };
  // Instances of the metaclass's method are made for one class each (replaced-members.ts).
  if (context > 0) s.each(name.variable, fillNamed);
  else {
    s.late.push(() => {
      const [text = -1, ...more] = s.flow.valuesOf(name.variable);
      if (more.length === 0) fillNamed(text);
    });
  }
}

function fill(s: Solving, index: number, names: number, site: number): void {
  s.each(names, (value) => {
    const object = s.objectOf(value);
    if (object?.kind !== "dict") return;
    s.eachSlot(object, (key, variable) => {
      const word = s.text(key);
      if (!word.startsWith("s:")) return;
      storeAttribute(s, s.classValue(index), s.name(word.slice("s:".length)), variable, site);
    });
  });
}
