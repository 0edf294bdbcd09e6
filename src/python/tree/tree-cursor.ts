// biome-ignore-all lint/correctness/noUnresolvedImports: the types are an ambient module declaration, which Biome does not read.
import type { Tree, TreeCursor } from "web-tree-sitter";
import { emptyTree, type FlatTree } from "./flat-tree.ts";
import type { SymbolTable } from "./symbol-table.ts";

/** The flat tree by the library's public cursor: slow, but right whatever the engine's memory looks like. */
export function flattenWithCursor(tree: Tree, symbols: SymbolTable): FlatTree {
  const root = tree.rootNode;
  const flat = emptyTree(root.descendantCount + 1, root.hasError);
  const cursor = tree.walk();
  const open: number[] = [];
  const missing: number[] = [];
  let size = 0;
  for (;;) {
    if (cursor.nodeIsMissing) missing.push(cursor.startIndex);
    const node = keep(cursor, symbols, flat, size);
    if (node) size++;
    if (node && cursor.gotoFirstChild()) {
      open.push(size - 1);
      continue;
    }
    if (node) flat.after[size - 1] = size;
    const isMore = toNext(cursor, open, (closed) => {
      flat.after[closed] = size;
    });
    if (!isMore) break;
  }
  cursor.delete();
  return { ...flat, size, missing };
}

/** On to the next sibling, of an ancestor if need be: each one left is told. False at the end. */
function toNext(cursor: TreeCursor, open: number[], leave: (parent: number) => void): boolean {
  while (!cursor.gotoNextSibling()) {
    const parent = open.pop();
    if (parent === undefined || !cursor.gotoParent()) return false;
    leave(parent);
  }
  return true;
}

/** Writes the node under the cursor at `index` unless the flat tree leaves it out. */
function keep(cursor: TreeCursor, symbols: SymbolTable, flat: FlatTree, index: number): boolean {
  const isNamed = cursor.nodeIsNamed;
  const field = symbols.fieldOf[cursor.currentFieldId] ?? 0;
  const kind = isNamed ? (symbols.kindOf[cursor.nodeTypeId] ?? 0) : symbols.tokenKind;
  if (isNamed ? kind === 0 : field === 0) return false;
  flat.kind[index] = kind;
  flat.field[index] = field;
  flat.start[index] = cursor.startIndex;
  flat.end[index] = cursor.endIndex;
  return true;
}
