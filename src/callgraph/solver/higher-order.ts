import { argumentsOf, Op } from "../../python/constraints.ts";
import type { Solving } from "../state/solving.ts";

/** Which functions are worth an instance per call site, told by their own records. */

/** Variables of one function by what they hold, as far as its own records tell. */
interface Holdings {
  /** Arguments. */
  readonly given: Set<number>;
  /** What makes a function higher-order if it gives it back. */
  readonly telling: Set<number>;
  /** The class of a class method, attributes of it, and attributes of those. */
  readonly ofClass: Set<number>;
  readonly attributes: Set<number>;
  readonly ofTables: Set<number>;
  /** What calls gave, in a function that is no method: such decorators are plain functions. */
  readonly results: Set<number>;
}

/** What a record's result holds, by its operation. */
const FOLLOW: Readonly<
  Record<number, (held: Holdings, dst: number, src: number, first: number) => void>
> = {
  [Op.Function]: ({ telling }, dst) => telling.add(dst),
  [Op.Copy]: followCopy,
  [Op.Narrow]: followCopy,
  [Op.LoadAttribute]: ({ ofClass, attributes, ofTables }, dst, src) => {
    if (ofClass.has(src)) attributes.add(dst);
    else if (attributes.has(src)) ofTables.add(dst);
  },
  [Op.LoadItem]: ({ attributes, telling }, dst, src) => {
    if (attributes.has(src)) telling.add(dst);
  },
  [Op.Call]: ({ given, telling, ofTables, results }, dst, src, first) => {
    // A decorator inside passes the closure on: `@wraps(f)`. One that is made first gets the argument: `retry(…)(f)`.
    const isPassedOn = telling.has(first) && (!given.has(first) || results.has(src));
    if (isPassedOn || ofTables.has(src)) telling.add(dst);
  },
};

function followCopy({ given, telling }: Holdings, dst: number, src: number): void {
  if (given.has(src)) given.add(dst);
  if (telling.has(src)) telling.add(dst);
}

/** An argument is called in it. */
export function callsArgument(s: Solving, scope: number, records: readonly number[]): boolean {
  const { code } = s.program.facts(s.program.moduleOf(scope));
  const given = new Set(s.program.callable(scope)?.parameters.map(({ variable }) => variable));
  return records.some((at) => {
    const [dst, src] = [code[at + 2] as number, code[at + 3] as number];
    if (!given.has(src)) return false;
    if (code[at] === Op.Copy || code[at] === Op.Narrow) given.add(dst);
    return code[at] === Op.Call;
  });
}

/**
 * It gives back a closure, an argument, or an entry of a table that its class holds (a registry's
 * look-up).
 */
export function givesTelling(s: Solving, scope: number, records: readonly number[]): boolean {
  const { code } = s.program.facts(s.program.moduleOf(scope));
  const callable = s.program.callable(scope);
  if (!callable) return false;
  if (ATTRIBUTE_HOOKS.has(s.program.scopeFacts(scope).name)) return true;
  const parameters = callable.parameters.map(({ variable }) => variable);
  const held: Holdings = {
    given: new Set(parameters),
    telling: new Set(parameters),
    ofClass: new Set([receiverClass(s, scope)]),
    attributes: new Set(),
    ofTables: new Set(),
    results: new Set(),
  };
  for (const at of records) {
    const operation = code[at] as number;
    const [dst, src] = [code[at + 2] as number, code[at + 3] as number];
    const isCall = operation === Op.Call;
    const first = isCall && (code[at + 5] as number) > 0 ? (code[at + 8] as number) : -1;
    FOLLOW[operation]?.(held, dst, src, first);
    if (isCall && s.program.classOfMethod(scope) === -1) held.results.add(dst);
  }
  return held.telling.has(callable.returns);
}

/** What it reads has a name that it is given: a caller that spells the name means that alone. */
export function meansNamed(s: Solving, scope: number, records: readonly number[]): boolean {
  return readsNamed(s, scope, records) || givesEntry(s, scope, records);
}

/** Variables of one function on the way from a table outside it to an entry. */
interface LookUps {
  readonly given: ReadonlySet<number>;
  /** What the function itself sets. */
  readonly own: ReadonlySet<number>;
  readonly getters: Set<number>;
  readonly entries: Set<number>;
}

const LOOK_UP: Readonly<
  Record<
    number,
    (held: LookUps, code: ArrayLike<number>, at: number, strings: readonly string[]) => void
  >
> = {
  [Op.Copy]: copyEntry,
  [Op.Narrow]: copyEntry,
  [Op.LoadAttribute]: ({ own, getters }, code, at, strings) => {
    const isGetter = strings[code[at + 4] as number] === "get";
    if (isGetter && !own.has(code[at + 3] as number)) getters.add(code[at + 2] as number);
  },
  [Op.LoadItem]: ({ given, own, entries }, code, at) => {
    const isGiven = given.has(code[at + 5] as number);
    if (isGiven && !own.has(code[at + 3] as number)) entries.add(code[at + 2] as number);
  },
  [Op.Call]: ({ given, getters, entries }, code, at) => {
    const [key = -1] = givenTo(code, at);
    if (getters.has(code[at + 3] as number) && given.has(key)) entries.add(code[at + 2] as number);
  },
};

function copyEntry({ entries }: LookUps, code: ArrayLike<number>, at: number): void {
  if (entries.has(code[at + 3] as number)) entries.add(code[at + 2] as number);
}

