import { LiteralKind } from "../../../python/constraints.ts";
import type { GivenTest } from "../../../python/module-facts.ts";
import { hasMethod } from "../../state/class-members.ts";
import type { Renumber } from "../../state/functions.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind, TEXT_WITH_GAPS } from "../../state/values.ts";

/**
 * A copy that is made where tests came out so: for the clone of a function, whose call tells what it
 * gives, as soon as what it gives lets all of them.
 */
export function copyGiven(
  s: Solving,
  { dst, src, tests }: { dst: number; src: number; tests: readonly GivenTest[] },
  renumber: Renumber,
): void {
  const pass = (place: number): void => {
    const test = tests[place];
    if (test === undefined) {
      s.flow.edge(src, dst);
      return;
    }
    const variable = renumber(test.value);
    let isPassed = false;
    const go = (): void => {
      if (!isPassed) {
        isPassed = true;
        pass(place + 1);
      }
    };
    s.apart.settled.whenDoubted(variable, go);
    s.each(variable, (value) => {
      if (mayComeOut(s, value, test)) go();
    });
    s.late.push(() => {
      if (!s.apart.isOn || !s.apart.settled.has(variable) || s.flow.isEmpty(variable)) go();
    });
  };
  pass(0);
}

function mayComeOut(s: Solving, value: number, { keys, outcome }: GivenTest): boolean {
  const known = keys.length === 0 ? truthOf(s, value) : isOneOf(s, value, keys);
  return known === undefined || known === outcome;
}

/** Whether a value is true; undefined where it is not known. */
function truthOf(s: Solving, value: number): boolean | undefined {
  switch (s.values.kind(value)) {
    case Kind.function:
    case Kind.bound:
    case Kind.module:
      return true;
    case Kind.instance:
      return isPlainObject(s, value) ? true : undefined;
    case Kind.literal: {
      const key = keyOf(s, value);
      if (key === "c:None" || key === "i:0") return false;
      return key === undefined || !/^(s:.|i:\d)/s.test(key) ? undefined : true;
    }
    default:
      return undefined;
  }
}

/** Whether it is one of the constants; undefined where it is not known. */
function isOneOf(s: Solving, value: number, keys: readonly string[]): boolean | undefined {
  switch (s.values.kind(value)) {
    case Kind.function:
    case Kind.bound:
    case Kind.module:
      return false;
    case Kind.instance:
      return isPlainObject(s, value) ? false : undefined;
    case Kind.literal: {
      const key = keyOf(s, value);
      return key === undefined ? undefined : keys.includes(key);
    }
    default:
      return undefined;
  }
}

/** An object of a class of the program that says nothing about truth and equality, and inherits nothing that might. */
function isPlainObject(s: Solving, value: number): boolean {
  if (!s.values.isExact(value) || s.hierarchy.isOpen(s.values.first(value))) return false;
  return !["__bool__", "__len__", "__eq__"].some((name) => hasMethod(s, value, name));
}

/** As the reader writes constant keys; a text that is not known has none. */
function keyOf(s: Solving, value: number): string | undefined {
  const kind = s.values.first(value);
  const text = s.text(s.values.second(value));
  if (kind === LiteralKind.none) return "c:None";
  if (kind === TEXT_WITH_GAPS || text === "") return undefined;
  if (kind === LiteralKind.string) return `s:${text}`;
  if (kind === LiteralKind.boolean) return text === "True" ? "i:1" : "i:0";
  return kind === LiteralKind.integer ? `i:${text}` : undefined;
}
