import { addToGroup } from "../../group-by.ts";
import { forEachConstraint, LiteralKind, Op } from "../../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";

/** What one function does to state that outlives its call, in evaluation order. */
export interface StateEffect {
  readonly kind: "read" | "test" | "write" | "site";
  /** `self.x`, `cls.x`, `CACHE[]`: shared state by name; empty for `site`. */
  readonly key: string;
  /** Of an item: its key where it is a written one (`s:name` for a text). */
  readonly item?: string;
  readonly site: number;
}

/** Two effects on items of one container that are written with different texts: they concern nobody else's. */
export const areDifferentItems = (left = "", right = ""): boolean =>
  left.startsWith("s:") && right.startsWith("s:") && left !== right;

/**
 * The effects of a scope: reads, membership tests and writes of attributes and items of shared
 * objects, and every other site in between (a reader knows which of them wait). Shared is what
 * hangs on the first parameter of a method or on a name from outside the function.
 */
export function traceState(facts: ModuleFacts, scope: number): readonly StateEffect[] {
  const { code, strings } = facts;
  const keys: Keys = { own: firstParameter(facts, scope), module: moduleKeys(facts) };
  const effects: StateEffect[] = [];
  let record = 0;
  const operand = (offset: number) => code[record + offset] as number;
  const recording: Recording = {
    keys,
    texts: new Map(),
    operand,
    string: (offset) => strings[operand(offset)] ?? "",
    keyAt: (offset) => keys.own.get(operand(offset)) ?? keys.module.get(operand(offset)),
    add: (kind, key, site, item) => {
      if (key !== undefined) effects.push({ kind, key, site, ...(item && { item }) });
    },
  };
  for (const at of recordsOf(facts, scope)) {
    record = at;
    RECORDINGS[code[at - OPERANDS_AT] as number]?.(recording);
  }
  return effects;
}

const CHANGES =
  /^(.+)\.(append|appendleft|add|remove|discard|pop|popitem|popleft|insert|extend|update|setdefault|clear)$/;
const changed = new WeakMap<ModuleFacts, ReadonlyMap<string, readonly number[]>>();

/**
 * Some function of the module adds to the shared object or takes from it, other than what
 * sets it up (by scope). Binding the name anew disturbs nobody who iterates.
 */
export function changesInPlace(
  facts: ModuleFacts,
  key: string,
  setUp: ReadonlySet<number> = new Set(),
): boolean {
  let changers = changed.get(facts);
  if (changers === undefined) {
    changers = findChangers(facts);
    changed.set(facts, changers);
  }
  return (changers.get(key) ?? []).some((scope) => !setUp.has(scope));
}

/** Object → the functions, by scope, that change its content. */
function findChangers(facts: ModuleFacts): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [scope, { kind }] of facts.scopes.entries()) {
    if (kind === "module" || kind === "class") continue;
    const keys = traceState(facts, scope).flatMap((effect) => changedBy(effect) ?? []);
    for (const key of new Set(keys)) addToGroup(found, key, scope);
  }
  return found;
}

/** The object whose content an effect changes: by `x[…] = …` or `x.append(…)`. */
function changedBy({ kind, key }: StateEffect): string | undefined {
  if (kind === "write") return /^(.+)\[\]$/.exec(key)?.[1];
  return kind === "read" ? CHANGES.exec(key)?.[1] : undefined;
}

/** Variables that hold shared objects, by name: those of one function, and the module's own names. */
interface Keys {
  readonly own: Map<number, string>;
  readonly module: ReadonlyMap<number, string>;
}

/** One record as its operation reads it: operands by offset. */
interface Recording {
  readonly keys: Keys;
  /** Variables that hold written texts, as keys of items. */
  readonly texts: Map<number, string>;
  readonly operand: (offset: number) => number;
  readonly string: (offset: number) => string;
  /** The key of what the variable at an offset holds. */
  readonly keyAt: (offset: number) => string | undefined;
  readonly add: (
    kind: StateEffect["kind"],
    key: string | undefined,
    site: number,
    item?: string,
  ) => void;
}

/** What each operation does to shared state. */
const RECORDINGS: Readonly<Record<number, (recording: Recording) => void>> = {
  [Op.Copy]: ({ keys, operand, keyAt }) => {
    const source = keyAt(1);
    if (source !== undefined && keyAt(0) === undefined) keys.own.set(operand(0), source);
  },
  [Op.LoadAttribute]: ({ keys, operand, string, keyAt, add }) => {
    const key = attribute(keyAt(1), string(2));
    if (key !== undefined) keys.own.set(operand(0), key);
    add("read", key, operand(3));
  },
  [Op.StoreAttribute]: ({ operand, string, keyAt, add }) =>
    add("write", attribute(keyAt(0), string(1)), operand(3)),
  [Op.Literal]: ({ texts, operand, string }) => {
    if (operand(1) === LiteralKind.string) texts.set(operand(0), `s:${string(2)}`);
  },
  [Op.LoadItem]: ({ operand, string, keyAt, add }) =>
    add("read", item(keyAt(1)), operand(4), string(2)),
  [Op.StoreItem]: ({ operand, string, keyAt, add }) =>
    add("write", item(keyAt(0)), operand(4), string(1)),
  [Op.DeleteItem]: ({ operand, string, keyAt, add }) =>
    add("write", item(keyAt(0)), operand(3), string(1)),
  [Op.Operator]: ({ operand, string, keyAt, texts, add }) => {
    if (string(1) === "__contains__")
      add("test", item(keyAt(4)), operand(6), texts.get(operand(5)));
    add("site", "", operand(6));
  },
  // What a wait can stand at.
  [Op.Call]: ({ operand, add }) => add("site", "", operand(2)),
  [Op.Enter]: ({ operand, add }) => add("site", "", operand(2)),
  [Op.Exit]: ({ operand, add }) => add("site", "", operand(1)),
  [Op.Iterate]: ({ operand, add }) => add("site", "", operand(2)),
};

const attribute = (base: string | undefined, name: string): string | undefined =>
  base === undefined ? undefined : `${base}.${name}`;

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

/** A record is its operation, its length and the operands. */
const OPERANDS_AT = 2;
const indexed = new WeakMap<ModuleFacts, Map<number, number[]>>();

/**
 * Where the operands of one scope's records begin, in source order; a record without a site belongs
 * to the one before it.
 */
function recordsOf(facts: ModuleFacts, scope: number): readonly number[] {
  let byScope = indexed.get(facts);
  if (byScope === undefined) {
    byScope = new Map();
    indexed.set(facts, byScope);
    let current = 0;
    forEachConstraint(facts.code, (operation, at) => {
      const site = siteOf(facts.code, operation, at);
      if (site >= 0) current = facts.sites[site * SITE_WIDTH + SiteField.scope] ?? current;
      const list = byScope?.get(current);
      if (list) list.push(at);
      else byScope?.set(current, [at]);
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