/** It gives back the entry of a table outside it whose key it is given: `return VALIDATORS.get(name)`. */
function givesEntry(s: Solving, scope: number, records: readonly number[]): boolean {
  const { code, strings } = s.program.facts(s.program.moduleOf(scope));
  const callable = s.program.callable(scope);
  const given = new Set(callable?.parameters.map(({ variable }) => variable));
  const own = new Set([...given, ...records.map((at) => code[at + 2] as number)]);
  const held: LookUps = { given, own, getters: new Set(), entries: new Set() };
  for (const at of records) LOOK_UP[code[at] as number]?.(held, code, at, strings);
  return held.entries.has(callable?.returns ?? -1);
}

/**
 * It reads an attribute whose name it is given, or a part of it: `getattr(objects, name)`, `getattr(plugin, "get_" + kind)`.
 */
function readsNamed(s: Solving, scope: number, records: readonly number[]): boolean {
  const { code, strings } = s.program.facts(s.program.moduleOf(scope));
  const given = new Set(s.program.callable(scope)?.parameters.map(({ variable }) => variable));
  const readers = new Set<number>();
  return records.some((at) => {
    const [operation, dst, src] = [code[at], code[at + 2] as number, code[at + 3] as number];
    if (operation === Op.LoadName && strings[src] === "getattr") readers.add(dst);
    if (operation === Op.Copy && given.has(src)) given.add(dst);
    if (operation === Op.Operator && isPartOfText(strings, code, at, given)) given.add(dst);
    if (operation !== Op.Call || !readers.has(src)) return false;
    const [, name = -1] = givenTo(code, at);
    return given.has(name);
  });
}

/** `"get_" + kind`, `"get_%s" % kind`. */
export function isPartOfText(
  strings: readonly string[],
  code: ArrayLike<number>,
  at: number,
  given: { has(variable: number): boolean },
): boolean {
  const method = strings[code[at + 3] as number];
  const [left, right] = [code[at + 6] as number, code[at + 7] as number];
  const isSum = method === "__add__";
  return (isSum && given.has(left)) || ((isSum || method === "__mod__") && given.has(right));
}

/** Variables of one function on the way from its arguments to classes that it makes. */
interface Makings {
  readonly given: Set<number>;
  /** Tuples of what is given. */
  readonly bases: Set<number>;
  readonly made: Set<number>;
}

const MAKE: Readonly<Record<number, (held: Makings, code: ArrayLike<number>, at: number) => void>> =
  {
    [Op.Copy]: copyMakings,
    [Op.Narrow]: copyMakings,
    [Op.StoreItem]: ({ given, bases }, code, at) => {
      if (given.has(code[at + 5] as number)) bases.add(code[at + 2] as number);
    },
    [Op.Call]: ({ given, bases, made }, code, at) => {
      const [first = -1, second = -1, third] = givenTo(code, at);
      const isMaker = third !== undefined && bases.has(second);
      // A name may be given for the class: `symbol_by_name(base)`.
      if (isMaker || given.has(first)) (isMaker ? made : given).add(code[at + 2] as number);
    },
  };

function copyMakings(held: Makings, code: ArrayLike<number>, at: number): void {
  for (const each of [held.given, held.bases, held.made]) {
    if (each.has(code[at + 3] as number)) each.add(code[at + 2] as number);
  }
}

/** It makes a class of what it is given, and gives that back: `return type(name, (base,), names)`. */
export function givesClassOf(s: Solving, scope: number, records: readonly number[]): boolean {
  const { code } = s.program.facts(s.program.moduleOf(scope));
  const callable = s.program.callable(scope);
  const given = new Set(callable?.parameters.map(({ variable }) => variable));
  const held: Makings = { given, bases: new Set(), made: new Set() };
  for (const at of records) MAKE[code[at] as number]?.(held, code, at);
  return held.made.has(callable?.returns ?? -1);
}

/**
 * The module's variable of what is called with one of the arguments to give what the function gives back, as in
 * `return build(cls, data)`; -1 for none.
 */
export function makerIn(s: Solving, scope: number, records: readonly number[]): number {
  const { code } = s.program.facts(s.program.moduleOf(scope));
  const callable = s.program.callable(scope);
  const given = new Set(callable?.parameters.map(({ variable }) => variable));
  const makers = new Map<number, number>();
  for (const at of records) {
    const [dst, src] = [code[at + 2] as number, code[at + 3] as number];
    if (code[at] === Op.Copy || code[at] === Op.Narrow) {
      if (given.has(src)) given.add(dst);
      const maker = makers.get(src);
      if (maker !== undefined) makers.set(dst, maker);
    } else if (code[at] === Op.Call && givenTo(code, at).some((each) => given.has(each))) {
      makers.set(dst, src);
    }
  }
  return makers.get(callable?.returns ?? -1) ?? -1;
}

function givenTo(code: ArrayLike<number>, call: number): readonly number[] {
  return argumentsOf(code, call + 2).map(({ variable }) => variable);
}

/** What they give depends on the name that is asked for. */
const ATTRIBUTE_HOOKS: ReadonlySet<string> = new Set(["__getattr__", "__getattribute__"]);

/** The variable that holds a class method's class; -1 for other functions. */
function receiverClass(s: Solving, scope: number): number {
  const [first] = s.program.callable(scope)?.parameters ?? [];
  if (first === undefined || s.program.classOfMethod(scope) === -1) return -1;
  const name = s.text(s.program.name(s.program.moduleOf(scope), first.name));
  return name === "cls" ? first.variable : -1;
}
