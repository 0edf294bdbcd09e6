import type { ExternalSymbol } from "../program/external-symbols.ts";
import { type PreferredNames, preferredNames } from "./preferred-names.ts";
import type { SymbolLayer, SymbolTable } from "./symbol-layer.ts";
import { firstPart } from "./symbol-table.ts";

/** The layers as one: exact names only, no inference. */
export interface LayerStack {
  /** Some layer has a symbol of exactly this name or describes it. */
  knows(name: string): boolean;
  /** The same, but for the tables: somebody wrote this very name down. */
  names(name: string): boolean;
  symbol(name: string): Partial<ExternalSymbol> | undefined;
  alias(name: string): string | undefined;
  passthrough(name: string): string | undefined;
  isExactlyDescribed(name: string): boolean;
  isDescribed(name: string): boolean;
  isProtocol(name: string): boolean;
  /** The first parts of all names that any layer says anything of. */
  firstParts(): ReadonlySet<string>;
  /** The last parts of all names that somebody wrote down, tables included. */
  lastParts(): ReadonlySet<string>;
}

/** What the layers without tables say, merged: of two statements about one thing the upper holds. */
interface Written {
  readonly symbols: ReadonlyMap<string, Partial<ExternalSymbol>>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly passthrough: ReadonlyMap<string, string>;
  readonly described: ReadonlySet<string>;
  /** `requests` of the description `requests.*`. */
  readonly prefixes: ReadonlySet<string>;
  readonly protocols: ReadonlySet<string>;
}

/** Tables are asked last, wherever their layers stand. */
export function stackLayers(layers: readonly SymbolLayer[]): LayerStack {
  const written = mergeWritten(layers);
  const tables = layers.flatMap(({ table }) => table ?? []);
  const { preferred, others } = otherNames(written, tables);

  const inTables = remembering((name) => {
    const names = spellings(others, name);
    return firstOf(names, (spelling) => firstOf(tables, (table) => table.symbol(spelling)));
  });
  const inWritten = (name: string): Partial<ExternalSymbol> | undefined =>
    firstOf(spellings(others, name), (spelling) => written.symbols.get(spelling));
  const alias = (name: string): string | undefined => {
    const better = preferred.get(name) ?? written.aliases.get(name);
    if (better !== undefined) return better;
    const isAnchor = written.symbols.has(name) || written.described.has(name) || others.has(name);
    return isAnchor ? undefined : firstOf(tables, (table) => table.alias(name));
  };
  const names = (name: string): boolean => written.described.has(name) || written.symbols.has(name);
  return {
    names,
    knows: (name) => names(name) || inTables(name) !== undefined,
    symbol: (name) => {
      const above = inWritten(name);
      const below = inTables(name);
      return above === undefined || below === undefined ? (above ?? below) : { ...below, ...above };
    },
    alias,
    passthrough: (name) => {
      const [prefix, rest] = longestPrefix(written.passthrough, name);
      return prefix === undefined ? undefined : `${written.passthrough.get(prefix)}${rest}`;
    },
    isExactlyDescribed: (name) => written.described.has(name),
    isDescribed: (name) =>
      written.described.has(name) || longestPrefix(written.prefixes, name)[0] !== undefined,
    isProtocol: (name) => written.protocols.has(name),
    firstParts: () => firstParts(written, tables, preferred),
    lastParts: () => lastParts(written, tables),
  };
}

/** A name is asked for five times: itself, and as a member that a class below it might have. */
function remembering<Answer>(ask: (name: string) => Answer): (name: string) => Answer {
  const answers = new Map<string, Answer>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined || answers.has(name)) return known as Answer;
    const answer = ask(name);
    answers.set(name, answer);
    return answer;
  };
}

function firstParts(
  { symbols, aliases, passthrough, described, prefixes }: Written,
  tables: readonly SymbolTable[],
  preferred: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const parts = new Set(tables.flatMap((table) => [...table.firstParts()]));
  const stated = [symbols.keys(), aliases.keys(), passthrough.keys(), described, prefixes];
  for (const names of [...stated, preferred.keys()])
    for (const name of names) parts.add(firstPart(name));
  return parts;
}

function lastParts(written: Written, tables: readonly SymbolTable[]): ReadonlySet<string> {
  const { symbols, aliases, passthrough, described } = written;
  const parts = new Set(tables.flatMap((table) => [...table.lastParts()]));
  for (const names of [symbols.keys(), aliases.keys(), passthrough.keys(), described]) {
    for (const name of names) parts.add(name.slice(name.lastIndexOf(".") + 1));
  }
  for (const { attributes } of symbols.values()) {
    for (const name of Object.keys(attributes ?? {})) parts.add(name);
  }
  return parts;
}

function mergeWritten(layers: readonly SymbolLayer[]): Written {
  const symbols = new Map<string, Partial<ExternalSymbol>>();
  const aliases = new Map<string, string>();
  const passthrough = new Map<string, string>();
  for (const layer of layers) {
    // An alias counts where nothing above knows the name as a thing of its own.
    addMissing(aliases, layer.aliases, (name) => symbols.has(name));
    addMissing(passthrough, layer.passthrough, () => false);
    for (const [name, symbol] of Object.entries(layer.symbols ?? {})) {
      symbols.set(name, { ...symbol, ...symbols.get(name) });
    }
  }
  const all = layers.flatMap(({ described }) => described ?? []);
  return {
    symbols,
    aliases,
    passthrough,
    described: new Set(all.filter((name) => !name.endsWith(".*"))),
    prefixes: new Set(all.filter((name) => name.endsWith(".*")).map((name) => name.slice(0, -2))),
    protocols: new Set(layers.flatMap(({ protocols }) => protocols ?? [])),
  };
}

function addMissing(
  to: Map<string, string>,
  from: Readonly<Record<string, string>> | undefined,
  isHidden: (name: string) => boolean,
): void {
  for (const [name, target] of Object.entries(from ?? {})) {
    if (!to.has(name) && !isHidden(name)) to.set(name, target);
  }
}

/** The name itself, its other names, and as a member of its owner's other names. */
function spellings(
  others: ReadonlyMap<string, readonly string[]>,
  name: string,
): readonly string[] {
  const at = name.lastIndexOf(".");
  const own = others.get(name);
  const owners = at > 0 ? others.get(name.slice(0, at)) : undefined;
  if (own === undefined && owners === undefined) return [name];
  return [name, ...(own ?? []), ...(owners ?? []).map((owner) => owner + name.slice(at))];
}

/**
 * Besides the tables' names: a name that only leads on to another may carry a symbol of its own, as
 * `<builtin>.open` does below the described `builtins.open`.
 */
function otherNames(written: Written, tables: readonly SymbolTable[]): PreferredNames {
  const { preferred, others } = preferredNames(
    new Set([...written.described, ...written.symbols.keys()]),
    tables,
  );
  const all = new Map(others);
  for (const [alias, name] of written.aliases) {
    const carries = written.symbols.has(alias) || alias.startsWith("<builtin>.");
    if (carries) all.set(name, [...(all.get(name) ?? []), alias]);
  }
  return { preferred, others: all };
}

function firstOf<Item, Result>(
  items: readonly Item[],
  ask: (item: Item) => Result | undefined,
): Result | undefined {
  for (const item of items) {
    const found = ask(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function longestPrefix(
  known: { has(name: string): boolean },
  name: string,
): readonly [prefix: string | undefined, rest: string] {
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const prefix = name.slice(0, end);
    if (known.has(prefix)) return [prefix, name.slice(end)];
  }
  return [undefined, ""];
}
