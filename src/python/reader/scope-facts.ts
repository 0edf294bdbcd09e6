import type { CallableFacts, ScopeFacts, Variable } from "../module-facts.ts";
import type { Scope } from "../scopes/scopes.ts";
import { childByField, childrenOf, codeEnd, type FlatTree, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import type { Reader } from "./reader.ts";
import { ScopeState } from "./scope-state.ts";

/** The scopes as the facts tell them, in source order. */
export function scopeFacts(reader: Reader): ScopeFacts[] {
  return reader.table.scopes.map((scope) => factsOf(reader, scope));
}

function factsOf(reader: Reader, scope: Scope): ScopeFacts {
  const { facts, tree } = reader;
  const start = tree.start[scope.node] as number;
  const end = codeEnd(tree, scope.node);
  // A scope that was never reached (nested too deep) still has its names.
  const state = reader.states[scope.index] ?? new ScopeState(scope, undefined, undefined, facts);
  const isFunction = scope.kind === "function" || scope.kind === "lambda";
  const callable = state.callable ?? (isFunction ? unreadCallable(reader, scope) : undefined);
  return {
    kind: scope.kind,
    name: scope.name,
    qualifiedName: scope.qualifiedName,
    parent: scope.parent,
    line: scope.kind === "module" ? 1 : facts.line(start),
    column: scope.kind === "module" ? 0 : facts.column(start),
    endLine: facts.line(end),
    ...(state.decoratorLine === undefined ? {} : { decoratorLine: state.decoratorLine }),
    names: namesOf(reader, scope, state),
    ...(callable === undefined ? {} : { callable: withYields(callable, state.yielded) }),
    ...(scope.kind === "class"
      ? { class: state.class ?? { bases: [], baseTexts: [], keywords: [], baseTypes: [] } }
      : {}),
    decorators: state.decorators,
    statements: scope.statements,
    complexity: scope.complexity,
    hasDocstring: scope.body >= 0 && hasDocstring(tree, scope),
    isStub: scope.kind === "function" && scope.body >= 0 && isStub(reader, scope.body),
    globalWrites: [...scope.globals]
      .filter((name) => scope.parent >= 0 && scope.slots.has(name))
      .map((name) => facts.string(name)),
  };
}

function namesOf(reader: Reader, scope: Scope, state: ScopeState): [number, number][] {
  const names: [number, number][] = [];
  for (const [name, slot] of scope.slots) {
    const isOwn = scope.parent < 0 || !(scope.globals.has(name) || scope.nonlocals.has(name));
    if (isOwn) names.push([reader.facts.string(name), state.merged(slot)]);
  }
  return names;
}

function withYields(callable: CallableFacts, yielded: readonly Variable[] = []): CallableFacts {
  return yielded.length === 0 ? callable : { ...callable, yielded };
}

function unreadCallable({ facts }: Reader, { isAsync, isGenerator }: Scope): CallableFacts {
  const stream = (): number => (isGenerator ? facts.variable() : -1);
  return {
    parameters: [],
    isAsync,
    isGenerator,
    returns: facts.variable(),
    yields: stream(),
    sends: stream(),
  };
}

function hasDocstring(tree: FlatTree, scope: Scope): boolean {
  const from = scope.kind === "module" ? 0 : scope.body;
  const first = firstChild(tree, from);
  return first >= 0 && scope.kind !== "lambda" && isDocstring(tree, first);
}

function isDocstring(tree: FlatTree, statement: number): boolean {
  if (tree.kind[statement] !== Kind.expressionStatement) return false;
  const kind = tree.kind[firstChild(tree, statement)];
  return kind === Kind.string || kind === Kind.concatenatedString;
}

/** The body does nothing but `pass`, `...`, a docstring or `raise NotImplementedError`. */
function isStub(reader: Reader, body: number): boolean {
  const { tree } = reader;
  return childrenOf(tree, body).every((statement) => {
    switch (reader.kind(statement)) {
      case Kind.passStatement:
        return true;
      case Kind.expressionStatement:
        return (
          isDocstring(tree, statement) || reader.kind(firstChild(tree, statement)) === Kind.ellipsis
        );
      case Kind.raiseStatement:
        return isNotImplemented(reader, firstChild(tree, statement));
      default:
        return false;
    }
  });
}

function isNotImplemented(reader: Reader, raised: number): boolean {
  if (raised < 0) return false;
  const isCall = reader.kind(raised) === Kind.call;
  const name = isCall ? childByField(reader.tree, raised, Field.function) : raised;
  return name >= 0 && reader.source(name) === "NotImplementedError";
}
