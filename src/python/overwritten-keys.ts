import { childByField, childrenOf, firstChild } from "./flat-tree.ts";
import { Field, Kind } from "./kinds.ts";
import { constantKey } from "./literals.ts";
import type { OverwrittenKeys, Reader } from "./reader.ts";

/**
 * Keys of a new dict or list that the statements right behind it set again or delete
 * (`d = {"x": f}`, then `d["x"] = g`): what the display has under them is never read.
 */
export function overwrittenKeys(
  reader: Reader,
  statements: readonly number[],
  at: number,
): OverwrittenKeys | undefined {
  const { tree } = reader;
  const statement = statements[at] as number;
  if (reader.kind(statement) !== Kind.expressionStatement) return undefined;
  const assignment = firstChild(tree, statement);
  if (reader.kind(assignment) !== Kind.assignment) return undefined;
  const display = childByField(tree, assignment, Field.right);
  const target = childByField(tree, assignment, Field.left);
  if (!DISPLAYS.has(reader.kind(display)) || reader.kind(target) !== Kind.identifier) {
    return undefined;
  }
  const keys = new Set<string>();
  for (let next = at + 1; next < statements.length; next += 1) {
    const following = statements[next] as number;
    // Deleting from a list moves its other elements.
    const isMoved =
      reader.kind(following) === Kind.deleteStatement && reader.kind(display) === Kind.list;
    const item = isMoved ? -1 : replacedItem(reader, following);
    const base = item < 0 ? -1 : childByField(tree, item, Field.value);
    const key =
      item < 0 ? undefined : constantKey(reader, childByField(tree, item, Field.subscript));
    if (base < 0 || key === undefined || reader.source(base) !== reader.source(target)) break;
    keys.add(key);
  }
  return keys.size > 0 ? { display, keys } : undefined;
}

const DISPLAYS: ReadonlySet<number> = new Set<number>([Kind.dictionary, Kind.list]);

/** The `d[k]` of `d[k] = value` or `del d[k]`, where finding the value runs nothing; else -1. */
function replacedItem(reader: Reader, statement: number): number {
  const { tree } = reader;
  let item = -1;
  if (reader.kind(statement) === Kind.deleteStatement) {
    const [only, another] = childrenOf(tree, statement);
    item = another === undefined ? (only ?? -1) : -1;
  } else if (reader.kind(statement) === Kind.expressionStatement) {
    const assignment = firstChild(tree, statement);
    const value = childByField(tree, assignment, Field.right);
    if (reader.kind(assignment) !== Kind.assignment || !isName(reader, value)) return -1;
    item = childByField(tree, assignment, Field.left);
  }
  return reader.kind(item) === Kind.subscript ? item : -1;
}

function isName(reader: Reader, value: number): boolean {
  return reader.kind(value) === Kind.identifier || reader.kind(value) === Kind.lambda;
}
