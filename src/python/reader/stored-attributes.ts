import type { Variable } from "../module-facts.ts";

/** What an attribute surely holds: what was stored in it last, by code of this block. */
interface Stored {
  /** Last part of the path. */
  readonly name: string;
  readonly value: Variable;
  /** Where the record of the store begins. */
  readonly record: number;
  /** How often other code could have run by then. */
  readonly ran: number;
  /** Somebody may have read it since. */
  readonly isSeen: boolean;
}

/**
 * Attributes by their path as written (`self.hook`), as far as stores right before tell what they
 * hold: nothing else has run since, and nothing of that name was stored through another path, which
 * may lead to the same object. So `o.hook = f` is followed as an assignment to a name is (a strong
 * update; Chase, Wegman, Zadeck, 1990).
 */
export class StoredAttributes {
  /** How often other code could have run before the scope began. */
  startedAt = 0;
  readonly #known = new Map<string, Stored>();
  /** How often other code had run when they were stored. */
  #ran = 0;
  readonly #readNames = new Set<string>();

  /** A store, under no path where it is none of names alone; the record of one before it that nobody can have seen, -1 for none. */
  store(path: string | undefined, stored: Omit<Stored, "isSeen">): number {
    this.#catchUp(stored.ran);
    const before = path === undefined ? undefined : this.#known.get(path);
    for (const [other, { name }] of [...this.#known]) {
      if (name === stored.name || other.startsWith(`${path}.`)) this.#known.delete(other);
    }
    if (path !== undefined) this.#known.set(path, { ...stored, isSeen: false });
    return before?.isSeen === false ? before.record : -1;
  }

  /** `del self.hook`: the record of a store that nobody can have seen, -1 for none. */
  delete(path: string, ran: number): number {
    this.#catchUp(ran);
    const before = this.#known.get(path);
    this.forget(path);
    return before?.isSeen === false ? before.record : -1;
  }

  /** A read of an attribute; the value that is surely there, -1 where none is known. */
  read(path: string | undefined, name: string, ran: number): Variable {
    this.#readNames.add(name);
    this.#catchUp(ran);
    for (const [other, stored] of this.#known) {
      if (stored.name === name) this.#known.set(other, { ...stored, isSeen: true });
    }
    return (path === undefined ? undefined : this.#known.get(path))?.value ?? -1;
  }

  /** Whether the scope has read an attribute of that name, of whatever. */
  hasRead(name: string): boolean {
    return this.#readNames.has(name);
  }

  /** A name or attribute is assigned: what is known below it is of another object. */
  forget(assigned: string): void {
    for (const path of [...this.#known.keys()]) {
      if (path === assigned || path.startsWith(`${assigned}.`)) this.#known.delete(path);
    }
  }

  /** Other code has run since: what was stored before may be gone. */
  #catchUp(ran: number): void {
    if (ran === this.#ran) return;
    this.#ran = ran;
    this.#known.clear();
  }

  /** Ways part or meet here. */
  clear(): void {
    this.#known.clear();
  }
}
