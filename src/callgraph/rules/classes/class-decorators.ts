import { forEachConstraint, Op } from "../../../python/constraints.ts";
import type { DecoratedClass } from "../../state/call-shapes.ts";
import { definesMethod } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/**
 * Whether a class may come back from its decorator: nearly always. Not from a function of ours whose
 * every result is a function or class that it defines itself, nor from a class of ours, which makes an object.
 */
export function comesBack(s: Solving, { callee }: DecoratedClass): boolean {
  const values = s.flow.valuesOf(callee);
  return values.length === 0 || values.some((value) => !replaces(s, value));
}

function replaces(s: Solving, value: number): boolean {
  if (s.values.kind(value) === Kind.class) {
    return !definesMethod(s, s.values.first(value), "__new__");
  }
  if (s.values.kind(value) !== Kind.function) return false;
  const { scope } = s.functions.get(s.values.first(value));
  const returns = s.program.callable(scope)?.returns ?? -1;
  const made = new Set<number>();
  const given = new Set<number>();
  forEachConstraint(s.program.facts(s.program.moduleOf(scope)).code, (operation, at) => {
    const { code } = s.program.facts(s.program.moduleOf(scope));
    const dst = code[at] as number;
    if (operation === Op.Function || operation === Op.Class) made.add(dst);
    if (operation === Op.Copy && dst === returns) given.add(code[at + 1] as number);
  });
  return given.size > 0 && [...given].every((variable) => made.has(variable));
}
