import type { ExternalSymbol } from "../external-symbols.ts";
import type { SymbolLayer } from "./symbol-layer.ts";

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
}

export function stackLayers(layers: readonly SymbolLayer[]): LayerStack {
  const described = new Set<string>();
  const prefixes = new Set<string>();
  for (const name of layers.flatMap((layer) => layer.described ?? [])) {
    if (name.endsWith(".*")) prefixes.add(name.slice(0, -2));
    else described.add(name);
  }
  const names = preferredNames(layers, described);
  const anchors = new Set([...described, ...names.others.keys()]);
  const symbol = (name: string): Partial<ExternalSymbol> | undefined => {
    const found = spellings(names.others, name).flatMap((spelling) =>
      layers.flatMap((layer) => ownSymbol(layer, spelling) ?? []),
    );
    return found.length === 0 ? undefined : Object.assign({}, ...found.reverse());
  };
  const isExactlyDescribed = (name: string): boolean => described.has(name);
  return {
    knows: (name) => described.has(name) || symbol(name) !== undefined,
    names: (name) =>
      described.has(name) ||
      layers.some(({ symbols }) => symbols !== undefined && Object.hasOwn(symbols, name)),
    symbol,
    alias: (name) => names.preferred.get(name) ?? ownAlias(layers, name, anchors),
    passthrough: (name) => passthroughOf(layers, name),
    isExactlyDescribed,
    isDescribed: (name) => described.has(name) || hasPrefix(prefixes, name),
  };
}

/** The name itself, and as a member of its owner's other names. */
function spellings(others: PreferredNames["others"], name: string): readonly string[] {
  const at = name.lastIndexOf(".");
  const owners = at > 0 ? (others.get(name.slice(0, at)) ?? []) : [];
  const members = owners.map((owner) => owner + name.slice(at));
  return [...new Set([name, ...(others.get(name) ?? []), ...members])];
}

function ownSymbol(layer: SymbolLayer, name: string): Partial<ExternalSymbol> | undefined {
  const { symbols } = layer;
  if (symbols !== undefined && Object.hasOwn(symbols, name)) return symbols[name];
  return layer.table?.symbol(name);
}

/** The first layer that says something of the name decides: a symbol in a higher layer hides an alias below. */
function ownAlias(
  layers: readonly SymbolLayer[],
  name: string,
  anchors: ReadonlySet<string>,
): string | undefined {
  for (const { aliases, symbols, table } of layers) {
    if (aliases !== undefined && Object.hasOwn(aliases, name)) return aliases[name];
    if (symbols !== undefined && Object.hasOwn(symbols, name)) return undefined;
    const alias = anchors.has(name) ? undefined : table?.alias(name);
    if (alias !== undefined) return alias;
  }
  return undefined;
}

function passthroughOf(layers: readonly SymbolLayer[], name: string): string | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const prefix = name.slice(0, end);
    for (const { passthrough } of layers) {
      if (passthrough !== undefined && Object.hasOwn(passthrough, prefix)) {
        return passthrough[prefix] + name.slice(end);
      }
    }
  }
  return undefined;
}

function hasPrefix(prefixes: ReadonlySet<string>, name: string): boolean {
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    if (prefixes.has(name.slice(0, end))) return true;
  }
  return false;
}

interface PreferredNames {
  /** A table's name → the name under which a higher layer knows the same object. */
  readonly preferred: ReadonlyMap<string, string>;
  /** The reverse: where else to look for what the layers know of it. */
  readonly others: ReadonlyMap<string, readonly string[]>;
}

/**
 * The knowledge says `requests.Session`, the stubs define `requests.sessions.Session`: one object,
 * and the knowledge's name is the one that later rooms look for.
 */
function preferredNames(
  layers: readonly SymbolLayer[],
  described: ReadonlySet<string>,
): PreferredNames {
  const preferred = new Map<string, string>();
  const others = new Map<string, string[]>();
  const known = new Set([
    ...described,
    ...layers.flatMap((layer) => Object.keys(layer.symbols ?? {})),
  ]);
  for (const name of new Set([...known].sort().flatMap(withOwner))) {
    const other = tableName(layers, name);
    if (other === undefined || other === name || preferred.has(other) || known.has(other)) continue;
    preferred.set(other, name);
    others.set(name, [...(others.get(name) ?? []), other]);
  }
  return { preferred, others };
}

function withOwner(name: string): readonly string[] {
  const at = name.lastIndexOf(".");
  return at > 0 ? [name.slice(0, at), name] : [name];
}

function tableName(layers: readonly SymbolLayer[], name: string): string | undefined {
  for (const { table } of layers) {
    let current = table?.alias(name);
    for (let step = 0; current !== undefined && step < 16; step++) {
      const next = table?.alias(current);
      if (next === undefined)
        return table?.symbol(current)?.kind === "module" ? undefined : current;
      current = next;
    }
  }
  return undefined;
}
