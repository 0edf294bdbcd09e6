import { emptyTree, type FlatTree } from "./flat-tree.ts";
import type { SymbolTable } from "./symbol-table.ts";

/**
 * Reads a finished syntax tree where it lies, in the parser's own WebAssembly memory. Walking the
 * same tree through the cursor takes eight calls a node, and each costs more than all the work we do
 * on a node. The layouts are those of tree-sitter 0.26/0.27 (`subtree.h`, `parser.h`: `Subtree`,
 * `SubtreeHeapData`, `TSLanguage` of ABI 15) compiled for wasm32. `createParser` compares the result
 * with the cursor's on a sample before it trusts this file, so another layout costs time, not truth.
 */
export interface EngineMemory {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU16: Uint16Array;
  readonly HEAPU32: Uint32Array;
}

/** Byte offsets in `SubtreeHeapData`. */
const Heap = {
  paddingBytes: 4,
  sizeBytes: 16,
  childCount: 36,
  symbol: 40,
  flags: 44,
  visibleDescendants: 56,
  productionId: 66,
} as const;
/** Byte offsets in `TSLanguage`. */
const Language = {
  maxAliasSequenceLength: 36,
  fieldMapSlices: 64,
  fieldMapEntries: 68,
  aliasSequences: 84,
} as const;
const SUBTREE_BYTES = 8;
const INLINE_FLAG = 1;

/** One open node of the walk: its children are being visited. */
interface Frame {
  /** Address of the first child's slot. */
  slots: number;
  childCount: number;
  next: number;
  /** Position of the next child, before its padding. */
  position: number;
  structuralIndex: number;
  productionId: number;
  /** Field that a hidden node hands to its children. */
  inherited: number;
  /** Index in the flat tree, -1 for a node that is left out. */
  node: number;
}

/** `root`: the address of the root's `Subtree`; `start`: where the root begins, in UTF-16 units. */
export function flattenMemory(
  memory: EngineMemory,
  language: number,
  root: number,
  start: number,
  symbols: SymbolTable,
  hasError: boolean,
): FlatTree {
  return new MemoryWalk(memory, language, symbols).flatten(root, start, hasError);
}

class MemoryWalk {
  readonly #u8: Uint8Array;
  readonly #u16: Uint16Array;
  readonly #u32: Uint32Array;
  readonly #symbols: SymbolTable;
  readonly #aliasLength: number;
  readonly #aliases: number;
  readonly #slices: number;
  readonly #entries: number;
  readonly #missing: number[] = [];

  constructor(memory: EngineMemory, language: number, symbols: SymbolTable) {
    this.#u8 = memory.HEAPU8;
    this.#u16 = memory.HEAPU16;
    this.#u32 = memory.HEAPU32;
    this.#symbols = symbols;
    this.#aliasLength = this.#half(language + Language.maxAliasSequenceLength);
    this.#aliases = this.#word(language + Language.aliasSequences);
    this.#slices = this.#word(language + Language.fieldMapSlices);
    this.#entries = this.#word(language + Language.fieldMapEntries);
  }

  flatten(root: number, start: number, hasError: boolean): FlatTree {
    const pointer = this.#word(root);
    if ((pointer & INLINE_FLAG) !== 0) return this.#leafOnly(start, hasError);
    const children = this.#word(pointer + Heap.childCount);
    const descendants = children > 0 ? this.#word(pointer + Heap.visibleDescendants) : 0;
    const tree = emptyTree(descendants + 1, hasError);
    tree.kind[0] = this.#symbols.kindOf[this.#half(pointer + Heap.symbol)] ?? 0;
    tree.start[0] = start;
    tree.end[0] = start + this.#word(pointer + Heap.sizeBytes) / 2;
    const size = this.#walk(tree, this.#open(pointer, start * 2, 0, 0));
    return { ...tree, size, missing: this.#missing };
  }

  #leafOnly(start: number, hasError: boolean): FlatTree {
    const tree = emptyTree(1, hasError);
    tree.kind[0] = this.#symbols.moduleKind;
    tree.start[0] = start;
    tree.end[0] = start;
    tree.after[0] = 1;
    return { ...tree, size: 1 };
  }

