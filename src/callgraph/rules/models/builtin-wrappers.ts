import { ArgumentKind } from "../../../python/constraints.ts";
import { type Calling, keywordArgument } from "../../state/call-shapes.ts";
import { keepKeywords } from "../../state/calling.ts";
import { CACHED_FUNCTION, type ObjectKind } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";
import { BINDERS, implementationsFor, registerByAnnotation } from "./single-dispatch.ts";

/** Builtins that make an object around a callable. */
const WRAPPERS: Readonly<Record<string, Builtin>> = {
  "<builtin>.property": propertyFrom(0),
  "abc.abstractproperty": propertyFrom(0),
  // WSME's property takes the type of the value before the accessors.
  "wsme.wsproperty": propertyFrom(1),
  "wsme.types.wsproperty": propertyFrom(1),
  ...accessorsOf("property"),
  // Those of libraries (kombu, boltons) have setters, too.
  ...accessorsOf("cached-property"),
  "functools.cached_property": wrap("cached-property"),
  "<builtin>.staticmethod": wrap("static-method"),
  "<builtin>.classmethod": wrap("class-method"),
  "abc.abstractclassmethod": wrap("class-method"),
  "abc.abstractstaticmethod": wrap("static-method"),
  "functools.partial": makePartial,
  "functools.partialmethod": wrap("partial-method"),
  "functools.lru_cache": cacheCalls,
  "functools.cache": wrap("wrapper"),
  "functools.wraps": wrap("wraps"),
  "functools.singledispatch": wrap("single-dispatch"),
  "functools.singledispatchmethod": wrap("single-dispatch"),
  "functools.singledispatch.register": register,
  "functools.singledispatchmethod.register": register,
  "functools.update_wrapper": identity,
  "functools.total_ordering": identity,
  // Neither is bound where a class holds it.
  "functools.cmp_to_key": wrap("static-method"),
  "collections.namedtuple": declareNamedTuple,
  "typing.NamedTuple": declareNamedTuple,
  "contextlib.contextmanager": wrap("context-manager-factory"),
  "contextlib.asynccontextmanager": wrap("context-manager-factory"),
  "operator.methodcaller": getter("method-caller"),
  "operator.attrgetter": getter("attribute-getter"),
  "operator.itemgetter": getter("item-getter"),
  "abc.abstractmethod": identity,
  "typing.overload": identity,
  "typing.final": identity,
  "typing.override": identity,
  "typing.no_type_check": identity,
  "typing.runtime_checkable": identity,
  "dataclasses.dataclass": classDecorator,
  "dataclasses.field": declareField,
  "enum.unique": identity,
  // A member whose value is the function, which would be a method otherwise.
  "enum.member": makePartial,
  "enum.nonmember": identity,
  "six.add_metaclass": wrap("wraps"),
  "wrapt.decorator": wrap("wrapt-decorator"),
  "wrapt.decorators.decorator": wrap("wrapt-decorator"),
  "wrapt.function_wrapper": wrap("wrapt-decorator"),
  "wrapt.decorators.function_wrapper": wrap("wrapt-decorator"),
  "decorator.decorator": wrap("caller-decorator"),
  "six.with_metaclass": withMetaclass,
  "six.python_2_unicode_compatible": identity,
  "weakref.ref": refer,
  "weakref.ReferenceType": refer,
  "weakref.WeakMethod": refer,
};

/** Libraries without number have a property that is computed once; their names tell. */
const CACHED_PROPERTY =
  /\.(cached_?property|lazy_?property|memoized_?property|reify|cached_?slot_property)$/i;

/** A library's decorator that ends in `return classmethod(wrapper)` is called after it: `remotable_classmethod`. */
const CLASS_METHOD = /\.(?!is_|has_|get_)\w*_classmethod$/;

/** What makes an object around a callable, by the dotted name of the maker. */
export function wrapperOf(name: string): Builtin | undefined {
  const known = WRAPPERS[name];
  if (known !== undefined) return known;
  if (CLASS_METHOD.test(name)) return wrap("class-method");
  return CACHED_PROPERTY.test(name) ? wrap("cached-property") : undefined;
}

const CLASS_NAMES: Partial<Record<ObjectKind, string>> = {
  "single-dispatch": "functools.singledispatch",
  partial: "functools.partial",
  wrapper: CACHED_FUNCTION,
};

function declareNamedTuple(s: Solving, calling: Calling): boolean {
  make(s, calling, "named-tuple");
  return true;
}

function make(s: Solving, calling: Calling, kind: ObjectKind): number {
  const className = CLASS_NAMES[kind];
  const parts = className === undefined ? {} : { className: s.name(className) };
  const value = s.object(calling.record, -30, kind, { ...parts, record: calling.record });
  s.flow.add(calling.dst, value);
  return value;
}

/** An object around argument 0. */
function wrap(kind: ObjectKind): Builtin {
  return (s, calling) => {
    const object = s.objectOf(make(s, calling, kind));
    if (object) s.flow.edge(at(calling, 0), object.wrapped);
    return true;
  };
}

