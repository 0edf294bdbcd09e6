import { childByField, childrenByField, type FlatTree } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** Marks the identifiers that the construct at `node` binds in the scope around it. */
export function markBindings(
  tree: FlatTree,
  text: string,
  node: number,
  kind: number,
  binds: Uint8Array,
): void {
  switch (kind) {
    case Kind.assignment:
    case Kind.augmentedAssignment:
    case Kind.forStatement:
      markTargets(tree, childByField(tree, node, Field.left), binds);
      return;
    case Kind.namedExpression:
    case Kind.typeAliasStatement: {
      const field = kind === Kind.namedExpression ? Field.name : Field.left;
      markFirstIdentifier(tree, childByField(tree, node, field), binds);
      return;
    }
    case Kind.asPatternTarget:
    case Kind.deleteStatement:
      markTargets(tree, node, binds);
      return;
    case Kind.exceptClause:
      markTargets(tree, exceptAlias(tree, text, node), binds);
      return;
    case Kind.importStatement:
    case Kind.importFromStatement:
    case Kind.futureImportStatement:
      for (const name of childrenByField(tree, node, Field.name)) markImported(tree, name, binds);
      return;
    case Kind.caseClause:
      markCaptures(tree, node, binds);
      return;
    default:
  }
}

/**
 * The node that an `except` clause binds: `except E as e` keeps it in an `as` pattern of its own (not
 * given here); Python 2's `except E, e` parses as two values. Python 3.14 reads two values as two
 * classes, so a capitalised second name counts as a class. -1 when there is none.
 */
export function exceptAlias(tree: FlatTree, text: string, clause: number): number {
  const alias = childByField(tree, clause, Field.alias);
  if (alias >= 0) return alias;
  const values = childrenByField(tree, clause, Field.value);
  const [, second] = values;
  if (values.length !== 2 || second === undefined) return -1;
  if (tree.kind[second] === Kind.tuple) return second;
  const isName = tree.kind[second] === Kind.identifier;
  return isName && !/^\p{Lu}/u.test(text.slice(tree.start[second], tree.end[second])) ? second : -1;
}

/** Identifiers of a target list; the insides of attribute and item targets bind nothing. */
function markTargets(tree: FlatTree, target: number, binds: Uint8Array): void {
  if (target < 0) return;
  const end = tree.after[target] as number;
  for (let node = target; node < end; ) {
    const kind = tree.kind[node];
    if (kind === Kind.identifier) binds[node] = 1;
    const isOpaque = kind === Kind.attribute || kind === Kind.subscript || kind === Kind.call;
    node = isOpaque ? (tree.after[node] as number) : node + 1;
  }
}

function markFirstIdentifier(tree: FlatTree, from: number, binds: Uint8Array): void {
  if (from < 0) return;
  for (let node = from; node < (tree.after[from] as number); node++) {
    if (tree.kind[node] !== Kind.identifier) continue;
    binds[node] = 1;
    return;
  }
}

/** `a.b.c` binds `a`; `a.b as c` binds `c`. */
function markImported(tree: FlatTree, name: number, binds: Uint8Array): void {
  const alias = childByField(tree, name, Field.alias);
  markFirstIdentifier(tree, alias >= 0 ? alias : name, binds);
}

/** Capture patterns of a `case`: single names that are no class, key or keyword. */
function markCaptures(tree: FlatTree, clause: number, binds: Uint8Array): void {
  for (let node = clause + 1; node < (tree.after[clause] as number); ) {
    const field = tree.field[node];
    const isPattern = field !== Field.guard && field !== Field.consequence;
    if (isPattern) markCapturesIn(tree, node, binds);
    node = tree.after[node] as number;
  }
}

function markCapturesIn(tree: FlatTree, pattern: number, binds: Uint8Array): void {
  const { kind, after } = tree;
  for (let node = pattern; node < (after[pattern] as number); node++) {
    if (kind[node] === Kind.classPattern) {
      node = (after[node + 1] as number) - 1;
    } else if (kind[node] === Kind.keywordPattern) {
      node++;
    } else if (isCapture(tree, node)) {
      binds[node + 1] = 1;
    } else if (kind[node] === Kind.asPattern || kind[node] === Kind.splatPattern) {
      markLastIdentifier(tree, node, binds);
    }
  }
}

/** A dotted name of one part that is no mapping key is a capture. */
export function isCapture(tree: FlatTree, node: number): boolean {
  return (
    tree.kind[node] === Kind.dottedName &&
    tree.field[node] !== Field.key &&
    (tree.after[node] as number) === node + 2
  );
}

function markLastIdentifier(tree: FlatTree, parent: number, binds: Uint8Array): void {
  let last = -1;
  for (
    let node = parent + 1;
    node < (tree.after[parent] as number);
    node = tree.after[node] as number
  ) {
    if (tree.kind[node] === Kind.identifier) last = node;
  }
  if (last >= 0) binds[last] = 1;
}
