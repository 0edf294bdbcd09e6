/** A list of 32-bit integers that grows without boxing them. */
export class IntegerList {
  #items: Int32Array;
  #length = 0;

  constructor(capacity: number) {
    this.#items = new Int32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#items.length) {
      const larger = new Int32Array(this.#items.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.#length++] = value;
  }

  at(index: number): number {
    return this.#items[index] as number;
  }

  put(index: number, value: number): void {
    this.#items[index] = value;
  }

  toArray(): Int32Array {
    return this.#items.slice(0, this.#length);
  }
}
