import { addToGroup } from "../../group-by.ts";

/** An ancestor: a class of the analysed code (index ≥ 0) or, coded as `-1 - name`, one outside it. */
export type Ancestor = number;

/**
 * Method resolution orders (C3, https://www.python.org/download/releases/2.3/mro/) over the bases
 * that have been found so far. A base found late recomputes what depends on it.
 */
export class Hierarchy {
  /** Class → the named tuple that it derives from. */
  readonly tupleBases = new Map<number, number>();
  /** Metaclass → classes whose statements it carries out. */
  readonly madeBy = new Map<number, number[]>();
  private readonly bases: (Ancestor | undefined)[][] = [];
  private readonly children: Set<number>[] = [];
  private readonly childrenOutside = new Map<Ancestor, number[]>();
  private readonly families = new Map<number, readonly number[]>();
  private readonly orders = new Map<Ancestor, readonly Ancestor[]>();
  /** Raised by every base that is added. */
  version = 0;
  readonly #externalBases: (name: number) => readonly number[];

  /** `externalBases` names the bases of a class outside the analysed code. */
  constructor(externalBases: (name: number) => readonly number[]) {
    this.#externalBases = externalBases;
  }

  /** From now on there are so many classes. */
  extend(count: number): void {
    for (let index = this.bases.length; index < count; index += 1) {
      this.bases.push([]);
      this.children.push(new Set());
    }
  }

  /** Adds a possible value of the base expression at a position; false when it changes nothing. */
  addBase(index: number, position: number, base: Ancestor): boolean {
    const known = this.bases[index] as (Ancestor | undefined)[];
    if (base === index || known.includes(base)) return false;
    if (base >= 0 && this.order(base).includes(index)) return false;
    this.version += 1;
    if (known[position] === undefined) known[position] = base;
    else known.push(base);
    if (base >= 0) {
      this.children[base]?.add(index);
      this.families.clear();
    } else addToGroup(this.childrenOutside, base, index);
    this.forget(index);
    return true;
  }

  /** The class itself first. */
  order(ancestor: Ancestor): readonly Ancestor[] {
    const known = this.orders.get(ancestor);
    if (known) return known;
    this.orders.set(ancestor, [ancestor]);
    const order = [ancestor, ...this.linearise(this.basesOf(ancestor))];
    this.orders.set(ancestor, order);
    return order;
  }

  isSubclass(index: Ancestor, ancestor: Ancestor): boolean {
    return index === ancestor || this.order(index).includes(ancestor);
  }

  /** Direct subclasses, by index. */
  subclasses(index: number): readonly number[] {
    return [...(this.children[index] ?? [])].sort((a, b) => a - b);
  }

  /** The class and everything below it, by index. */
  family(index: number): readonly number[] {
    let family = this.families.get(index);
    if (!family) {
      const found = new Set([index]);
      for (const each of found) for (const child of this.children[each] ?? []) found.add(child);
      family = [...found].sort((a, b) => a - b);
      this.families.set(index, family);
    }
    return family;
  }

  /** The classes below one outside the analysed code, by index. */
  below(outside: number): readonly number[] {
    const children = this.childrenOutside.get(-1 - outside) ?? [];
    return [...new Set(children.flatMap((each) => this.family(each)))].sort((a, b) => a - b);
  }

  hasBases(index: number): boolean {
    return this.basesOf(index).length > 0;
  }

  private basesOf(ancestor: Ancestor): readonly Ancestor[] {
    if (ancestor < 0) return this.#externalBases(-1 - ancestor).map((name) => -1 - name);
    return (this.bases[ancestor] ?? []).filter((base) => base !== undefined);
  }

  private forget(index: number): void {
    for (const each of this.family(index)) this.orders.delete(each);
  }

  private linearise(bases: readonly Ancestor[]): Ancestor[] {
    const lists = [...bases.map((base) => [...this.order(base)]), [...bases]];
    const merged: Ancestor[] = [];
    while (true) {
      const open = lists.filter((list) => list.length > 0);
      if (open.length === 0) return merged;
      const heads = open.map((list) => list[0] as Ancestor);
      // Where no consistent order exists Python refuses the class; we go on with the first head.
      const next = heads.find((head) => !open.some((list) => list.indexOf(head) > 0)) ?? heads[0];
      merged.push(next as Ancestor);
      for (const list of open) {
        const at = list.indexOf(next as Ancestor);
        if (at !== -1) list.splice(at, 1);
      }
    }
  }
}
