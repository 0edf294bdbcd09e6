/**
 * Strongly connected components (Tarjan 1972), iterative because call chains are deeper than the
 * JavaScript stack. Components come callees first: every component after those it points to.
 */
export function findComponents(
  size: number,
  successors: (node: number) => readonly number[],
): readonly (readonly number[])[] {
  const search = new ComponentSearch(size, successors);
  for (let node = 0; node < size; node += 1) search.from(node);
  return search.components;
}

class ComponentSearch {
  readonly components: number[][] = [];
  readonly #successors: (node: number) => readonly number[];
  readonly #order: Int32Array;
  readonly #low: Int32Array;
  readonly #isOpen: Uint8Array;
  readonly #open: number[] = [];
  #count = 0;

  constructor(size: number, successors: (node: number) => readonly number[]) {
    this.#successors = successors;
    this.#order = new Int32Array(size).fill(-1);
    this.#low = new Int32Array(size);
    this.#isOpen = new Uint8Array(size);
  }

  from(root: number): void {
    if (this.#order[root] !== -1) return;
    const stack = [this.#enter(root)];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const next = frame.successors[frame.position];
      frame.position += 1;
      if (next === undefined) {
        stack.pop();
        this.#leave(frame.node, stack.at(-1)?.node);
      } else if (this.#order[next] === -1) {
        stack.push(this.#enter(next));
      } else if (this.#isOpen[next] === 1) {
        this.#lower(frame.node, this.#order[next] as number);
      }
    }
  }

  #enter(node: number): { node: number; successors: readonly number[]; position: number } {
    this.#order[node] = this.#count;
    this.#low[node] = this.#count;
    this.#count += 1;
    this.#open.push(node);
    this.#isOpen[node] = 1;
    return { node, successors: this.#successors(node), position: 0 };
  }

  #leave(node: number, parent: number | undefined): void {
    if (parent !== undefined) this.#lower(parent, this.#low[node] as number);
    if (this.#low[node] !== this.#order[node]) return;
    const component = this.#open.splice(this.#open.lastIndexOf(node));
    for (const member of component) this.#isOpen[member] = 0;
    this.components.push(component.sort((a, b) => a - b));
  }

  #lower(node: number, value: number): void {
    if (value < (this.#low[node] as number)) this.#low[node] = value;
  }
}
