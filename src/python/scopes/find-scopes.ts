import { childByField, type FlatTree } from "../tree/flat-tree.ts";
import { Field, KIND_COUNT, Kind } from "../tree/kinds.ts";
import { markBindings } from "./bindings.ts";
import {
  type ClassCall,
  classCallAt,
  hasOwnMembers,
  nameOfMadeClass,
  namesOfBases,
} from "./class-calls.ts";
import { mangle, normaliseIdentifier } from "./identifiers.ts";
import { type Scope, type ScopeTable, slotFor } from "./scopes.ts";

/** All scopes of a file and the names that each binds, in one pass over the nodes in source order. */
export function findScopes(tree: FlatTree, text: string): ScopeTable {
  return new ScopeFinder(tree, text).find();
}

const COUNTS_AS_STATEMENT = table([
  Kind.assertStatement,
  Kind.breakStatement,
  Kind.classDefinition,
  Kind.continueStatement,
  Kind.deleteStatement,
  Kind.execStatement,
  Kind.expressionStatement,
  Kind.forStatement,
  Kind.functionDefinition,
  Kind.futureImportStatement,
  Kind.globalStatement,
  Kind.ifStatement,
  Kind.importFromStatement,
  Kind.importStatement,
  Kind.matchStatement,
  Kind.nonlocalStatement,
  Kind.passStatement,
  Kind.printStatement,
  Kind.raiseStatement,
  Kind.returnStatement,
  Kind.tryStatement,
  Kind.typeAliasStatement,
  Kind.whileStatement,
  Kind.withStatement,
]);

/** McCabe 1976, counted as radon does: each decision adds one, boolean operators included. */
const COUNTS_AS_DECISION = table([
  Kind.assertStatement,
  Kind.booleanOperator,
  Kind.caseClause,
  Kind.conditionalExpression,
  Kind.elifClause,
  Kind.exceptClause,
  Kind.forInClause,
  Kind.forStatement,
  Kind.ifClause,
  Kind.ifStatement,
  Kind.whileStatement,
]);

class ScopeFinder {
  readonly #tree: FlatTree;
  readonly #text: string;
  readonly #scopes: Scope[] = [];
  readonly #scopeOf = new Map<number, number>();
  /** Identifiers that bind, marked by the constructs around them before they are met. */
  readonly #binds: Uint8Array;
  readonly #definitions = new Map<string, number>();
  readonly #lambdas: number[] = [];
  /** By function: the first names that it binds are its parameters. */
  readonly #parameterCounts: number[] = [];
  /** Scopes whose bodies contain the current node, and where the bodies end. */
  readonly #open: Scope[] = [];
  readonly #ends: number[] = [];
  /** Scopes whose bodies are still to come; the innermost is next. */
  readonly #pending: Scope[] = [];

  constructor(tree: FlatTree, text: string) {
    this.#tree = tree;
    this.#text = text;
    this.#binds = new Uint8Array(tree.size);
  }

