import type { Solving } from "../../state/solving.ts";

/**
 * Who answers `str(x)` for an object whose own classes have no `__str__`: a library's class among its
 * ancestors before `object`, if it has one, and only else our `__repr__`
 * (https://docs.python.org/3/reference/datamodel.html#object.__str__). Of a class of which nothing is
 * known either may be.
 */
export function isShownAbove(s: Solving, value: number): "yes" | "no" | "perhaps" {
  const name = s.name("__str__");
  let isUnknown = false;
  for (const ancestor of s.hierarchy.order(s.values.first(value))) {
    const outside = -1 - ancestor;
    if (ancestor >= 0 || s.text(outside) === "<builtin>.object") continue;
    if (s.text(outside) === "<builtin>.BaseException") return "yes";
    const member = s.outside.member(outside, name);
    if (member !== -1 && s.outside.symbol(member) !== undefined) return "yes";
    isUnknown ||= s.outside.symbol(outside) === undefined;
  }
  return isUnknown ? "perhaps" : "no";
}
