import { definesMethod, findMember } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";

/** A class of ours that takes over every read; Python itself asks for special methods past it. */
export function asksGetattribute(s: Solving, index: number, name: number): boolean {
  const text = s.text(name);
  const isSpecial = text.startsWith("__") && text.endsWith("__");
  return !isSpecial && definesMethod(s, index, "__getattribute__");
}

/**
 * Where one instance of a hook serves many names, which it cannot tell apart, and goes on to
 * `object.__getattribute__` with the name it was asked for, everybody gets the ordinary attribute of that name.
 */
export function passOrdinary(
  s: Solving,
  value: number,
  name: number,
  attribute: number,
  plainAttributeOf: (s: Solving, value: number, name: number) => number,
): void {
  const hook = s.name("__getattribute__");
  const { owner } = findMember(s, s.hierarchy.order(s.values.first(value)), hook);
  for (const scope of (owner === -1 ? undefined : s.program.methods(owner).get(hook)) ?? []) {
    const site = s.functions.passing.get(scope);
    if (site === undefined) continue;
    const plain = plainAttributeOf(s, value, name);
    s.flow.edge(plain, attribute);
    s.log.read(site, plain, false);
  }
}
