import type { Reader } from "../reader/reader.ts";
import { type Scope, slotsBoundAgain, slotsBoundIn } from "../scopes/scopes.ts";
import { childByField, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/**
 * Bindings that only the code right behind them can see, because the same block binds the name again
 * before anything runs that could look at it from elsewhere: `def f` twice, `from a import f` and
 * then `from b import f`. Closures and importers never meet the first.
 */

/** Node of a statement → slots whose binding by it passes unseen; undefined when there is none. */
export function passingBindings(
  reader: Reader,
  statements: readonly number[],
): ReadonlyMap<number, ReadonlySet<number>> | undefined {
  const { scope } = reader.state;
  const rebound = slotsBoundAgain(scope);
  if (rebound.size === 0 || statements.length < 2) return undefined;
  const found = new Map<number, ReadonlySet<number>>();
  // Slots that are surely bound again, further down, before anything runs.
  const upcoming = new Set<number>();
  for (const statement of [...statements].reverse()) {
    const bound = surelyBound(reader, scope, statement);
    const passing = bound.filter((slot) => upcoming.has(slot));
    if (passing.length > 0) found.set(statement, new Set(passing));
    // Nobody sees the names of a class before its body is done.
    const isSeen = scope.kind !== "class" && !isQuiet(reader, statement);
    if (isSeen) upcoming.clear();
    for (const slot of isSeen ? [] : bound.filter((each) => rebound.has(each))) upcoming.add(slot);
  }
  return found.size > 0 ? found : undefined;
}

function surelyBound(reader: Reader, scope: Scope, statement: number): readonly number[] {
  switch (reader.kind(statement)) {
    case Kind.functionDefinition:
    case Kind.classDefinition:
    case Kind.decoratedDefinition:
    case Kind.importStatement:
    case Kind.importFromStatement:
      return slotsBoundIn(reader.tree, scope, statement);
    case Kind.expressionStatement: {
      const assignment = firstChild(reader.tree, statement);
      const isBinding =
        reader.kind(assignment) === Kind.assignment &&
        childByField(reader.tree, assignment, Field.right) >= 0;
      return isBinding ? slotsBoundIn(reader.tree, scope, statement) : [];
    }
    default:
      return [];
  }
}

/** Statements that run no code but their own. */
function isQuiet(reader: Reader, statement: number): boolean {
  const kind = reader.kind(statement);
  if (IMPORTS.has(kind)) return true;
  if (!DECLARING.has(kind)) return false;
  return kind === Kind.functionDefinition
    ? runsNothing(reader, childByField(reader.tree, statement, Field.parameters))
    : runsNothing(reader, statement);
}

const IMPORTS: ReadonlySet<number> = new Set<number>([
  Kind.importStatement,
  Kind.importFromStatement,
  Kind.futureImportStatement,
]);

const DECLARING: ReadonlySet<number> = new Set<number>([
  ...IMPORTS,
  Kind.functionDefinition,
  Kind.classDefinition,
  Kind.expressionStatement,
  Kind.passStatement,
  Kind.globalStatement,
  Kind.nonlocalStatement,
]);

/** Of these parts of expressions and statements the repository's code may be run. */
const RUNNING: ReadonlySet<number> = new Set<number>([
  Kind.await,
  Kind.augmentedAssignment,
  Kind.binaryOperator,
  Kind.call,
  Kind.comparisonOperator,
  Kind.decoratedDefinition,
  Kind.deleteStatement,
  Kind.dictionaryComprehension,
  Kind.forStatement,
  Kind.generatorExpression,
  Kind.listComprehension,
  Kind.setComprehension,
  Kind.withStatement,
  Kind.yield,
]);

function runsNothing(reader: Reader, node: number): boolean {
  if (node < 0) return true;
  const { tree } = reader;
  const end = tree.after[node] as number;
  for (let at = node; at < end; ) {
    const kind = reader.kind(at);
    if (RUNNING.has(kind)) return false;
    const isLater = kind === Kind.functionDefinition || kind === Kind.lambda;
    at = isLater ? (tree.after[at] as number) : at + 1;
  }
  return true;
}
