import type { TypeExpression } from "../../../python/module-facts.ts";
import type { ObjectKind } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Breadth, Kind } from "../../state/values.ts";
import { addTyped } from "./external-types.ts";

/** A class that a type expression names: one of ours, or an external one by name. */
export interface TypeClass {
  /** Class index, -1 for an external one. */
  readonly index: number;
  /** Name of the external class, -1 for one of ours. */
  readonly external: number;
}

function typeOf(s: Solving, module: number, index: number): TypeExpression {
  return s.program.facts(module).types[index] ?? { kind: "unknown" };
}

/** Wrappers that say nothing of the value: `Optional[T]`, `Annotated[T, …]`. */
const TRANSPARENT = new Set([
  "Optional",
  "Union",
  "Annotated",
  "Final",
  "ClassVar",
  "Required",
  "NotRequired",
  "ReadOnly",
]);
const AWAITED = new Set(["Coroutine", "Awaitable"]);
const LISTS: Readonly<Record<string, ObjectKind>> = {
  list: "list",
  List: "list",
  Sequence: "list",
  MutableSequence: "list",
  Collection: "list",
  Iterable: "iterator",
  Iterator: "iterator",
  Generator: "iterator",
  AsyncIterator: "iterator",
  AsyncIterable: "iterator",
  AsyncGenerator: "iterator",
  set: "set",
  Set: "set",
  frozenset: "set",
  FrozenSet: "set",
  AbstractSet: "set",
  deque: "list",
  Deque: "list",
  tuple: "tuple",
  Tuple: "tuple",
  dict: "dict",
  Dict: "dict",
  Mapping: "dict",
  MutableMapping: "dict",
  defaultdict: "dict",
  DefaultDict: "dict",
  OrderedDict: "dict",
};

/** Classes of which a value of the type can be an instance, alternatives of a union all listed. */
export function classesOf(s: Solving, module: number, index: number): readonly TypeClass[] {
  const type = typeOf(s, module, index);
  switch (type.kind) {
    case "name": {
      const seen = new Set<number>();
      return s.flow
        .valuesOf(s.variableOf(module, type.variable))
        .flatMap((value) => named(s, value, seen));
    }
    case "apply":
      return appliedClasses(s, module, type);
    case "union":
      return type.options.flatMap((option) => classesOf(s, module, option));
    case "none":
      return [{ index: -1, external: s.outside.builtin("NoneType") }];
    default:
      return [];
  }
}

function appliedClasses(
  s: Solving,
  module: number,
  type: Extract<TypeExpression, { kind: "apply" }>,
): readonly TypeClass[] {
  const base = classesOf(s, module, type.base);
  const isTransparent = base.some((each) => TRANSPARENT.has(lastName(s, each)));
  if (!isTransparent) return base;
  return type.arguments.flatMap((argument) => classesOf(s, module, argument));
}

/** A tuple of classes may hold further tuples, itself among them (`kinds = (kinds, C)`): each is looked into once. */
function named(s: Solving, value: number, seen: Set<number>): readonly TypeClass[] {
  const kind = s.values.kind(value);
  if (kind === Kind.class) return [{ index: s.values.first(value), external: -1 }];
  if (kind === Kind.external) return [{ index: -1, external: s.values.first(value) }];
  const object = s.objectOf(value);
  if ((object?.kind !== "tuple" && object?.kind !== "list") || seen.has(value)) return [];
  seen.add(value);
  return [...(object.slots?.values() ?? [])].flatMap((slot) =>
    s.flow.valuesOf(slot).flatMap((each) => named(s, each, seen)),
  );
}

function lastName(s: Solving, { external }: TypeClass): string {
  return external === -1 ? "" : (s.text(external).split(".").at(-1) ?? "");
}

/** Lets instances of an annotation's type into a variable, as far as nothing better is known there. */
export function applyHint(s: Solving, dst: number, module: number, index: number): void {
  const type = typeOf(s, module, index);
  if (type.kind === "union") {
    applyHints(s, dst, module, type.options);
  } else if (type.kind === "apply") applyGeneric(s, dst, module, type);
  else for (const each of classesOf(s, module, index)) addInstance(s, dst, each);
}

type GenericType = Extract<TypeExpression, { kind: "apply" }>;

function applyGeneric(s: Solving, dst: number, module: number, type: GenericType): void {
  for (const base of classesOf(s, module, type.base)) {
    const last = lastName(s, base);
    const container = LISTS[last];
    if (last === "Type" || last === "type") addClasses(s, dst, module, type);
    else if (container !== undefined) fillContainer(s, dst, module, type, container);
    else if (TRANSPARENT.has(last)) applyHints(s, dst, module, type.arguments);
    else if (AWAITED.has(last)) applyHints(s, dst, module, type.arguments.slice(-1));
    else addInstance(s, dst, base);
  }
}

function applyHints(s: Solving, dst: number, module: number, types: readonly number[]): void {
  for (const type of types) applyHint(s, dst, module, type);
}

/** `type[C]` is C itself, unless one of its family is there already. */
function addClasses(s: Solving, dst: number, module: number, type: GenericType): void {
  const [named] = type.arguments;
  if (named === undefined) return;
  for (const { index } of classesOf(s, module, named)) {
    const isKnown = s.flow.some(
      dst,
      (value) =>
        s.values.kind(value) === Kind.class && s.hierarchy.isSubclass(s.values.first(value), index),
    );
    if (index !== -1 && !isKnown) s.flow.add(dst, s.classValue(index));
  }
}

function fillContainer(
  s: Solving,
  dst: number,
  module: number,
  type: GenericType,
  kind: ObjectKind,
): void {
  if (hasContainer(s, dst)) return;
  const object = s.objectOf(s.object(dst, -40, kind));
  s.flow.add(dst, s.object(dst, -40, kind));
  if (!object) return;
  if (kind === "tuple") {
    for (const [at, argument] of type.arguments.entries()) {
      applyHint(s, s.slot(object, s.name(`i:${at}`)), module, argument);
    }
    return;
  }
  const element = type.arguments[kind === "dict" ? 1 : 0];
  if (element !== undefined) applyHint(s, object.rest, module, element);
}

function hasContainer(s: Solving, variable: number): boolean {
  return s.flow.valuesOf(variable).some((value) => s.objectOf(value) !== undefined);
}

/** An instance of the class, unless one of its family is there already. */
function addInstance(s: Solving, dst: number, { index, external }: TypeClass): void {
  if (index === -1) {
    if (!IGNORED_TYPES.has(s.text(external))) addTyped(s, s.text(external), {}, dst);
    return;
  }
  const isKnown = s.flow
    .valuesOf(dst)
    .some(
      (value) =>
        s.values.kind(value) === Kind.instance &&
        s.hierarchy.isSubclass(s.values.first(value), index),
    );
  if (isKnown) return;
  s.flow.add(dst, s.values.of(Kind.instance, index, Breadth.hinted));
  s.soft.add(dst);
}

/** Types that say nothing of the attributes that a value has. */
const IGNORED_TYPES = new Set([
  "typing.Any",
  "<builtin>.object",
  "typing.Callable",
  "collections.abc.Callable",
  "<builtin>.NoneType",
  "typing.Optional",
  "typing.Union",
]);
