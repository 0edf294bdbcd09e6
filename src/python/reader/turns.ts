import type { Variable } from "../module-facts.ts";
import { Kind } from "../tree/kinds.ts";
import type { Content } from "./held-displays.ts";
import type { Reader } from "./reader.ts";

/** Longer displays are read as one. */
const MAXIMAL_TURNS = 8;

/** What can be read turn by turn: it defines no scope, opens no region and leaves no loop. */
const PLAIN: ReadonlySet<number> = new Set<number>([
  Kind.skipped,
  Kind.block,
  Kind.expressionStatement,
  Kind.assignment,
  Kind.augmentedAssignment,
  Kind.passStatement,
  Kind.patternList,
  Kind.tuplePattern,
  Kind.expressionList,
  Kind.call,
  Kind.argumentList,
  Kind.keywordArgument,
  Kind.listSplat,
  Kind.dictionarySplat,
  Kind.attribute,
  Kind.subscript,
  Kind.slice,
  Kind.identifier,
  Kind.parenthesizedExpression,
  Kind.binaryOperator,
  Kind.unaryOperator,
  Kind.list,
  Kind.tuple,
  Kind.set,
  Kind.dictionary,
  Kind.pair,
  Kind.string,
  Kind.stringStart,
  Kind.stringEnd,
  Kind.concatenatedString,
  Kind.interpolation,
  Kind.integer,
  Kind.float,
  Kind.true,
  Kind.false,
  Kind.none,
]);

/**
 * The elements for which the body of a loop or comprehension is read one after another, as Python runs
 * it: those of a short display, where the body is plain. None where the body is read once for all.
 */
export function turnsOf(
  { tree }: Reader,
  content: Content | undefined,
  body: number,
): readonly Variable[] {
  const values = content?.shape === "sequence" ? content.values : [];
  if (values.length > MAXIMAL_TURNS || body < 0) return [];
  for (let node = body; node < (tree.after[body] as number); node++) {
    if (!PLAIN.has(tree.kind[node] as number)) return [];
  }
  return values;
}
