import { forEachConstraint, Op } from "../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../python/module-facts.ts";

/** What one function does to state that outlives its call, in evaluation order. */
export interface StateEffect {
  readonly kind: "read" | "test" | "write" | "site";
  /** `self.x`, `cls.x`, `CACHE[]`: shared state by name; empty for `site`. */
  readonly key: string;
  readonly site: number;
}

/**
 * The effects of a scope: reads, membership tests and writes of attributes and items of shared
 * objects, and every other site in between (a reader knows which of them wait). Shared is what
 * hangs on the first parameter of a method or on a name from outside the function.
 */
export function traceState(facts: ModuleFacts, scope: number): readonly StateEffect[] {
  const keys: Keys = { own: firstParameter(facts, scope), module: moduleKeys(facts) };
  const effects: StateEffect[] = [];
  for (const [operation, at] of recordsOf(facts, scope))
    record(facts, { operation, at, keys, effects });
  return effects;
}

const CHANGES =
  /^(.+)\.(append|appendleft|add|remove|discard|pop|popitem|popleft|insert|extend|update|setdefault|clear)$/;
const changed = new WeakMap<ModuleFacts, ReadonlySet<string>>();

/**
 * Some function of the module adds to the shared object or takes from it, other than the one that
 * sets it up. Binding the name anew disturbs nobody who iterates.
 */
export function changesInPlace(facts: ModuleFacts, key: string): boolean {
  let keys = changed.get(facts);
  if (keys === undefined) {
    const found = new Set<string>();
    facts.scopes.forEach(({ kind, name }, scope) => {
      if (kind === "module" || kind === "class" || name === "__init__") return;
      for (const effect of traceState(facts, scope)) {
        const place = effect.kind === "write" ? /^(.+)\[\]$/.exec(effect.key) : undefined;
        const call = effect.kind === "read" ? CHANGES.exec(effect.key) : undefined;
        const base = place?.[1] ?? call?.[1];
        if (base !== undefined) found.add(base);
      }
    });
    keys = found;
    changed.set(facts, keys);
  }
  return keys.has(key);
}

/** Variables that hold shared objects, by name: those of one function, and the module's own names. */
interface Keys {
  readonly own: Map<number, string>;
  readonly module: ReadonlyMap<number, string>;
}

interface Recording {
  readonly operation: number;
  readonly at: number;
  readonly keys: Keys;
  readonly effects: StateEffect[];
}

/** For operations that a wait can stand at: the offset of their site operand. */
const PLAIN_SITES: Readonly<Record<number, number>> = {
  [Op.Call]: 2,
  [Op.Enter]: 2,
  [Op.Exit]: 1,
  [Op.Iterate]: 2,
};

function record(facts: ModuleFacts, { operation, at, keys, effects }: Recording): void {
  const { code, strings } = facts;
  const operand = (offset: number) => code[at + offset] as number;
  const keyOf = (variable: number) => keys.own.get(variable) ?? keys.module.get(variable);
  const add = (kind: StateEffect["kind"], key: string | undefined, site: number) => {
    if (key !== undefined) effects.push({ kind, key, site });
  };
  const attribute = (base: number, name: number) => {
    const key = keyOf(base);
    return key === undefined ? undefined : `${key}.${strings[name]}`;
  };
  if (operation === Op.Copy) {
    const source = keyOf(operand(1));
    if (source !== undefined && keyOf(operand(0)) === undefined) keys.own.set(operand(0), source);
  } else if (operation === Op.LoadAttribute) {
    const key = attribute(operand(1), operand(2));
    if (key !== undefined) keys.own.set(operand(0), key);
    add("read", key, operand(3));
  } else if (operation === Op.StoreAttribute) {
    add("write", attribute(operand(0), operand(1)), operand(3));
  } else if (operation === Op.LoadItem) {
    add("read", item(keyOf(operand(1))), operand(4));
  } else if (operation === Op.StoreItem) {
    add("write", item(keyOf(operand(0))), operand(4));
  } else if (operation === Op.DeleteItem) {
    add("write", item(keyOf(operand(0))), operand(3));
  } else if (operation === Op.Operator) {
    const isContains = strings[operand(1)] === "__contains__";
    add("test", isContains ? item(keyOf(operand(4))) : undefined, operand(6));
    add("site", "", operand(6));
  }
  const plain = PLAIN_SITES[operation];
  if (plain !== undefined) add("site", "", operand(plain));
}

const item = (base: string | undefined): string | undefined =>
  base === undefined || base === "self" || base === "cls" ? undefined : `${base}[]`;

/** `self` or `cls`: what a method is called on. */
function firstParameter(facts: ModuleFacts, scope: number): Map<number, string> {
  const own = facts.scopes[scope];
  const parent = facts.scopes[own?.parent ?? -1];
  const first = own?.callable?.parameters[0];
  if (parent?.kind !== "class" || first === undefined) return new Map();
  return new Map([[first.variable, facts.strings[first.name] === "cls" ? "cls" : "self"]]);
}

const moduleNames = new WeakMap<ModuleFacts, ReadonlyMap<number, string>>();

function moduleKeys(facts: ModuleFacts): ReadonlyMap<number, string> {
  const names = facts.scopes[0]?.names ?? [];
  const keys =
    moduleNames.get(facts) ??
    new Map(names.map(([name, variable]) => [variable, facts.strings[name] ?? ""] as const));
  moduleNames.set(facts, keys);
  return keys;
}

type Entry = readonly [operation: number, at: number];
const indexed = new WeakMap<ModuleFacts, Map<number, Entry[]>>();

/** The records of one scope in source order; a record without a site belongs to the one before it. */
function recordsOf(facts: ModuleFacts, scope: number): readonly Entry[] {
  let byScope = indexed.get(facts);
  if (byScope === undefined) {
    byScope = new Map();
    indexed.set(facts, byScope);
    let current = 0;
    forEachConstraint(facts.code, (operation, at) => {
      const site = siteOf(facts.code, operation, at);
      if (site >= 0) current = facts.sites[site * SITE_WIDTH + SiteField.scope] ?? current;
      const list = byScope?.get(current) ?? [];
      list.push([operation, at]);
      byScope?.set(current, list);
    });
  }
  return byScope.get(scope) ?? [];
}

/** Offset of the site operand, by operation. */
const SITE_AT: Readonly<Record<number, number>> = {
  [Op.LoadAttribute]: 3,
  [Op.StoreAttribute]: 3,
  [Op.LoadItem]: 4,
  [Op.StoreItem]: 4,
  [Op.DeleteItem]: 3,
  [Op.Operator]: 6,
  [Op.Call]: 2,
  [Op.Enter]: 2,
  [Op.Exit]: 1,
  [Op.Iterate]: 2,
  [Op.LoadName]: 2,
};

function siteOf(code: Int32Array, operation: number, at: number): number {
  const offset = SITE_AT[operation];
  return offset === undefined ? -1 : (code[at + offset] ?? -1);
}
