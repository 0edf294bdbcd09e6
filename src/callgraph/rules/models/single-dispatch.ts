import { ArgumentKind } from "../../../python/constraints.ts";
import type { Argument, Calling } from "../../state/call-shapes.ts";
import { literalClass } from "../../state/literal-classes.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { whenSettled } from "../attributes/computed-names.ts";
import { bindingOf } from "../calls/receivers.ts";
import { keyOfValue } from "../protocols/key-values.ts";
import { gatherElements } from "../protocols/sequences.ts";

/**
 * `functools.singledispatch` (https://docs.python.org/3/library/functools.html#functools.singledispatch): the
 * class of the first argument chooses the implementation, the nearest in its order; the decorated
 * function is for all others. Implementations stand under the key of their class, those of unknown
 * classes among the rest.
 */

/** What a dispatcher of methods may stand above. */
export const BINDERS: ReadonlySet<string> = new Set(["class-method", "static-method"]);

/** Variables with the implementations for the classes that a variable holds. */
export function implementationsFor(
  s: Solving,
  dispatcher: MadeObject,
  classes: number,
  implementation: number,
): void {
  s.each(classes, (value) => {
    const key = keyOfValue(s, value);
    s.flow.edge(implementation, key === -1 ? dispatcher.rest : s.slot(dispatcher, key));
  });
}

/** `@f.register` above `def _(x: int)`: the annotation names the class. */
export function registerByAnnotation(s: Solving, dispatcher: MadeObject, value: number): void {
  const scope = s.scopeOfValue(value);
  const module = s.program.moduleOf(scope);
  const isMethod = s.program.classOfMethod(scope) !== -1 && bindingOf(s, scope) !== "static";
  const parameter = s.program.callable(scope)?.parameters[isMethod ? 1 : 0];
  const type = s.program.facts(module).types[parameter?.type ?? -1];
  if (type?.kind !== "name") s.flow.add(dispatcher.rest, value);
  else implementationsFor(s, dispatcher, s.variableOf(module, type.variable), s.holding(value));
}

/** A call; `self` is what a method's is bound to. */
export function dispatch(
  s: Solving,
  calling: Calling,
  dispatcher: MadeObject,
  self: readonly Argument[],
): void {
  const args = [...self, ...calling.args];
  const chosen = s.flow.variable();
  s.call({ ...calling, callee: unwrapped(s, chosen), args });
  const subject = args[self.length];
  const all = () => {
    s.flow.edge(dispatcher.wrapped, chosen);
    gatherElements(s, dispatcher, chosen);
  };
  // Which classes have implementations is known when everything else is.
  s.late.push(() => {
    s.flow.edge(dispatcher.rest, chosen);
    if (subject === undefined || subject.kind !== ArgumentKind.positional) {
      all();
      return;
    }
    // What another dispatch hands on arrives later.
    whenSettled(s, () => {
      if (s.flow.isEmpty(subject.variable)) all();
    });
    s.each(subject.variable, (value) => {
      const keys = classKeys(s, value);
      const nearest = keys?.find((key) => dispatcher.slots?.has(s.name(key)));
      if (keys === undefined) all();
      else if (nearest !== undefined) s.flow.edge(s.slot(dispatcher, s.name(nearest)), chosen);
      else chooseAbstract(s, dispatcher, chosen);
    });
  });
}

/** `@f.register` above `@classmethod`: the dispatcher is bound in its place. */
function unwrapped(s: Solving, methods: number): number {
  const functions = s.flow.variable();
  s.each(methods, (value) => {
    const object = s.objectOf(value);
    if (object && BINDERS.has(object.kind)) s.flow.edge(object.wrapped, functions);
    else s.flow.add(functions, value);
  });
  return functions;
}

/** The decorated function, and implementations for abstract classes, which classes join without deriving from them. */
function chooseAbstract(s: Solving, dispatcher: MadeObject, chosen: number): void {
  s.flow.edge(dispatcher.wrapped, chosen);
  s.eachSlot(dispatcher, (key, variable) => {
    if (/^class:(collections\.abc|numbers|typing)\./.test(s.text(key)))
      s.flow.edge(variable, chosen);
  });
}

/** The keys of a value's class and of those above it; undefined where the class is not known. */
function classKeys(s: Solving, value: number): readonly string[] | undefined {
  const outside = (name: number) => s.outside.order(name).map((each) => `class:${s.text(each)}`);
  switch (s.values.kind(value)) {
    case Kind.instance:
      if (!s.values.isExact(value)) return undefined;
      return s.hierarchy
        .order(s.values.first(value))
        .map((each) => `class:${each >= 0 ? each : s.text(-1 - each)}`);
    case Kind.literal:
      if (s.values.isNone(value)) return undefined;
      return outside(s.outside.builtin(literalClass(s.values.first(value))));
    case Kind.externalInstance:
      return outside(s.values.first(value));
    case Kind.object:
      return outside(s.objects.get(s.values.first(value)).className);
    default:
      return undefined;
  }
}
