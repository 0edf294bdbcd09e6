import type { Reader } from "../reader/reader.ts";
import { childrenOf } from "../tree/flat-tree.ts";
import { Kind } from "../tree/kinds.ts";
import { passingBindings } from "./passing-bindings.ts";

/** Nothing behind these in their block ever runs. */
const LEAVING: ReadonlySet<number> = new Set<number>([
  Kind.returnStatement,
  Kind.raiseStatement,
  Kind.breakStatement,
  Kind.continueStatement,
]);

/** The statements of a block one after another, each knowing what those behind it make of it. */
export function readBlock(reader: Reader, node: number): void {
  const { state } = reader;
  const statements = childrenOf(reader.tree, node);
  const passing = passingBindings(reader, statements);
  for (const statement of statements) {
    state.passing = passing?.get(statement);
    reader.statement(statement);
    if (state.isFunction && LEAVING.has(reader.kind(statement))) break;
  }
  state.passing = undefined;
}
