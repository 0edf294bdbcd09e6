import { readAnnotation } from "../expressions/types.ts";
import type { CallableFacts, ParameterFacts } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import type { ScopeState } from "../reader/scope-state.ts";
import { mangle, normaliseIdentifier } from "../scopes/identifiers.ts";
import { childByField, childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { bindTarget } from "./targets.ts";

type ParameterKind = ParameterFacts["kind"];

interface Written {
  readonly target: number;
  readonly kind: ParameterKind | undefined;
  readonly type: number;
  readonly value: number;
}

/**
 * The parameters of a function that is being defined: their defaults and annotations are read in the
 * scope around it.
 */
export function readParameters(reader: Reader, state: ScopeState, list: number): ParameterFacts[] {
  if (list < 0) return [];
  const parameters: ParameterFacts[] = [];
  let isKeywordOnly = false;
  for (const node of childrenOf(reader.tree, list)) {
    if (reader.kind(node) === Kind.positionalSeparator) makePositionalOnly(parameters);
    if (reader.kind(node) === Kind.keywordSeparator) isKeywordOnly = true;
    const written = writtenParameter(reader, node);
    if (written === undefined) continue;
    const kind = written.kind ?? (isKeywordOnly ? "keyword-only" : "positional");
    parameters.push(readParameter(reader, state, written, kind, parameters.length));
    if (kind === "var-positional") isKeywordOnly = true;
  }
  return parameters;
}

/** A bare `/` stands behind the parameters that cannot be named by the caller. */
function makePositionalOnly(parameters: ParameterFacts[]): void {
  for (const [index, parameter] of parameters.entries()) {
    parameters[index] = { ...parameter, kind: "positional-only" };
  }
}

/** Python 2's `def f((a, b)):`: what the body starts with is unpacking its unnamed parameters. */
export function bindDestructured(
  reader: Reader,
  list: number,
  callable: CallableFacts | undefined,
): void {
  if (list < 0 || callable === undefined) return;
  let index = 0;
  for (const node of childrenOf(reader.tree, list)) {
    const written = writtenParameter(reader, node);
    if (written === undefined) continue;
    const parameter = callable.parameters[index++];
    if (parameter !== undefined && reader.kind(written.target) === Kind.tuplePattern) {
      bindTarget(reader, written.target, parameter.variable);
    }
  }
}

function readParameter(
  reader: Reader,
  state: ScopeState,
  { target, type, value }: Written,
  kind: ParameterKind,
  index: number,
): ParameterFacts {
  const { facts } = reader;
  const variable = facts.variable();
  const given =
    value < 0 ? -1 : reader.region("default", value, -1, "", () => reader.expression(value));
  const isNamed = reader.kind(target) === Kind.identifier;
  const name = isNamed
    ? mangle(normaliseIdentifier(reader.source(target)), state.scope.className)
    : `.${index}`;
  const slot = isNamed ? state.scope.slots.get(name) : undefined;
  if (slot !== undefined) state.bind(slot, variable);
  const parameter = {
    name: facts.string(name),
    variable,
    kind,
    ...(given >= 0 && { default: given }),
  };
  return type < 0 ? parameter : { ...parameter, type: readAnnotation(reader, type) };
}

function writtenParameter(reader: Reader, node: number): Written | undefined {
  const { tree } = reader;
  const type = childByField(tree, node, Field.type);
  const value = childByField(tree, node, Field.value);
  switch (reader.kind(node)) {
    case Kind.identifier:
    case Kind.tuplePattern:
      return { target: node, kind: undefined, type: -1, value: -1 };
    case Kind.defaultParameter:
    case Kind.typedDefaultParameter:
      return { target: childByField(tree, node, Field.name), kind: undefined, type, value };
    case Kind.listSplatPattern:
      return { target: firstChild(tree, node), kind: "var-positional", type: -1, value: -1 };
    case Kind.dictionarySplatPattern:
      return { target: firstChild(tree, node), kind: "var-keyword", type: -1, value: -1 };
    case Kind.typedParameter: {
      const inner = writtenParameter(reader, firstChild(tree, node));
      return inner === undefined ? undefined : { ...inner, type };
    }
    default:
      return undefined;
  }
}