  #walk(tree: FlatTree, rootFrame: Frame): number {
    const stack: Frame[] = [rootFrame];
    let size = 1;
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      if (frame.next === frame.childCount) {
        if (frame.node >= 0) tree.after[frame.node] = size;
        stack.pop();
        continue;
      }
      size = this.#visitChild(tree, frame, stack, size);
    }
    return size;
  }

  #visitChild(tree: FlatTree, frame: Frame, stack: Frame[], size: number): number {
    const slot = frame.slots + frame.next * SUBTREE_BYTES;
    const pointer = this.#word(slot);
    const isInline = (pointer & INLINE_FLAG) !== 0;
    const flags = isInline ? pointer & 0xff : this.#half(pointer + Heap.flags) << 1;
    // Flag bits from here: 1 visible, 2 named, 3 extra (the inline bit shifted them by one).
    const padding = isInline
      ? (this.#u8[slot + 6] as number)
      : this.#word(pointer + Heap.paddingBytes);
    const bytes = isInline ? (this.#u8[slot + 7] as number) : this.#word(pointer + Heap.sizeBytes);
    const start = frame.next > 0 ? frame.position + padding : frame.position;
    frame.next++;
    frame.position = start + bytes;
    let alias = 0;
    let field = 0;
    if ((flags & 8) === 0) {
      if (frame.productionId !== 0) {
        alias = this.#aliasAt(frame.productionId, frame.structuralIndex);
      }
      field = this.#fieldAt(frame.productionId, frame.structuralIndex);
      if (field === 0) field = frame.inherited;
      frame.structuralIndex++;
    }
    const isVisible = alias !== 0 || (flags & 2) !== 0;
    const childCount = isInline ? 0 : this.#word(pointer + Heap.childCount);
    if (!isVisible) {
      if (childCount > 0) stack.push(this.#open(pointer, start, field, -1));
      return size;
    }
    if ((isInline ? pointer & 32 : flags & 1024) !== 0) this.#missing.push(start / 2);
    const symbol =
      alias !== 0
        ? alias
        : isInline
          ? (this.#u8[slot + 1] as number)
          : this.#half(pointer + Heap.symbol);
    const isNamed = alias !== 0 ? this.#symbols.isNamed[alias] === 1 : (flags & 4) !== 0;
    const kind = isNamed ? (this.#symbols.kindOf[symbol] ?? 0) : this.#symbols.tokenKind;
    const ownField = this.#symbols.fieldOf[field] ?? 0;
    const isKept = isNamed ? kind !== 0 : ownField !== 0;
    if (!isKept) {
      // Children of an unnamed or unknown node are rare (`not in`); nothing below them matters.
      return size;
    }
    tree.kind[size] = kind;
    tree.field[size] = ownField;
    tree.start[size] = start / 2;
    tree.end[size] = (start + bytes) / 2;
    if (childCount > 0) stack.push(this.#open(pointer, start, 0, size));
    else tree.after[size] = size + 1;
    return size + 1;
  }

  #open(pointer: number, position: number, inherited: number, node: number): Frame {
    const childCount = this.#word(pointer + Heap.childCount);
    return {
      slots: pointer - childCount * SUBTREE_BYTES,
      childCount,
      next: 0,
      position,
      structuralIndex: 0,
      productionId: childCount > 0 ? this.#half(pointer + Heap.productionId) : 0,
      inherited,
      node,
    };
  }

  #aliasAt(productionId: number, index: number): number {
    return this.#half(this.#aliases + 2 * (productionId * this.#aliasLength + index));
  }

  /** The field that a production gives to one of its children, 0 when it gives none. */
  #fieldAt(productionId: number, index: number): number {
    const slice = this.#slices + 4 * productionId;
    const length = this.#half(slice + 2);
    let entry = this.#entries + 4 * this.#half(slice);
    for (const end = entry + 4 * length; entry < end; entry += 4) {
      if (this.#u8[entry + 2] === index && this.#u8[entry + 3] === 0) return this.#half(entry);
    }
    return 0;
  }

  #word(address: number): number {
    return this.#u32[address >> 2] as number;
  }

  #half(address: number): number {
    return this.#u16[address >> 1] as number;
  }
}
