import type { CallableKind } from "../../../python/module-facts.ts";
import { hasMethod } from "../../state/class-members.ts";
import { CONTAINERS } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind, MEMBER_NAME, TEXT_WITH_GAPS } from "../../state/values.ts";
import { plainAttributeOf } from "../attributes/attributes.ts";
import { GAP, methodsOf, receivers } from "../attributes/computed-names.ts";
import { addGuess } from "../attributes/guesses.ts";

/** Lets through what passes a test that goes through the members of an object asks (python/expressions/member-tests.ts). */

interface TextTest {
  readonly dst: number;
  readonly src: number;
  readonly isNegative: boolean;
  readonly affixes: readonly string[];
  /** Where it is written as a name: the variable with it, else -1. */
  readonly affix: number;
  readonly isSuffix: boolean;
}

/** `name.startswith("do_")`: of constant texts those that do; of any other text it is known how it begins. */
export function passTexts(s: Solving, test: TextTest): void {
  if (test.affix === -1) {
    passAffixes(s, test);
    return;
  }
  const affixes = s.flow.variable();
  s.each(test.affix, (value) => {
    if (!s.values.isString(value)) s.flow.edge(test.src, test.dst);
    else if (s.repeats.passOn(AFFIX, test.dst, value)) s.flow.add(affixes, value);
  });
  s.each(affixes, (value) =>
    passAffixes(s, { ...test, affixes: [s.text(s.values.second(value))] }),
  );
  s.late.push(() => {
    if (s.flow.isEmpty(affixes)) s.flow.edge(test.src, test.dst);
  });
}

/** Stands for all such tests where it is asked what was looked into before. */
const AFFIX = -62;

function passAffixes(s: Solving, { dst, src, isNegative, affixes, isSuffix }: TextTest): void {
  const fits = (text: string): boolean =>
    affixes.some((each) => (isSuffix ? text.endsWith(each) : text.startsWith(each)));
  s.each(src, (value) => {
    if (s.values.isString(value)) {
      const text = s.text(s.values.second(value));
      if (text === "" || fits(text) !== isNegative) s.flow.add(dst, value);
      return;
    }
    if (isNegative || !isMemberName(s, value)) s.flow.add(dst, value);
    if (isNegative || !s.values.isOutside(value)) return;
    addTemplates(s, dst, affixes, isSuffix);
  });
}

function addTemplates(
  s: Solving,
  dst: number,
  affixes: readonly string[],
  isSuffix: boolean,
): void {
  for (const each of affixes) {
    const template = isSuffix ? GAP + each : each + GAP;
    s.flow.add(dst, s.values.of(Kind.literal, TEXT_WITH_GAPS, s.name(template)));
  }
}

/** A name of a module is told by how it begins alone: any text that begins so stands beside it. */
function isMemberName(s: Solving, value: number): boolean {
  return s.values.kind(value) === Kind.literal && s.values.first(value) === MEMBER_NAME;
}

interface CallableTest {
  readonly dst: number;
  readonly src: number;
  readonly isNegative: boolean;
  readonly only?: CallableKind;
}

/** `callable(x)`: nothing that can be called fails the test, and plain data does not pass. */
export function passCallable(s: Solving, { dst, src, isNegative, only }: CallableTest): void {
  s.each(src, (value) => {
    const known = only === undefined ? canBeCalled(s, value) : isOfKind(s, value, only);
    if (known === undefined || known !== isNegative) s.flow.add(dst, value);
  });
}

/** The same of `inspect.isclass(x)` and its like: undefined where it is not known. */
function isOfKind(s: Solving, value: number, only: CallableKind): boolean | undefined {
  const kind = s.values.kind(value);
  if (kind === Kind.class) return only === "class";
  const inner = functionIn(s, value);
  if (inner === -1) return canBeCalled(s, value) === false ? false : undefined;
  if (only === "class") return false;
  if (only === "function") return kind === Kind.function;
  const { isAsync, isGenerator } = s.functions.get(s.values.first(inner));
  if (only === "coroutine") return isGenerator ? undefined : isAsync;
  return isGenerator && isAsync === (only === "async-generator");
}

/** Undefined where it is not known. */
function canBeCalled(s: Solving, value: number): boolean | undefined {
  switch (s.values.kind(value)) {
    case Kind.function:
    case Kind.bound:
    case Kind.class:
      return true;
    case Kind.literal:
    case Kind.module:
      return false;
    case Kind.instance:
      return s.values.isExact(value) ? hasMethod(s, value, "__call__") : undefined;
    case Kind.object:
      return CONTAINERS.has(s.objects.get(s.values.first(value)).kind) ? false : undefined;
    default:
      return undefined;
  }
}

interface MarkTest {
  readonly dst: number;
  readonly src: number;
  /** The attribute that is asked for. */
  readonly name: number;
}

/**
 * `getattr(f, "is_task", False)`: of functions without decorators those that the program has given the attribute,
 * as long as it gives it to any that arrives here. Anything else may have it.
 */
export function passMarked(s: Solving, { dst, src, name }: MarkTest): void {
  const marked = s.flow.variable();
  s.each(src, (value) => {
    if (s.values.kind(value) === Kind.member) passMembers(s, value, name, marked);
    else if (!isPlain(s, value)) s.flow.add(dst, value);
    for (const each of marksOf(s, value, name)) s.each(each, () => s.flow.add(marked, value));
  });
  s.flow.edge(marked, dst);
  s.late.push(() => {
    if (s.flow.isEmpty(marked)) s.flow.edge(src, dst);
  });
}

/** Of the members that a computed name may mean those that are marked are meant. */
function passMembers(s: Solving, member: number, name: number, dst: number): void {
  s.each(s.values.first(member), (value) => {
    for (const receiver of receivers(s, value)) {
      for (const method of methodsOf(s, s.values.first(receiver), () => true)) {
        s.each(plainAttributeOf(s, receiver, method.name), (each) => {
          for (const mark of marksOf(s, each, name)) s.each(mark, () => addGuess(s, each, dst));
        });
      }
    }
  });
}

/** Where marks of a function are, itself and as the instance that stands for all of its calls. */
function marksOf(s: Solving, value: number, name: number): readonly number[] {
  const inner = functionIn(s, value);
  if (inner === -1) return [];
  const plain = s.values.of(Kind.function, s.functions.of(s.scopeOfValue(inner)));
  return [...new Set([inner, plain])].map((each) => s.field(each, name));
}

/** A function of a module or class, or a method of an object, that nothing has decorated. */
function isPlain(s: Solving, value: number): boolean {
  const inner = functionIn(s, value);
  if (inner === -1) return false;
  const { decorators, parent } = s.program.scopeFacts(s.scopeOfValue(inner));
  const module = s.program.moduleOf(s.scopeOfValue(inner));
  return (
    decorators.length === 0 && s.program.callable(s.program.scope(module, parent)) === undefined
  );
}

function functionIn(s: Solving, value: number): number {
  const kind = s.values.kind(value);
  if (kind === Kind.function) return value;
  if (kind !== Kind.bound && kind !== Kind.guess) return -1;
  return functionIn(s, s.values.first(value));
}
