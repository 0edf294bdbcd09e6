import { PairMap } from "../int-tables.ts";

/** Objects that are told apart by where they are made. */
export type ObjectKind =
  | "list"
  | "tuple"
  | "set"
  | "dict"
  | "iterator"
  | "queue"
  | "partial"
  | "property"
  | "cached-property"
  | "static-method"
  | "class-method"
  | "partial-method"
  | "wrapper"
  | "context-manager-factory"
  | "context-manager"
  | "closing"
  | "field"
  | "object-field"
  | "managed"
  | "single-dispatch"
  | "single-dispatch-register"
  | "method-caller"
  | "attribute-getter"
  | "item-getter"
  | "wraps"
  | "cache-decorator"
  | "named-tuple"
  | "wrapt-decorator"
  | "wrapt-function"
  | "caller-decorator"
  | "caller-function"
  | "namespace"
  | "reference";

/** What `functools.lru_cache` puts around a function. */
export const CACHED_FUNCTION = "functools._lru_cache_wrapper";

export const CONTAINERS: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  "list",
  "tuple",
  "set",
  "dict",
  "iterator",
  "queue",
]);

/** What stands for a function that it wraps. */
export const WRAPPERS: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  "partial",
  "partial-method",
  "static-method",
  "class-method",
  "wrapper",
  "wrapt-function",
  "caller-function",
  "single-dispatch",
]);

export interface MadeObject {
  readonly kind: ObjectKind;
  /** The external class whose methods it has: `<builtin>.list`, `collections.deque`. */
  readonly className: number;
  /** Made by a display: its constant keys are all that it starts with. */
  readonly isDisplay: boolean;
  /** Elements under no constant key. */
  readonly rest: number;
  /** A function's `*args`: variable with the integers that are its lengths, anything else where one is not known. */
  lengths?: number;
  /** It stands for many rows of a table (joined-rows.ts). */
  isJoined?: true;
  /** Keys of a mapping. */
  readonly keys: number;
  /** Elements by constant key (a name id), in order of appearance. */
  slots: Map<number, number> | undefined;
  /** Told of slots that appear later. */
  listeners: ((key: number, variable: number) => void)[] | undefined;
  /** What it wraps: a partial's callable, a property's getter. */
  readonly wrapped: number;
  readonly setter: number;
  readonly deleter: number;
  /** A partial's bound arguments: record of the call that made it, and how many positionals to skip. */
  readonly record: number;
}

/** Containers need other variables of their own than wrappers; -1 stands for those not needed. */
export function ownVariables(
  kind: ObjectKind,
  variable: () => number,
): Pick<MadeObject, "rest" | "keys" | "wrapped" | "setter" | "deleter"> {
  const isContainer = CONTAINERS.has(kind);
  const isProperty = kind === "property";
  const make = (isNeeded: boolean) => (isNeeded ? variable() : -1);
  return {
    rest: make(isContainer || kind === "managed" || kind.startsWith("single-dispatch")),
    keys: make(kind === "dict"),
    wrapped: make(!isContainer),
    setter: make(isProperty),
    deleter: make(isProperty),
  };
}

export class Objects {
  private readonly made: MadeObject[] = [];
  private readonly bySite = new PairMap();

  get(index: number): MadeObject {
    return this.made[index] as MadeObject;
  }

  /** The object of one origin (a record, a site …) and role; `create` runs once. */
  at(origin: number, role: number, create: () => MadeObject): number {
    let index = this.bySite.get(origin, role);
    if (index === -1) {
      index = this.made.length;
      this.bySite.set(origin, role, index);
      this.made.push(create());
    }
    return index;
  }
}
