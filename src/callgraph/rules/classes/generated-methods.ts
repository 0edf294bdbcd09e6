import { fieldNames } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** What is asked of the elements of tuples that are compared or hashed: the first two that differ are put in order. */
export const COMPARED: Readonly<Record<string, readonly string[]>> = {
  __eq__: ["__eq__"],
  __ne__: ["__eq__"],
  __lt__: ["__eq__", "__lt__"],
  __le__: ["__eq__", "__le__"],
  __gt__: ["__eq__", "__gt__"],
  __ge__: ["__eq__", "__ge__"],
  __hash__: ["__hash__"],
};

/**
 * What the methods that `@dataclass` generates ask the fields: they are compared as tuples are, and all
 * of them are shown (https://docs.python.org/3/library/dataclasses.html).
 */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  ...COMPARED,
  __repr__: ["__repr__"],
  __str__: ["__repr__"],
  __format__: ["__repr__"],
};

/** Runs `ask` for every field of an instance and every method that its generated method calls on it. */
export function askFields(
  s: Solving,
  value: number,
  method: string,
  ask: (field: number, method: string) => void,
): void {
  const asked = ASKED[method];
  if (asked === undefined || s.values.kind(value) !== Kind.instance) return;
  const index = s.values.first(value);
  if (!isDataclass(s, index)) return;
  for (const name of fieldNames(s, index)) {
    for (const each of asked) ask(s.field(value, name), each);
  }
}

function isDataclass(s: Solving, index: number): boolean {
  return s.hierarchy.order(index).some((ancestor) => {
    if (ancestor < 0) return false;
    const { decorators } = s.program.scopeFacts(s.program.classScopes[ancestor] as number);
    return decorators.some(({ text }) => /^(dataclasses\.)?dataclass\b/.test(text));
  });
}
