import type { Reader } from "../reader/reader.ts";
import { childrenOf } from "../tree/flat-tree.ts";
import { passingBindings } from "./passing-bindings.ts";

/** The statements of a block one after another, each knowing what those behind it make of it. */
export function readBlock(reader: Reader, node: number): void {
  const { state } = reader;
  const statements = childrenOf(reader.tree, node);
  const passing = passingBindings(reader, statements);
  for (const statement of statements) {
    state.passing = passing?.get(statement);
    reader.statement(statement);
  }
  state.passing = undefined;
}
