import type { ExternalSymbol } from "../callgraph/program/external-symbols.ts";
import type { SymbolLayer, SymbolTable } from "../callgraph/symbols/symbol-layer.ts";
import { firstPart } from "../callgraph/symbols/symbol-table.ts";
import type { ApiEntry, Knowledge } from "./catalogue.ts";
import { managersOf, protocolsOf, withIterator } from "./special-methods.ts";

const KINDS: Readonly<Record<ApiEntry["kind"], ExternalSymbol["kind"]>> = {
  module: "module",
  class: "class",
  function: "function",
  method: "function",
  attribute: "variable",
};

/**
 * What the solver is told: names, types and callbacks of Eventlet, the patched standard library and
 * the described libraries. Eventlet's names above the libraries', so that a façade (`os_ken.lib.hub`)
 * ends at Eventlet.
 */
export function knowledgeSymbols(knowledge: Knowledge): readonly SymbolLayer[] {
  const entries = [...knowledge.apis.values()];
  const own = entries.filter((entry) => entry.via !== "library");
  const libraries = entries.filter((entry) => entry.via === "library");
  return [
    { ...layerOf(own), passthrough: knowledge.passthrough },
    {
      ...layerOf(libraries, knowledge.symbols),
      aliases: { ...aliasesOf(libraries), ...knowledge.aliases },
      entryKinds: knowledge.entryKinds ?? [],
    },
  ];
}

function layerOf(
  entries: readonly ApiEntry[],
  others: Readonly<Record<string, Partial<ExternalSymbol>>> = {},
): SymbolLayer {
  const symbols: Record<string, Partial<ExternalSymbol>> = { ...others };
  for (const entry of entries) {
    if (entry.name.endsWith(".*")) continue;
    const symbol = symbolOf(entry);
    if (symbol !== undefined) symbols[entry.name] = { ...symbols[entry.name], ...symbol };
  }
  const protocols = protocolsOf(entries);
  for (const name of protocols) symbols[name] = { kind: "function", ...symbols[name] };
  const managers = managersOf(entries);
  for (const name of managers) {
    const gives = name.endsWith(".__enter__") ? { returns: "$self" } : {};
    symbols[name] = { kind: "function", ...gives, ...symbols[name] };
  }
  return {
    symbols,
    table: membersTable(entries),
    aliases: aliasesOf(entries),
    described: [...entries.map((entry) => entry.name), ...protocols, ...managers].sort(),
    protocols,
  };
}

/** Every member of a class that is described as a whole (`x.*`), even one that nobody named: a method. */
function membersTable(entries: readonly ApiEntry[]): SymbolTable {
  const owners = new Map(
    entries
      .filter(({ name }) => name.endsWith(".*"))
      .map((entry) => [entry.name.slice(0, -2), { kind: KINDS[entry.kind], ...entry.symbol }]),
  );
  return {
    symbol: (name) => {
      const at = name.lastIndexOf(".");
      const member = name.slice(at + 1);
      return at > 0 && !member.startsWith("__") ? owners.get(name.slice(0, at)) : undefined;
    },
    alias: () => undefined,
    firstParts: () => [...owners.keys()].map(firstPart),
    lastParts: () => [],
  };
}

/** The standard library's own types are better than ours: there only what we know beyond them. */
function symbolOf(entry: ApiEntry): Partial<ExternalSymbol> | undefined {
  if (entry.via === "monkey-patch") return entry.symbol;
  const bases = entry.sameAs !== undefined && entry.kind === "class" ? [entry.sameAs] : undefined;
  return withIterator(entry, {
    kind: KINDS[entry.kind],
    ...(bases === undefined ? {} : { bases }),
    ...entry.symbol,
  });
}

function aliasesOf(entries: readonly ApiEntry[]): Readonly<Record<string, string>> {
  const aliases: Record<string, string> = {};
  for (const { name, aliases: others } of entries)
    for (const other of others) aliases[other] = name;
  return aliases;
}
