import { Op } from "../constraints.ts";
import { emitPlainCall } from "../expressions/calls.ts";
import { readAnnotation } from "../expressions/types.ts";
import type { CallableFacts, DecoratorFacts, Variable } from "../module-facts.ts";
import type { Overlay } from "../reader/flows.ts";
import { bindName, outerValueOf, ownSlot } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
import { ScopeState } from "../reader/scope-state.ts";
import { childByField, childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { readBases } from "./bases.ts";
import { bindDestructured, readParameters } from "./parameters.ts";
import { withTypeParameters } from "./type-parameters.ts";

/** `def f(…): …`: defaults and annotations now, the body after the code around it. */
export function readFunction(reader: Reader, node: number): void {
  bindDefinition(reader, node, defineFunction(reader, node));
}

export function readClass(reader: Reader, node: number): void {
  bindDefinition(reader, node, defineClass(reader, node));
}

/** Decorators are evaluated top down before the definition, and applied bottom up after it. */
export function readDecorated(reader: Reader, node: number): void {
  const { tree } = reader;
  const definition = childByField(tree, node, Field.definition);
  const decorators = childrenOf(tree, node)
    .filter((child) => reader.kind(child) === Kind.decorator)
    .map((child) => readDecorator(reader, child));
  if (definition < 0) {
    reader.block(node);
    return;
  }
  const isClass = reader.kind(definition) === Kind.classDefinition;
  let value = isClass ? defineClass(reader, definition) : defineFunction(reader, definition);
  const state = stateOf(reader, definition);
  if (state !== undefined) {
    state.decorators = decorators.map(({ facts }) => facts);
    state.decoratorLine = reader.facts.line(tree.start[node] as number);
  }
  for (const { node: decorator, facts } of decorators.reverse()) {
    const decorated = value;
    value = reader.region("decorator", decorator, facts.variable, facts.text, () =>
      emitPlainCall(reader, facts.variable, [decorated], reader.site(firstChild(tree, decorator))),
    );
  }
  bindDefinition(reader, definition, value);
}

/** The body is one expression whose value is returned. */
export function readLambda(reader: Reader, node: number): Variable {
  const { facts, tree } = reader;
  const state = openScope(reader, node);
  const result = facts.variable();
  if (state === undefined) return result;
  facts.emit(Op.Function, result, state.scope.index, reader.site(node));
  const parameters = childByField(tree, node, Field.parameters);
  state.callable = newCallable(reader, state, parameters, -1);
  const { body } = state.scope;
  defer(reader, state, () => {
    bindDestructured(reader, parameters, state.callable);
    const value = reader.expression(body);
    if (state.callable !== undefined) facts.copy(state.callable.returns, value);
  });
  return result;
}

interface ReadDecorator {
  readonly node: number;
  readonly facts: DecoratorFacts;
}

function readDecorator(reader: Reader, node: number): ReadDecorator {
  const expression = firstChild(reader.tree, node);
  const text = reader.shortSource(expression, 200);
  const variable = reader.region("decorator", node, -1, text, () => reader.expression(expression));
  return { node, facts: { variable, site: reader.site(expression < 0 ? node : expression), text } };
}

function defineFunction(reader: Reader, node: number): Variable {
  const { facts, tree } = reader;
  const state = openScope(reader, node);
  const result = facts.variable();
  if (state === undefined) return result;
  const parameters = childByField(tree, node, Field.parameters);
  const returnType = childByField(tree, node, Field.returnType);
  state.callable = withTypeParameters(
    reader,
    childByField(reader.tree, node, Field.typeParameters),
    state,
    () => newCallable(reader, state, parameters, returnType),
  );
  facts.emit(Op.Function, result, state.scope.index, reader.site(node));
  const { body } = state.scope;
  defer(reader, state, () => {
    bindDestructured(reader, parameters, state.callable);
    reader.block(body);
  });
  return result;
}

function newCallable(
  reader: Reader,
  state: ScopeState,
  parameters: number,
  returnType: number,
): CallableFacts {
  const { facts } = reader;
  const { isGenerator, isAsync } = state.scope;
  const callable = {
    parameters: readParameters(reader, state, parameters),
    isAsync,
    isGenerator,
    returns: facts.variable(),
    yields: isGenerator ? facts.variable() : -1,
    sends: isGenerator ? facts.variable() : -1,
  };
  return returnType < 0
    ? callable
    : { ...callable, returnType: readAnnotation(reader, returnType) };
}

function defer(reader: Reader, state: ScopeState, read: () => void): void {
  reader.deferred.push(() => reader.enterScope(state, read));
}

/** A class body runs at once, in the middle of the code around it. */
function defineClass(reader: Reader, node: number): Variable {
  const { facts } = reader;
  const state = openScope(reader, node);
  const result = facts.variable();
  if (state === undefined) return result;
  state.outerValue = (name) => outerValueOf(reader, state, name);
  state.classVariable = result;
  const bases = childByField(reader.tree, node, Field.superclasses);
  state.class = withTypeParameters(
    reader,
    childByField(reader.tree, node, Field.typeParameters),
    state,
    () => readBases(reader, bases),
  );
  facts.emit(Op.Class, result, state.scope.index, reader.site(node));
  reader.enterScope(state, () => reader.block(state.scope.body));
  return result;
}

/** The state of the scope that begins at a node. */
export function openScope(reader: Reader, node: number): ScopeState | undefined {
  const index = reader.table.scopeOf.get(node);
  const scope = index === undefined ? undefined : reader.table.scopes[index];
  if (scope === undefined) return undefined;
  const around = seenInside(reader);
  const state = new ScopeState(scope, reader.state, around, reader.facts);
  reader.states[scope.index] = state;
  return state;
}

/** What a function defined here sees of the names around it: comprehension targets, and parameters that passed `iscoroutinefunction` or its like. */
function seenInside({ facts, state }: Reader): Overlay | undefined {
  const { overlay: outer, scope } = state;
  const names = new Map<string, Variable>();
  for (const [name, { value, type }] of state.isFunction ? state.narrowed : []) {
    const slot = ownSlot(state, name);
    if (slot === undefined || facts.types[type]?.kind !== "callable") continue;
    const isBoundOnce = !scope.bindingSlots.includes(slot) && state.canRefine(slot);
    if (isBoundOnce && state.current(slot) === value) names.set(name, value);
  }
  return names.size === 0 ? outer : { names, outer };
}

function stateOf(reader: Reader, node: number): ScopeState | undefined {
  const index = reader.table.scopeOf.get(node);
  return index === undefined ? undefined : reader.states[index];
}

function bindDefinition(reader: Reader, node: number, value: Variable): void {
  const name = childByField(reader.tree, node, Field.name);
  if (name >= 0) bindName(reader, reader.identifier(name), value);
}
