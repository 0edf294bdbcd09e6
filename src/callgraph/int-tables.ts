/** A growing list of 32-bit integers: millions of entries without an object each. */
export class IntList {
  /** The entries, and room for more; another array after every call that adds. */
  data: Int32Array;
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

  /** Adds two entries; the index of the first. */
  pushPair(first: number, second: number): number {
    const at = this.length;
    if (at + 2 > this.data.length) this.reserve(at + 2);
    this.data[at] = first;
    this.data[at + 1] = second;
    this.length = at + 2;
    return at;
  }

  /** Makes the list `length` long; new entries are 0. */
  extend(length: number): void {
    if (length > this.data.length) this.reserve(length);
    this.length = length;
  }

  /** Nothing will be asked of it any more. */
  clear(): void {
    this.data = new Int32Array(0);
    this.length = 0;
  }

  private reserve(length: number): void {
    const { data } = this;
    const grown = new Int32Array(Math.max(length, data.length * 2));
    grown.set(data.subarray(0, this.length));
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

  /** What is stored under all pairs that begin so, in order of the second numbers: the whole table is gone through. */
  under(first: number): readonly number[] {
    const { slots } = this;
    const found: { second: number; value: number }[] = [];
    for (let at = 0; at < slots.length; at += 3) {
      const [second, value] = [slots[at + 1] as number, slots[at + 2] as number];
      if (slots[at] === first) found.push({ second, value });
    }
    return found.sort((a, b) => a.second - b.second).map(({ value }) => value);
  }

  /** Adds the pair; false when it was there. */
  add(first: number, second: number): boolean {
    const { size } = this;
    if (this.get(first, second) === -1) this.set(first, second, 1);
    return this.size !== size;
  }

  /** The pair's number in order of appearance; only for tables that nothing else is stored in. */
  numbered(first: number, second: number): number {
    const known = this.get(first, second);
    if (known !== -1) return known;
    this.set(first, second, this.size);
    return this.size - 1;
  }

  private find(first: number, second: number): number {
    const { slots, mask } = this;
    let at = (hash(first, second) & mask) * 3;
    while (true) {
      const found = slots[at] as number;
      if (found === -1 || (found === first && slots[at + 1] === second)) return at;
      at += 3;
      if (at === slots.length) at = 0;
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
  /** With room for so many pairs. */
  static expecting(count: number): PairSet {
    return new PairSet(2 << (31 - Math.clz32(Math.max(count, 1 << 9))));
  }

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
    const { slots, mask } = this;
    let index = hash(first, second) & mask;
    while (true) {
      const at = index * 2;
      const found = slots[at] as number;
      if (found === -1 || (found === first && slots[at + 1] === second)) return at;
      index = (index + 1) & mask;
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

/**
 * Many sets of 11 numbers or more each in one array. What is asked of one set is asked in rows, so
 * that a set in one place is faster than one table for all. A set's room follows from its size.
 */
export class SmallSets {
  private readonly slots: IntList;
  /** Places of sets that moved on, by size of their room. */
  private readonly free = new Map<number, number[]>();

  /** With room for so many integers. */
  constructor(capacity: number) {
    this.slots = new IntList(capacity);
  }

  /** Where a new set lies. */
  make(): number {
    return this.take(SMALLEST_ROOM);
  }

  has(set: number, size: number, value: number): boolean {
    return this.slots.at(this.find(set, roomFor(size), value)) !== 0;
  }

  /** Adds a number that is not in the set and makes it `size` large; where the set lies from now on. */
  add(set: number, size: number, value: number): number {
    const before = roomFor(size - 1);
    const after = roomFor(size);
    const moved = before === after ? set : this.move(set, before, after);
    this.put(moved, size, value);
    return moved;
  }

  /** Puts a number into a set that has room for `size`. */
  put(set: number, size: number, value: number): void {
    this.slots.put(this.find(set, roomFor(size), value), value + 1);
  }

  clear(): void {
    this.slots.clear();
    this.free.clear();
  }

  private move(set: number, before: number, after: number): number {
    const moved = this.take(after);
    for (let at = set; at < set + before; at += 1) {
      const kept = this.slots.at(at);
      if (kept !== 0) this.slots.put(this.find(moved, after, kept - 1), kept);
      this.slots.put(at, 0);
    }
    const places = this.free.get(before);
    if (places) places.push(set);
    else this.free.set(before, [set]);
    return moved;
  }

  private take(room: number): number {
    const place = this.free.get(room)?.pop();
    if (place !== undefined) return place;
    const start = this.slots.length;
    this.slots.extend(start + room);
    return start;
  }

  private find(set: number, room: number, value: number): number {
    const { data } = this.slots;
    let index = Math.imul(value, 0x9e3779b1) >>> 16;
    while (true) {
      const at = set + (index & (room - 1));
      const found = data[at] ?? 0;
      if (found === 0 || found === value + 1) return at;
      index += 1;
    }
  }
}

const SMALLEST_ROOM = 32;

/** The next power of two of which the set fills three quarters at most. */
function roomFor(size: number): number {
  if (size <= 24) return SMALLEST_ROOM;
  return 1 << (32 - Math.clz32(Math.trunc((size * 4 + 2) / 3) - 1));
}

function hash(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Texts numbered in order of appearance. */
export class Names {
  private readonly ids = new Map<string, number>();
  private readonly texts: string[] = [];
  /** A text → the constant key that it is. */
  private readonly keys: number[] = [];

  /** The constant key that a text is: `s:text`. */
  textKey(id: number): number {
    const key = this.keys[id] ?? this.id(`s:${this.text(id)}`);
    this.keys[id] = key;
    return key;
  }

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
