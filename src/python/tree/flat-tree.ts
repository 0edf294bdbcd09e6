import { Kind } from "./kinds.ts";

/**
 * A syntax tree as five parallel arrays in pre-order. Node `i`'s first child is `i + 1` when that is
 * below `after[i]`; its next sibling is `after[i]`. Only named nodes and anonymous ones that carry a
 * field (operators) are kept, which halves the tree, and reading it costs no call into WebAssembly.
 */
export interface FlatTree {
  readonly size: number;
  readonly kind: Uint8Array;
  readonly field: Uint8Array;
  /** Positions in the text, in UTF-16 units. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** The first node that is neither this one nor below it. */
  readonly after: Int32Array;
  /** The parser had to skip or invent something somewhere. */
  readonly hasError: boolean;
  /** Positions of tokens that the parser invented. */
  readonly missing: readonly number[];
}

export function emptyTree(capacity: number, hasError: boolean): FlatTree {
  return {
    size: 0,
    kind: new Uint8Array(capacity),
    field: new Uint8Array(capacity),
    start: new Int32Array(capacity),
    end: new Int32Array(capacity),
    after: new Int32Array(capacity),
    hasError,
    missing: [],
  };
}

/** The first child with the given field, -1 when there is none. */
export function childByField(tree: FlatTree, node: number, field: number): number {
  const after = tree.after[node] as number;
  for (let child = node + 1; child < after; child = tree.after[child] as number) {
    if (tree.field[child] === field) return child;
  }
  return -1;
}

/** The first child of the given kind, -1 when there is none. */
export function childOfKind(tree: FlatTree, node: number, kind: number): number {
  const after = tree.after[node] as number;
  for (let child = node + 1; child < after; child = tree.after[child] as number) {
    if (tree.kind[child] === kind) return child;
  }
  return -1;
}

/** Children in order, anonymous operator tokens left out. */
export function childrenOf(tree: FlatTree, node: number): number[] {
  const children: number[] = [];
  const after = tree.after[node] as number;
  for (let child = node + 1; child < after; child = tree.after[child] as number) {
    if (tree.kind[child] !== Kind.token) children.push(child);
  }
  return children;
}

export function childrenByField(tree: FlatTree, node: number, field: number): number[] {
  const children: number[] = [];
  const after = tree.after[node] as number;
  for (let child = node + 1; child < after; child = tree.after[child] as number) {
    if (tree.field[child] === field) children.push(child);
  }
  return children;
}

/** The first child that is no operator token, -1 for a leaf. */
export function firstChild(tree: FlatTree, node: number): number {
  const after = tree.after[node] as number;
  let child = node + 1;
  while (child < after && tree.kind[child] === Kind.token) child = tree.after[child] as number;
  return child < after ? child : -1;
}

/** Nodes that end with a block: the grammar stretches them over the comments behind it. */
const ENDS_WITH_BLOCK: ReadonlySet<number> = new Set<number>([
  Kind.block,
  Kind.caseClause,
  Kind.classDefinition,
  Kind.decoratedDefinition,
  Kind.elifClause,
  Kind.elseClause,
  Kind.exceptClause,
  Kind.finallyClause,
  Kind.forStatement,
  Kind.functionDefinition,
  Kind.ifStatement,
  Kind.matchStatement,
  Kind.tryStatement,
  Kind.whileStatement,
  Kind.withStatement,
]);

/** Where the code of a node ends, comments behind it left out. */
export function codeEnd(tree: FlatTree, node: number): number {
  let last = node;
  while (ENDS_WITH_BLOCK.has(tree.kind[last] as number)) {
    const children = childrenOf(tree, last);
    const child = children.at(-1);
    if (child === undefined) break;
    last = child;
  }
  return tree.end[last] as number;
}

/** What parentheses enclose, however many there are. */
export function withoutParentheses(tree: FlatTree, node: number): number {
  let inner = node;
  while (tree.kind[inner] === Kind.parenthesizedExpression) {
    const child = firstChild(tree, inner);
    if (child < 0) return inner;
    inner = child;
  }
  return inner;
}
