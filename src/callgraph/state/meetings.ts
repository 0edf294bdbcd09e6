import { addToGroup } from "../../group-by.ts";

/**
 * Brings together two kinds of things that bear the same name, whichever comes first: reads of an
 * attribute, and stores to it that only some of the reads can see.
 */
export class Meetings<Read, Store> {
  private readonly reads = new Map<number, Read[]>();
  private readonly stores = new Map<number, Store[]>();
  readonly #meet: (read: Read, store: Store) => void;

  constructor(meet: (read: Read, store: Store) => void) {
    this.#meet = meet;
  }

  read(name: number, read: Read): void {
    addToGroup(this.reads, name, read);
    for (const store of this.stores.get(name) ?? []) this.#meet(read, store);
  }

  /** As `store`, for what may come again: nothing meets it twice. */
  storeOnce(name: number, store: Store): void {
    if (this.stores.get(name)?.includes(store) !== true) this.store(name, store);
  }

  store(name: number, store: Store): void {
    addToGroup(this.stores, name, store);
    for (const read of this.reads.get(name) ?? []) this.#meet(read, store);
  }
}

/** A class whose instances share a field, and the variable that is read or stored there. */
export interface FieldUse {
  /** Class index. */
  readonly index: number;
  readonly variable: number;
}

/** A member that is read through an instance of a class. */
export interface MemberRead {
  readonly index: number;
  readonly name: number;
  readonly attribute: number;
  readonly receiver: number;
}

/** An attribute that is read through an instance of a library's class, which has none of that name itself. */
export interface ForeignRead {
  /** What becomes of it where the program stores the name on a class of this dotted name. */
  readonly meet: (owner: number) => void;
}

/** An attribute that is read through an instance of a class, and what loads it if need be. */
export interface LazyRead {
  readonly index: number;
  readonly load: () => void;
}

/** A store of an attribute of an instance, of which its class's body knows nothing. */
export interface MemberStore {
  readonly index: number;
  readonly name: number;
  readonly receiver: number;
  readonly src: number;
  readonly site: number;
}
