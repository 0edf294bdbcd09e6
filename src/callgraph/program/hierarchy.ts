import { addToGroup } from "../../group-by.ts";

/** An ancestor: a class of the analysed code (index ≥ 0) or, coded as `-1 - name`, one outside it. */
export type Ancestor = number;

/** Orders of one class that are looked through. */
const MAXIMAL_ALTERNATIVES = 8;

/** Classes outside the analysed code, by name. */
interface Classes {
  builtin(text: string): number;
  bases(name: number): readonly number[];
}

/**
 * Method resolution orders (C3, https://www.python.org/download/releases/2.3/mro/) over the bases
 * that have been found so far. A base found late recomputes what depends on it.
 */
export class Hierarchy {
  /** Class → the named tuple that it derives from. */
  readonly tupleBases = new Map<number, number>();
  /** Metaclass → classes whose statements it carries out. */
  readonly madeBy = new Map<number, number[]>();
  /** Variables of base expressions, and of what these are read from. */
  readonly sought = new Set<number>();
  private readonly bases: (Ancestor | undefined)[][] = [];
  private readonly children: Set<number>[] = [];
  private readonly childrenOutside = new Map<Ancestor, number[]>();
  private readonly families = new Map<number, readonly number[]>();
  private readonly orders = new Map<Ancestor, readonly Ancestor[]>();
  /** What `alternatives` found: every read of a member asks for it. */
  private readonly choices = new Map<Ancestor, readonly (readonly Ancestor[])[]>();
  /** Class → analysed classes that may stand at a position instead of the first one found for it. */
  private readonly rivals = new Map<number, { position: number; base: Ancestor }[]>();
  private readonly listeners = new Map<number, (() => void)[]>();
  /** Class → positions of base expressions of which no value is found yet. */
  private readonly awaited = new Map<number, Set<number>>();
  /** Raised by every base that is added. */
  version = 0;
  readonly #outside: Classes;
  /** `object`, from which every class derives. */
  readonly #root: Ancestor;

  constructor(outside: Classes) {
    this.#outside = outside;
    this.#root = -1 - outside.builtin("object");
  }

  /** From now on there are so many classes. */
  extend(count: number): void {
    for (let index = this.bases.length; index < count; index += 1) {
      this.bases.push([]);
      this.children.push(new Set());
    }
  }

  /** The class has a base expression at the position. */
  expectBase(index: number, position: number): void {
    const positions = this.awaited.get(index) ?? new Set();
    this.awaited.set(index, positions.add(position));
  }

  /** Whether a base of the class, or of one that it inherits from, is still to be found. */
  isOpen(index: number): boolean {
    if (this.awaited.size === 0) return false;
    return this.order(index).some((each) => this.awaited.has(each));
  }

  /** Something stands for the base expression at a position. */
  settleBase(index: number, position: number): void {
    const positions = this.awaited.get(index);
    positions?.delete(position);
    if (positions?.size === 0) this.awaited.delete(index);
  }

  /** Adds a possible value of the base expression at a position; false when it changes nothing. */
  addBase(index: number, position: number, base: Ancestor): boolean {
    const known = this.bases[index] as (Ancestor | undefined)[];
    if (base === index || known.includes(base)) return false;
    if (base >= 0 && this.order(base).includes(index)) return false;
    this.version += 1;
    const first = known[position];
    if (first === undefined) known[position] = base;
    else {
      known.push(base);
      if (first >= 0 && base >= 0) addToGroup(this.rivals, index, { position, base });
    }
    if (base >= 0) {
      this.children[base]?.add(index);
      this.families.clear();
    } else addToGroup(this.childrenOutside, base, index);
    this.forget(index);
    for (const each of this.family(index)) {
      for (const listen of this.listeners.get(each) ?? []) listen();
    }
    return true;
  }

  /** Tells when a class, or one that it inherits from, gets another base. */
  whenChanged(index: number, listen: () => void): void {
    addToGroup(this.listeners, index, listen);
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

  /**
   * The orders that a class may have. There are several where the expression of a base may be one of
   * several of ours (`def extend(base): class C(base): …`): the first has all of them, in each of the
   * others one stands at its place, which the first one found for it hides otherwise.
   */
  alternatives(index: Ancestor): readonly (readonly Ancestor[])[] {
    const usual = this.order(index);
    if (this.rivals.size === 0 || index < 0) return [usual];
    const known = this.choices.get(index);
    if (known) return known;
    const found = this.findAlternatives(index, usual);
    this.choices.set(index, found);
    return found;
  }

  private findAlternatives(
    index: Ancestor,
    usual: readonly Ancestor[],
  ): readonly (readonly Ancestor[])[] {
    const found = [usual];
    const bases = this.basesOf(index);
    for (const { position, base } of this.rivals.get(index) ?? []) {
      found.push([
        index,
        ...this.linearise(bases.with(Math.min(position, bases.length - 1), base)),
      ]);
    }
    for (const base of bases) {
      for (const order of this.alternatives(base).slice(1)) {
        found.push([index, ...this.linearise(bases, new Map([[base, order]]))]);
      }
    }
    return found.slice(0, MAXIMAL_ALTERNATIVES);
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
    if (ancestor < 0) return this.#outside.bases(-1 - ancestor).map((name) => -1 - name);
    return (this.bases[ancestor] ?? []).filter((base) => base !== undefined);
  }

  private forget(index: number): void {
    for (const each of this.family(index)) {
      this.orders.delete(each);
      this.choices.delete(each);
    }
  }

  /** `given`: orders of bases that are to be taken for their own. */
  private linearise(
    bases: readonly Ancestor[],
    given?: ReadonlyMap<Ancestor, readonly Ancestor[]>,
  ): Ancestor[] {
    const orders = bases.map((base) => [...(given?.get(base) ?? this.order(base))]);
    const lists = [...orders, [...bases]];
    const merged: Ancestor[] = [];
    while (true) {
      const open = lists.filter((list) => list.length > 0);
      if (open.length === 0) return merged;
      const heads = open.map((list) => list[0] as Ancestor);
      // A class that names no base derives from `object` as well: it comes last of all.
      const named = heads.filter((head) => head !== this.#root);
      // Where no consistent order exists Python refuses the class; we go on with the first head.
      const next =
        named.find((head) => !open.some((list) => list.indexOf(head) > 0)) ?? named[0] ?? heads[0];
      merged.push(next as Ancestor);
      for (const list of open) {
        const at = list.indexOf(next as Ancestor);
        if (at !== -1) list.splice(at, 1);
      }
    }
  }
}
