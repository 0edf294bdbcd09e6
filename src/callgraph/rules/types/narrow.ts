import type { Solving } from "../../state/solving.ts";
import type { Narrowing } from "../../state/type-tests.ts";
import { Kind } from "../../state/values.ts";
import { passDerived, passNamed } from "./class-tests.ts";
import type { TypeClass } from "./hints.ts";
import { classesOf } from "./hints.ts";
import { failing, isAbstract, passing } from "./instance-tests.ts";
import { passCallable, passMarked, passTexts } from "./member-tests.ts";

/** Lets through what passes an `isinstance`-like test, or what fails it. */
export function applyNarrowing(s: Solving, narrowing: Narrowing): void {
  const { dst, src, module, type } = narrowing;
  if (applyMemberTest(s, narrowing)) return;
  const classes = classesOf(s, module, type);
  if (classes.length === 0) {
    s.flow.edge(src, dst);
    return;
  }
  s.each(src, (value) => {
    for (const each of passed(s, value, classes, narrowing)) s.flow.add(dst, each);
  });
}

/** Tests that are of no class; false for all others. */
function applyMemberTest(s: Solving, { dst, src, module, type, isNegative }: Narrowing): boolean {
  const test = s.program.facts(module).types[type];
  switch (test?.kind) {
    case "text": {
      const affix = test.variable === -1 ? -1 : s.variableOf(module, test.variable);
      passTexts(s, { ...test, dst, src, isNegative, affix });
      return true;
    }
    case "named":
      passNamed(s, { ...test, dst, src, isNegative });
      return true;
    case "derived": {
      const attribute = test.attribute === -1 ? -1 : s.program.name(module, test.attribute);
      passDerived(s, { dst, src, isNegative, attribute });
      return true;
    }
    case "callable":
      passCallable(s, { dst, src, isNegative, ...(test.only && { only: test.only }) });
      return true;
    case "marked":
      passMarked(s, { dst, src, name: s.program.name(module, test.name) });
      return true;
    default:
      return false;
  }
}

/** What of a value comes through a test for classes. */
function passed(
  s: Solving,
  value: number,
  classes: readonly TypeClass[],
  { isNegative, isSubclass, isExact }: Narrowing,
): readonly number[] {
  const kept = (passes: boolean): readonly number[] => (passes ? [value] : []);
  if (isSubclass) {
    const mayPass = isExact ? mayBeClass : mayBeBelow;
    return kept(mayPass(s, value, classes, !isNegative));
  }
  if (isExact && s.values.kind(value) === Kind.instance) {
    return kept(canBeExactly(s, value, classes, !isNegative));
  }
  return isNegative ? failing(s, value, classes) : passing(s, value, classes);
}

/** Whether `value is C` can come out so, of a class; a class statement in a function makes another one each time. */
function mayBeClass(
  s: Solving,
  value: number,
  classes: readonly TypeClass[],
  outcome: boolean,
): boolean {
  if (s.values.kind(value) !== Kind.class) return true;
  const own = s.values.first(value);
  const scope = s.program.classScopes[own] as number;
  const isOne = s.program.callable(s.program.parent(scope)) === undefined;
  const isNamed = classes.some(({ index }) => index === own);
  return isNamed === outcome || (isNamed && !isOne);
}

/** Whether `type(value) is C` can come out so, of an instance. */
function canBeExactly(
  s: Solving,
  value: number,
  classes: readonly TypeClass[],
  outcome: boolean,
): boolean {
  if (s.values.isExact(value)) {
    return classes.some(({ index }) => index === s.values.first(value)) === outcome;
  }
  return !outcome || passing(s, value, classes).length > 0;
}

/** Whether `issubclass(value, classes)` can come out so; anything but a class raises `TypeError`. */
function mayBeBelow(
  s: Solving,
  value: number,
  classes: readonly TypeClass[],
  outcome: boolean,
): boolean {
  if (s.values.kind(value) !== Kind.class) return s.values.isOutside(value);
  if (s.hierarchy.isOpen(s.values.first(value))) return true;
  const isBelow = classes.some(({ index, external }) =>
    s.hierarchy.isSubclass(s.values.first(value), index === -1 ? -1 - external : index),
  );
  const isVague = classes.some(
    ({ index, external }) => index === -1 && isAbstract(s.text(external)),
  );
  return isBelow === outcome || isVague;
}
