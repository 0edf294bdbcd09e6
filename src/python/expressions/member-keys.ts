import type { Reader } from "../reader/reader.ts";
import { childByField } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** `member:X` for a key that is written as an attribute, `K.X`: a member of an enumeration, if K is one. */
export function memberKey(reader: Reader, node: number): string | undefined {
  if (reader.kind(node) !== Kind.attribute) return undefined;
  return `member:${reader.source(childByField(reader.tree, node, Field.attribute))}`;
}
