import { fieldNames, findMember } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

type ReadAttribute = (s: Solving, value: number, name: number) => number;

/**
 * `case C(a, b)` reads the attributes that `C.__match_args__` names, a dataclass's fields where it
 * names none; a builtin (`case str(x)`) gives itself. False for other names than `match:0`.
 */
export function readMatched(
  s: Solving,
  value: number,
  name: number,
  attribute: number,
  read: ReadAttribute,
): boolean {
  const text = s.text(name);
  if (!text.startsWith("match:")) return false;
  const position = Number(text.slice("match:".length));
  if (s.values.kind(value) !== Kind.instance) {
    if (position === 0) s.flow.add(attribute, value);
    return true;
  }
  const index = s.values.first(value);
  const { variable } = findMember(s, s.hierarchy.order(index), s.name("__match_args__"));
  const field = fieldNames(s, index)[position];
  if (variable === -1) {
    if (field !== undefined) s.flow.edge(read(s, value, field), attribute);
    return true;
  }
  s.each(variable, (each) => {
    const object = s.objectOf(each);
    if (!object) return;
    s.each(s.slot(object, s.name(`i:${position}`)), (word) => {
      if (!s.values.isString(word)) return;
      s.flow.edge(read(s, value, s.values.second(word)), attribute);
    });
  });
  return true;
}