  find(): ScopeTable {
    const module = this.#add("module", "<module>", "", undefined, 0, 0);
    this.#enter(module, this.#tree.size);
    for (let node = 0; node < this.#tree.size; node++) {
      while (node >= (this.#ends.at(-1) ?? Number.POSITIVE_INFINITY)) this.#leave();
      const pending = this.#pending.at(-1);
      if (pending?.body === node) {
        this.#pending.pop();
        this.#enter(pending, this.#tree.after[node] as number);
      }
      this.#visit(node, this.#open.at(-1) ?? module);
    }
    this.#resolveOuterWrites(module);
    return { scopes: this.#scopes, scopeOf: this.#scopeOf };
  }

  #enter(scope: Scope, end: number): void {
    this.#open.push(scope);
    this.#ends.push(end);
  }

  #leave(): void {
    this.#open.pop();
    this.#ends.pop();
  }

  #visit(node: number, scope: Scope): void {
    const kind = this.#tree.kind[node] as number;
    if (COUNTS_AS_STATEMENT[kind] === 1) scope.statements++;
    if (COUNTS_AS_DECISION[kind] === 1) scope.complexity++;
    switch (kind) {
      case Kind.identifier:
        if (this.#binds[node] === 1) this.#bind(scope, node);
        return;
      case Kind.functionDefinition:
      case Kind.classDefinition:
        this.#define(node, kind, scope);
        return;
      case Kind.lambda:
        this.#defineLambda(node, scope);
        return;
      case Kind.call:
        this.#defineByCall(node, scope);
        return;
      case Kind.yield:
        scope.isGenerator = true;
        return;
      case Kind.globalStatement:
        this.#declare(node, scope, scope.globals);
        return;
      case Kind.nonlocalStatement:
        this.#declare(node, scope, scope.nonlocals);
        return;
      default:
        markBindings(this.#tree, this.#text, node, kind, this.#binds);
    }
  }

  #bind(scope: Scope, node: number): void {
    scope.bindingNodes.push(node);
    scope.bindingSlots.push(slotFor(scope, this.#name(node, scope.className)));
  }

  #declare(node: number, scope: Scope, into: Set<string>): void {
    const end = this.#tree.after[node] as number;
    for (let child = node + 1; child < end; child++) {
      if (this.#tree.kind[child] === Kind.identifier) into.add(this.#name(child, scope.className));
    }
  }

  #define(node: number, kind: number, scope: Scope): void {
    const nameNode = childByField(this.#tree, node, Field.name);
    const name = nameNode < 0 ? "<unnamed>" : this.#name(nameNode, undefined);
    if (nameNode >= 0) this.#binds[nameNode] = 1;
    const isClass = kind === Kind.classDefinition;
    const body = childByField(this.#tree, node, Field.body);
    const qualifiedName = this.#qualify(scope, name);
    const own = this.#add(isClass ? "class" : "function", name, qualifiedName, scope, node, body);
    own.isAsync = !isClass && this.#text.startsWith("async", this.#tree.start[node]);
    this.#bindTypeParameters(own, node);
    if (!isClass) this.#bindParameters(own, childByField(this.#tree, node, Field.parameters));
  }

  #defineLambda(node: number, scope: Scope): void {
    const number = (this.#lambdas[scope.index] ?? 0) + 1;
    this.#lambdas[scope.index] = number;
    const name = `<lambda${number}>`;
    const body = childByField(this.#tree, node, Field.body);
    const own = this.#add("lambda", name, join(scope, name), scope, node, body);
    this.#bindParameters(own, childByField(this.#tree, node, Field.parameters));
  }

  #defineByCall(node: number, scope: Scope): void {
    const made = classCallAt(this.#tree, this.#text, node);
    if (made === undefined || this.#isMadeForCaller(made, scope)) return;
    const name = nameOfMadeClass(this.#tree, this.#text, made);
    this.#add("class", name, this.#qualify(scope, name), scope, node, -1);
  }

  /**
   * `def adapt(base): return type(base.__name__, (base,), names)` makes another class at each call: as one
   * it would have the methods of all bases, so there is none, and the bases stand for what is made.
   */
  #isMadeForCaller(made: ClassCall, { slots, index }: Scope): boolean {
    const count = this.#parameterCounts[index] ?? 0;
    if (count === 0 || hasOwnMembers(this.#tree, made)) return false;
    const names = namesOfBases(this.#tree, this.#text, made);
    return names.some((name) => (slots.get(name) ?? count) < count);
  }

  #qualify(scope: Scope, name: string): string {
    const path = join(scope, name);
    const count = (this.#definitions.get(path) ?? 0) + 1;
    this.#definitions.set(path, count);
    return count === 1 ? path : `${path}#${count}`;
  }

  #add(
    kind: Scope["kind"],
    name: string,
    qualifiedName: string,
    parent: Scope | undefined,
    node: number,
    body: number,
  ): Scope {
    const scope: Scope = {
      index: this.#scopes.length,
      kind,
      name,
      qualifiedName,
      parent: parent?.index ?? -1,
      node,
      body,
      className: kind === "class" ? name : parent?.className,
      slots: new Map(),
      bindingNodes: [],
      bindingSlots: [],
      globals: new Set(),
      nonlocals: new Set(),
      writtenBelow: new Set(),
      isGenerator: false,
      isAsync: false,
      statements: 0,
      complexity: 1,
    };
    this.#scopes.push(scope);
    this.#scopeOf.set(node, scope.index);
    if (body >= 0 && kind !== "module") this.#pending.push(scope);
    return scope;
  }

  /** Every identifier among the parameters that is no default, annotation or keyword. */
  #bindParameters(scope: Scope, parameters: number): void {
    if (parameters < 0) return;
    const { kind, field, after } = this.#tree;
    const end = after[parameters] as number;
    for (let node = parameters + 1; node < end; ) {
      const isOuter = field[node] === Field.value || field[node] === Field.type;
      if (!isOuter && kind[node] === Kind.identifier)
        slotFor(scope, this.#name(node, scope.className));
      node = isOuter ? (after[node] as number) : node + 1;
    }
    this.#parameterCounts[scope.index] = scope.slots.size;
  }

  #bindTypeParameters(scope: Scope, definition: number): void {
    const list = childByField(this.#tree, definition, Field.typeParameters);
    if (list < 0) return;
    const { kind, after } = this.#tree;
    for (let node = list + 1; node < (after[list] as number); node = after[node] as number) {
      let inner = node + 1;
      while (inner < (after[node] as number) && kind[inner] !== Kind.identifier) inner++;
      if (inner < (after[node] as number)) slotFor(scope, this.#name(inner, scope.className));
    }
  }

  /** `global x` and `nonlocal x` followed by a binding of x make the outer variable shared. */
  #resolveOuterWrites(module: Scope): void {
    for (const scope of this.#scopes) {
      for (const name of scope.globals) {
        if (scope === module || !scope.slots.has(name)) continue;
        module.writtenBelow.add(slotFor(module, name));
      }
      for (const name of scope.nonlocals) {
        if (!scope.slots.has(name)) continue;
        const owner = this.#ownerOf(scope, name);
        if (owner !== undefined) owner.writtenBelow.add(slotFor(owner, name));
      }
    }
  }

  #ownerOf(scope: Scope, name: string): Scope | undefined {
    for (let at = this.#scopes[scope.parent]; at !== undefined; at = this.#scopes[at.parent]) {
      const isFunction = at.kind === "function" || at.kind === "lambda";
      if (isFunction && at.slots.has(name) && !at.nonlocals.has(name)) return at;
    }
    return undefined;
  }

  #name(node: number, className: string | undefined): string {
    const written = this.#text.slice(this.#tree.start[node], this.#tree.end[node]);
    return mangle(normaliseIdentifier(written), className);
  }
}

function join(scope: Scope, name: string): string {
  return scope.qualifiedName === "" ? name : `${scope.qualifiedName}.${name}`;
}

function table(kinds: readonly number[]): Uint8Array {
  const flags = new Uint8Array(KIND_COUNT);
  for (const kind of kinds) flags[kind] = 1;
  return flags;
}
