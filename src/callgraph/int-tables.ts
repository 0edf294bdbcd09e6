/** A growing list of 32-bit integers: millions of entries without an object each. */
export class IntList {
  private data: Int32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Int32Array(capacity);
  }

  at(index: number): number {
    return this.data[index] as number;
  }

  put(index: number, value: number): void {
    this.data[index] = value;
  }

  push(value: number): number {
    if (this.length === this.data.length) this.reserve(this.length + 1);
    this.data[this.length] = value;
    this.length += 1;
    return this.length - 1;
  }

  /** Makes the list `length` long; new entries hold `filler`. */
  extend(length: number, filler: number): void {
    this.reserve(length);
    this.data.fill(filler, this.length, length);
    this.length = length;
  }

  private reserve(length: number): void {
    if (length <= this.data.length) return;
    const grown = new Int32Array(Math.max(length, this.data.length * 2));
    grown.set(this.data);
    this.data = grown;
  }
}

/** A hash table from pairs of integers to an integer; open addressing, never shrinks. */
export class PairMap {
  private slots: Int32Array;
  private mask: number;
  size = 0;

  constructor(capacity = 1 << 10) {
    this.slots = new Int32Array(capacity * 3).fill(-1);
    this.mask = capacity - 1;
  }

  /** The stored integer, or -1. */
  get(first: number, second: number): number {
    return this.slots[this.find(first, second) + 2] as number;
  }

  set(first: number, second: number, value: number): void {
    if (this.size * 2 > this.mask) this.grow();
    const at = this.find(first, second);
    if (this.slots[at] === -1) this.size += 1;
    this.slots[at] = first;
    this.slots[at + 1] = second;
    this.slots[at + 2] = value;
  }

  /** Adds the pair; false when it was there. */
  add(first: number, second: number): boolean {
    const before = this.size;
    if (this.get(first, second) === -1) this.set(first, second, 1);
    return this.size !== before;
  }

  private find(first: number, second: number): number {
    let index = hash(first, second) & this.mask;
    while (true) {
      const at = index * 3;
      const found = this.slots[at];
      if (found === -1 || (found === first && this.slots[at + 1] === second)) return at;
      index = (index + 1) & this.mask;
    }
  }

  private grow(): void {
    const old = this.slots;
    const capacity = (this.mask + 1) * 2;
    this.slots = new Int32Array(capacity * 3).fill(-1);
    this.mask = capacity - 1;
    for (let at = 0; at < old.length; at += 3) {
      if (old[at] === -1) continue;
      const to = this.find(old[at] as number, old[at + 1] as number);
      this.slots[to] = old[at] as number;
      this.slots[to + 1] = old[at + 1] as number;
      this.slots[to + 2] = old[at + 2] as number;
    }
  }
}

/** A set of pairs of integers; the first one not negative. */
export class PairSet {
  private slots: Int32Array;
  private mask: number;
  private size = 0;

  constructor(capacity = 1 << 10) {
    this.slots = new Int32Array(capacity * 2).fill(-1);
    this.mask = capacity - 1;
  }

  has(first: number, second: number): boolean {
    return this.slots[this.find(first, second)] !== -1;
  }

  /** Adds the pair; false when it was there. */
  add(first: number, second: number): boolean {
    if (this.size * 3 > this.mask * 2) this.grow();
    const at = this.find(first, second);
    if (this.slots[at] !== -1) return false;
    this.slots[at] = first;
    this.slots[at + 1] = second;
    this.size += 1;
    return true;
  }

  private find(first: number, second: number): number {
    let index = hash(first, second) & this.mask;
    while (true) {
      const at = index * 2;
      const found = this.slots[at];
      if (found === -1 || (found === first && this.slots[at + 1] === second)) return at;
      index = (index + 1) & this.mask;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.mask = this.mask * 2 + 1;
    this.slots = new Int32Array((this.mask + 1) * 2).fill(-1);
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === -1) continue;
      const at = this.find(old[from] as number, old[from + 1] as number);
      this.slots[at] = old[from] as number;
      this.slots[at + 1] = old[from + 1] as number;
    }
  }
}

function hash(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Texts numbered in order of appearance. */
export class Names {
  private readonly ids = new Map<string, number>();
  private readonly texts: string[] = [];

  id(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.texts.length;
      this.texts.push(text);
      this.ids.set(text, id);
    }
    return id;
  }

  text(id: number): string {
    return this.texts[id] ?? "";
  }
}
