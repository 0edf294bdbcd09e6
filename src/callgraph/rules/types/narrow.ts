import { literalClass } from "../../state/literal-classes.ts";
import type { Solving } from "../../state/solving.ts";
import type { Narrowing } from "../../state/type-tests.ts";
import { Breadth, Kind } from "../../state/values.ts";
import type { TypeClass } from "./hints.ts";
import { classesOf } from "./hints.ts";
import { passCallable, passMarked, passTexts } from "./member-tests.ts";

/** Lets through what passes an `isinstance`-like test, or what fails it. */
export function applyNarrowing(
  s: Solving,
  { dst, src, module, type, isNegative, isSubclass, isExact }: Narrowing,
): void {
  const test = s.program.facts(module).types[type];
  if (test?.kind === "text") {
    const affix = test.variable === -1 ? -1 : s.variableOf(module, test.variable);
    passTexts(s, { ...test, dst, src, isNegative, affix });
    return;
  }
  if (test?.kind === "callable") {
    passCallable(s, dst, src, isNegative);
    return;
  }
  if (test?.kind === "marked") {
    passMarked(s, { dst, src, name: s.program.name(module, test.name) });
    return;
  }
  const classes = classesOf(s, module, type);
  if (classes.length === 0) {
    s.flow.edge(src, dst);
    return;
  }
  s.each(src, (value) => {
    if (isSubclass && isExact) {
      if (mayBeClass(s, value, classes, !isNegative)) s.flow.add(dst, value);
    } else if (isSubclass) {
      if (mayBeBelow(s, value, classes, !isNegative)) s.flow.add(dst, value);
    } else if (isExact && s.values.kind(value) === Kind.instance) {
      if (canBeExactly(s, value, classes, !isNegative)) s.flow.add(dst, value);
    } else {
      const passed = isNegative ? failing(s, value, classes) : passing(s, value, classes);
      for (const each of passed) s.flow.add(dst, each);
    }
  });
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

function passing(s: Solving, value: number, classes: readonly TypeClass[]): readonly number[] {
  if (classes.some((each) => isInstance(s, value, each))) return [value];
  // Of a base class's instance in general, those of the tested subclass pass.
  if (s.values.kind(value) !== Kind.instance || s.values.isExact(value)) return [];
  return classes
    .filter(({ index }) => index !== -1 && s.hierarchy.isSubclass(index, s.values.first(value)))
    .map(({ index }) => s.values.of(Kind.instance, index, Breadth.hinted));
}

function failing(s: Solving, value: number, classes: readonly TypeClass[]): readonly number[] {
  const isCertain = s.values.kind(value) === Kind.instance || s.values.kind(value) === Kind.literal;
  return isCertain && classes.some((each) => isInstance(s, value, each)) ? [] : [value];
}

/** Generous where the outside is not known: an abstract class may have anything as an instance. */
function isInstance(s: Solving, value: number, { index, external }: TypeClass): boolean {
  const kind = s.values.kind(value);
  if (kind === Kind.instance) {
    const ancestor = index === -1 ? -1 - external : index;
    if (s.hierarchy.isSubclass(s.values.first(value), ancestor)) return true;
    return index === -1 && isAbstract(s.text(external));
  }
  if (kind === Kind.result) return true;
  if (index !== -1) return false;
  const text = s.text(external);
  if (isAbstract(text)) return true;
  if (kind === Kind.literal) return text === `<builtin>.${literalClass(s.values.first(value))}`;
  const object = s.objectOf(value);
  if (object) return object.className === external || text === `<builtin>.${object.kind}`;
  if (kind === Kind.externalInstance) {
    const own = s.values.first(value);
    return s.outside.order(own).includes(external) || s.outside.order(external).includes(own);
  }
  return !text.startsWith("<builtin>.") || text === "<builtin>.type";
}

function isAbstract(name: string): boolean {
  return /^(collections\.abc|typing|numbers|six)\.|^<builtin>\.object$/.test(name);
}