/** `partial(f, a, k=b)`: the callable is `func`, the rest can be asked for, too. */
function makePartial(s: Solving, calling: Calling): boolean {
  const value = make(s, calling, "partial");
  if (!s.functions.partials.has(value)) s.functions.partials.set(value, false);
  const object = s.objectOf(value);
  const tuple = s.object(calling.record, -35, "tuple", { isDisplay: true });
  const dict = s.object(calling.record, -36, "dict", { isDisplay: true });
  const [args, keywords] = [s.objectOf(tuple), s.objectOf(dict)];
  if (!object || !args || !keywords) return true;
  s.flow.edge(at(calling, 0), object.wrapped);
  keepKeywords(s, calling.args, keywords);
  for (const [position, { kind, variable }] of calling.args.slice(1).entries()) {
    if (kind === ArgumentKind.positional)
      s.flow.edge(variable, s.slot(args, s.name(`i:${position}`)));
  }
  s.flow.add(s.field(value, s.name("args")), tuple);
  s.flow.add(s.field(value, s.name("keywords")), dict);
  return true;
}

/** `ref(x, callback)`: calling it gives x. What it calls back stands in callbacks.json. */
function refer(s: Solving, calling: Calling): boolean {
  wrap("reference")(s, calling, undefined);
  return false;
}

function getter(kind: ObjectKind): Builtin {
  return (s, calling) => {
    make(s, calling, kind);
    return true;
  };
}

/** Both `@lru_cache` and `@lru_cache(maxsize=9)`. */
function cacheCalls(s: Solving, calling: Calling): boolean {
  const isPlain = s.log.metaOf(calling.meta).how === "decorator";
  const object = s.objectOf(make(s, calling, isPlain ? "wrapper" : "cache-decorator"));
  if (object && isPlain) s.flow.edge(at(calling, 0), object.wrapped);
  else if (object) {
    s.each(at(calling, 0), (value) => {
      if (s.values.kind(value) === Kind.function) s.flow.add(calling.dst, value);
    });
  }
  return true;
}

function identity(s: Solving, calling: Calling): boolean {
  s.flow.edge(at(calling, 0), calling.dst);
  return true;
}

function classDecorator(s: Solving, calling: Calling): boolean {
  if (at(calling, 0) !== -1) return identity(s, calling);
  make(s, calling, "wraps");
  return true;
}

/** `field(default_factory=f)`: what the generated initialiser calls where the field is not given. */
function declareField(s: Solving, calling: Calling): boolean {
  const object = s.objectOf(make(s, calling, "field"));
  for (const { name, variable } of calling.args) {
    if (name === s.name("default_factory") && object) s.flow.edge(variable, object.wrapped);
    if (name === s.name("default")) s.flow.edge(variable, calling.dst);
  }
  return true;
}

const PROPERTY_PARTS = ["fget", "fset", "fdel"] as const;

/** `first`: where the getter stands. */
function propertyFrom(first: number): Builtin {
  return (s, calling) => {
    const object = s.objectOf(make(s, calling, "property"));
    if (!object) return true;
    const targets = [object.wrapped, object.setter, object.deleter];
    for (const [position, target] of targets.entries()) {
      const named = keywordArgument(calling.args, s.name(PROPERTY_PARTS[position] ?? ""));
      s.flow.edge(at(calling, first + position), target);
      if (named) s.flow.edge(named.variable, target);
    }
    return true;
  };
}

function accessorsOf(kind: ObjectKind): Readonly<Record<string, Builtin>> {
  const extend =
    (part: "wrapped" | "setter" | "deleter"): Builtin =>
    (s, calling, receiver) =>
      extendProperty(s, calling, receiver, part);
  return {
    [`<builtin>.${kind}.getter`]: extend("wrapped"),
    [`<builtin>.${kind}.setter`]: extend("setter"),
    [`<builtin>.${kind}.deleter`]: extend("deleter"),
  };
}

/** `@x.setter`: a new property with the accessors of the old one and one more. */
function extendProperty(
  s: Solving,
  calling: Calling,
  receiver: number | undefined,
  part: "wrapped" | "setter" | "deleter",
): boolean {
  const old = receiver === undefined ? undefined : s.objectOf(receiver);
  const object = s.objectOf(make(s, calling, "property"));
  if (!old || !object) return true;
  for (const each of ["wrapped", "setter", "deleter"] as const) {
    s.flow.edge(each === part ? at(calling, 0) : old[each], object[each]);
  }
  return true;
}

/** `@f.register` and `@f.register(int)`: one more implementation. */
function register(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  const dispatcher = receiver === undefined ? undefined : s.objectOf(receiver);
  if (!dispatcher) return true;
  const [first, second] = [at(calling, 0), at(calling, 1)];
  if (second !== -1) {
    implementationsFor(s, dispatcher, first, second);
    s.flow.edge(second, calling.dst);
    return true;
  }
  s.each(first, (value) => {
    const object = s.objectOf(value);
    if (object && BINDERS.has(object.kind)) {
      s.each(object.wrapped, (each) => registerByAnnotation(s, dispatcher, each));
    } else if (s.values.kind(value) === Kind.function) registerByAnnotation(s, dispatcher, value);
    else return;
    s.flow.add(calling.dst, value);
  });
  if (s.log.metaOf(calling.meta).how === "decorator") return true;
  const object = s.objectOf(make(s, calling, "single-dispatch-register"));
  if (object) implementationsFor(s, dispatcher, first, object.rest);
  return true;
}

/** `class C(with_metaclass(Meta, Base))`. */
function withMetaclass(s: Solving, calling: Calling): boolean {
  passBases(s, calling);
  return true;
}

/** What follows the metaclass are the bases. */
export function passBases(s: Solving, { args, dst }: Calling): void {
  for (const { variable } of args.slice(1)) s.flow.edge(variable, dst);
}
