import { metaclassesOf } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** Lets through what passes a test of the statement that made it: its name, its bases (python/expressions/class-tests.ts). */

interface Test {
  readonly dst: number;
  readonly src: number;
  readonly isNegative: boolean;
}

interface NameTest extends Test {
  readonly texts: readonly string[];
  readonly fit: "start" | "end" | "whole";
}

/**
 * `name.startswith("job_")` where the name leads to what is tested: functions and classes pass if their own
 * name does, or another name of the module or class that they stand in. Of all else nothing is known.
 */
export function passNamed(s: Solving, { dst, src, isNegative, texts, fit }: NameTest): void {
  const fits = (name: string): boolean => texts.some((text) => FITS[fit](name, text));
  s.each(src, (value) => {
    const scope = s.scopeOfValue(value);
    const parent = scope === -1 ? -1 : s.program.parent(scope);
    if (parent === -1 || s.program.callable(parent) !== undefined) {
      s.flow.add(dst, value);
      return;
    }
    if (fits(s.program.scopeFacts(scope).name) !== isNegative) s.flow.add(dst, value);
    else if (!isNegative) addAliased(s, value, parent, fits, dst);
  });
}

const FITS: Readonly<Record<NameTest["fit"], (name: string, text: string) => boolean>> = {
  start: (name, text) => name.startsWith(text),
  end: (name, text) => name.endsWith(text),
  whole: (name, text) => name === text,
};

/** `job_two = run`: under another name it passes after all. */
function addAliased(
  s: Solving,
  value: number,
  parent: number,
  fits: (name: string) => boolean,
  dst: number,
): void {
  const module = s.program.moduleOf(parent);
  for (const [local, variable] of s.program.scopeFacts(parent).names) {
    if (!fits(s.text(s.program.name(module, local)))) continue;
    s.each(s.variableOf(module, variable), (each) => {
      if (each === value) s.flow.add(dst, value);
    });
  }
}

interface BasesTest extends Test {
  /** The attribute that is asked for instead, -1 for none. */
  readonly attribute: number;
}

/** `if bases:`, `if hasattr(cls, "registry"):` while a class is made. */
export function passDerived(s: Solving, { dst, src, isNegative, attribute }: BasesTest): void {
  s.each(src, (value) => {
    const isClass = s.values.kind(value) === Kind.class;
    const passes = isClass && hasIt(s, s.values.first(value), attribute);
    if (!isClass || passes !== isNegative) s.flow.add(dst, value);
  });
}

function hasIt(s: Solving, index: number, attribute: number): boolean {
  if (attribute === -1) return s.program.classFacts(index).bases.length > 0;
  const scope = s.program.classScopes[index] as number;
  if (s.program.declared(scope, attribute) !== -1) return true;
  const above = s.hierarchy.order(index).slice(1);
  return above.some((each) => each >= 0 && metaclassesOf(s, each).length > 0);
}
