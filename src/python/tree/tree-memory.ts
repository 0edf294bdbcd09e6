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
const Flag = { visible: 2, named: 4, extra: 8 } as const;

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

/** A child node as the memory tells of it. Positions are in bytes, two to a UTF-16 unit. */
interface Child {
  pointer: number;
  /** `Flag` bits; those of a heap node are shifted to where an inline node has them. */
  flags: number;
  isMissing: boolean;
  symbol: number;
  /** What the production calls the child instead, 0 for its own name. */
  alias: number;
  field: number;
  start: number;
  end: number;
  bytes: number;
  /** How many children it has. */
  count: number;
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
  /** The child that was read last; one object for the whole walk. */
  readonly #child: Child = {
    pointer: 0,
    flags: 0,
    isMissing: false,
    symbol: 0,
    alias: 0,
    field: 0,
    start: 0,
    end: 0,
    bytes: 0,
    count: 0,
  };

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
    const child = this.#child;
    this.#readChild(frame);
    if (child.alias === 0 && (child.flags & Flag.visible) === 0) {
      if (child.count > 0) stack.push(this.#open(child.pointer, child.start, child.field, -1));
      return size;
    }
    if (child.isMissing) this.#missing.push(child.start / 2);
    const isNamed =
      child.alias !== 0
        ? this.#symbols.isNamed[child.alias] === 1
        : (child.flags & Flag.named) !== 0;
    const symbol = child.alias !== 0 ? child.alias : child.symbol;
    const kind = isNamed ? (this.#symbols.kindOf[symbol] ?? 0) : this.#symbols.tokenKind;
    const field = this.#symbols.fieldOf[child.field] ?? 0;
    // Below an unnamed node without a field there is nothing that matters.
    if (isNamed ? kind === 0 : field === 0) return size;
    tree.kind[size] = kind;
    tree.field[size] = field;
    tree.start[size] = child.start / 2;
    tree.end[size] = child.end / 2;
    if (child.count > 0) stack.push(this.#open(child.pointer, child.start, 0, size));
    else tree.after[size] = size + 1;
    return size + 1;
  }

  /** Reads the next child of an open node into `#child`, and moves on behind it. */
  #readChild(frame: Frame): void {
    const child = this.#child;
    const slot = frame.slots + frame.next * SUBTREE_BYTES;
    child.pointer = this.#word(slot);
    const isInline = (child.pointer & INLINE_FLAG) !== 0;
    const padding = isInline ? this.#readInline(slot) : this.#readHeap();
    child.start = frame.next > 0 ? frame.position + padding : frame.position;
    child.end = child.start + child.bytes;
    frame.next++;
    frame.position = child.end;
    child.alias = 0;
    child.field = 0;
    if ((child.flags & Flag.extra) !== 0) return;
    const { productionId, structuralIndex } = frame;
    if (productionId !== 0) child.alias = this.#aliasAt(productionId, structuralIndex);
    child.field = this.#fieldAt(productionId, structuralIndex) || frame.inherited;
    frame.structuralIndex++;
  }

  /** A small leaf lives in its slot (`SubtreeInlineData`). The result is the padding before it. */
  #readInline(slot: number): number {
    const child = this.#child;
    child.flags = child.pointer & 0xff;
    child.isMissing = (child.pointer & 32) !== 0;
    child.symbol = this.#u8[slot + 1] as number;
    child.bytes = this.#u8[slot + 7] as number;
    child.count = 0;
    return this.#u8[slot + 6] as number;
  }

  #readHeap(): number {
    const child = this.#child;
    const { pointer } = child;
    child.flags = this.#half(pointer + Heap.flags) << 1;
    child.isMissing = (child.flags & 1024) !== 0;
    child.symbol = this.#half(pointer + Heap.symbol);
    child.bytes = this.#word(pointer + Heap.sizeBytes);
    child.count = this.#word(pointer + Heap.childCount);
    return this.#word(pointer + Heap.paddingBytes);
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
