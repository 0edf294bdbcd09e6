import type { Names } from "../int-tables.ts";
import { PairMap } from "../int-tables.ts";
import type { ExternalSymbol, ExternalSymbols } from "../program/external-symbols.ts";

/** Names grow with every attribute that is read; loops (`node = node.next`) must not grow them for ever. */
const MAXIMAL_PARTS = 9;

/** What is known of the outside, by the solver's own name numbers. */
export class Outside {
  readonly #symbols: ExternalSymbols;
  readonly #names: Names;
  private readonly known = new Map<number, ExternalSymbol | undefined>();
  private readonly described = new Map<number, boolean>();
  private readonly joined = new PairMap();
  private readonly protocols = new PairMap();
  private readonly canonical = new Map<number, number>();
  private readonly builtins = new Map<string, number>();
  private readonly open = new Map<number, boolean>();
  /** By name: whether the outside has members of that name at all. */
  private readonly lastParts: boolean[] = [];
  private readonly orders = new Map<number, readonly number[]>();

  constructor(symbols: ExternalSymbols, names: Names) {
    this.#symbols = symbols;
    this.#names = names;
  }

  symbol(name: number): ExternalSymbol | undefined {
    if (!this.known.has(name)) this.known.set(name, this.#symbols.symbol(this.#names.text(name)));
    return this.known.get(name);
  }

  entryKind(name: string): ReturnType<ExternalSymbols["entryKind"]> {
    return this.#symbols.entryKind(name);
  }

  isDescribed(name: number): boolean {
    let known = this.described.get(name);
    if (known === undefined) {
      known = this.#symbols.isDescribed(this.#names.text(name));
      this.described.set(name, known);
    }
    return known;
  }

  /** The canonical number of a dotted name. */
  name(text: string): number {
    const plain = this.#names.id(text);
    let id = this.canonical.get(plain);
    if (id === undefined) {
      id = this.#names.id(this.#symbols.canonical(text));
      this.canonical.set(plain, id);
    }
    return id;
  }

  builtin(name: string): number {
    let id = this.builtins.get(name);
    if (id === undefined) {
      id = this.name(`<builtin>.${name}`);
      this.builtins.set(name, id);
    }
    return id;
  }

  isBuiltin(name: number): boolean {
    return this.#names.text(name).startsWith("<builtin>.");
  }

  /** `owner.member`; -1 where the name becomes endless. */
  member(owner: number, member: number): number {
    let id = this.joined.get(owner, member);
    if (id === -1) {
      const text = this.#names.text(owner);
      if (text.split(".").length >= MAXIMAL_PARTS) return -1;
      id = this.name(`${text}.${this.#names.text(member)}`);
      this.joined.set(owner, member, id);
    }
    return id;
  }

  /** The class of a dotted member name. */
  owner(member: number): number {
    const text = this.#names.text(member);
    return this.name(text.slice(0, text.lastIndexOf(".")));
  }

  bases(name: number): readonly number[] {
    return (this.symbol(name)?.bases ?? []).map((base) => this.name(base));
  }

  isClass(name: number): boolean {
    const symbol = this.symbol(name);
    if (symbol) return symbol.kind === "class";
    const last = this.#names.text(name).split(".").at(-1) ?? "";
    return /^_?[A-Z]/.test(last) && /[a-z]/.test(last);
  }

  /** The class and its ancestors, nearest first. */
  order(name: number): readonly number[] {
    const known = this.orders.get(name);
    if (known) return known;
    const found = new Set([name]);
    for (const each of found) for (const base of this.bases(each)) found.add(base);
    const order = [...found];
    this.orders.set(name, order);
    return order;
  }

  /** The dotted name under which the class or an ancestor has the member; -1 when none is known to. */
  findMember(owner: number, member: number): number {
    const isKnown = this.isLastPart(member);
    for (const each of this.order(owner)) {
      if (!isKnown && !this.isOpen(each)) continue;
      const name = this.member(each, member);
      if (name !== -1 && this.symbol(name)) return name;
    }
    return -1;
  }

  /** The described special method of a class, its own or inherited; -1 for all others. */
  protocol(owner: number, method: number): number {
    const known = this.protocols.get(owner, method);
    if (known !== -1) return known - 1;
    const name = this.#symbols.protocol(this.#names.text(owner), this.#names.text(method));
    const found = name === undefined ? -1 : this.#names.id(name);
    this.protocols.set(owner, method, found + 1);
    return found;
  }

  private isLastPart(name: number): boolean {
    let known = this.lastParts[name];
    if (known === undefined) {
      known = this.#symbols.isLastPart(this.#names.text(name));
      this.lastParts[name] = known;
    }
    return known;
  }

  /** Of some classes any member is known, even one that nobody wrote down: `requests.*`. */
  isOpen(owner: number): boolean {
    let known = this.open.get(owner);
    if (known === undefined) {
      known = this.#symbols.symbol(`${this.#names.text(owner)}.<any>`) !== undefined;
      this.open.set(owner, known);
    }
    return known;
  }
}
