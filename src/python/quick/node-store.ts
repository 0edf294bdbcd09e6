import { emptyTree, type FlatTree } from "../tree/flat-tree.ts";

/**
 * Nodes while they are made, children chained: an operator's node is made when its left side is
 * there already, so the order of making is not the order of the finished tree. Node 0 is none.
 */
export class NodeStore {
  kind = new Uint8Array(0);
  field = new Uint8Array(0);
  start = new Int32Array(0);
  end = new Int32Array(0);
  first = new Int32Array(0);
  last = new Int32Array(0);
  next = new Int32Array(0);
  size = 1;

  /** Forgets all nodes; the room is used again. */
  clear(): void {
    this.size = 1;
  }

  add(kind: number, start: number, end: number): number {
    const node = this.size;
    if (node >= this.kind.length) this.#grow();
    this.kind[node] = kind;
    this.field[node] = 0;
    this.start[node] = start;
    this.end[node] = end;
    this.first[node] = 0;
    this.next[node] = 0;
    this.size = node + 1;
    return node;
  }

  /** Puts a node that has no parent yet behind the parent's children. */
  append(parent: number, child: number, field = 0): void {
    this.field[child] = field;
    if (this.first[parent] === 0) this.first[parent] = child;
    else this.next[this.last[parent] as number] = child;
    this.last[parent] = child;
  }

  /** The tree below the node, in pre-order. */
  flatten(root: number): FlatTree {
    const tree = emptyTree(this.size - 1, false);
    const open: number[] = [];
    let size = 0;
    for (let node = root; node !== 0; ) {
      this.#copy(node, tree, size);
      const child = this.first[node] as number;
      if (child !== 0) {
        open.push(node, size++);
        node = child;
        continue;
      }
      tree.after[size] = size + 1;
      size++;
      node = this.#following(node, open, tree, size);
    }
    return { ...tree, size };
  }

  #copy(node: number, tree: FlatTree, at: number): void {
    tree.kind[at] = this.kind[node] as number;
    tree.field[at] = this.field[node] as number;
    tree.start[at] = this.start[node] as number;
    tree.end[at] = this.end[node] as number;
  }

  /** The next node in pre-order behind one without children; closes what ends here. */
  #following(leaf: number, open: number[], tree: FlatTree, size: number): number {
    let next = this.next[leaf] as number;
    while (next === 0 && open.length > 0) {
      tree.after[open.pop() as number] = size;
      next = this.next[open.pop() as number] as number;
    }
    return next;
  }

  #grow(): void {
    const capacity = Math.max(1 << 14, this.kind.length * 2);
    this.kind = enlarge(this.kind, new Uint8Array(capacity));
    this.field = enlarge(this.field, new Uint8Array(capacity));
    this.start = enlarge(this.start, new Int32Array(capacity));
    this.end = enlarge(this.end, new Int32Array(capacity));
    this.first = enlarge(this.first, new Int32Array(capacity));
    this.last = enlarge(this.last, new Int32Array(capacity));
    this.next = enlarge(this.next, new Int32Array(capacity));
  }
}

function enlarge<Column extends Uint8Array | Int32Array>(before: Column, after: Column): Column {
  after.set(before);
  return after;
}
