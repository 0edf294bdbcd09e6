import type { ExternalSymbol, ExternalSymbols } from "../external-symbols.ts";
import { type LayerStack, stackLayers } from "./layer-stack.ts";
import type { SymbolLayer } from "./symbol-layer.ts";

/** Deeper than any real chain of re-exports; circular aliases end here. */
const MAX_ALIASES = 32;

/**
 * One view over several sources of knowledge; earlier layers win, later ones fill the gaps.
 *
 * A name is found by its exact spelling, else through its prefix: an alias of the prefix is an
 * alias of the whole, and a member of a class is looked up along the class's external ancestors.
 */
export function composeSymbols(layers: readonly SymbolLayer[]): ExternalSymbols {
  const stack = stackLayers(layers);
  const names = new Map<string, string>();
  const symbols = new Map<string, ExternalSymbol | undefined>();
  const ancestors = new Map<string, readonly string[]>();

  const canonical = (name: string): string => {
    const known = names.get(name);
    if (known !== undefined) return known;
    // While the answer is being found, a cycle back to this name gets the name itself.
    names.set(name, name);
    const found = findCanonical(name);
    names.set(name, found);
    return found;
  };

  const findCanonical = (name: string): string => {
    let current = name;
    for (let step = 0; step < MAX_ALIASES; step++) {
      const next = stack.alias(current) ?? throughPrefix(current);
      if (next === undefined || next === current) break;
      current = next;
    }
    return inherited(current);
  };

  const throughPrefix = (name: string): string | undefined => {
    if (stack.names(name)) return undefined;
    const at = name.lastIndexOf(".");
    if (at <= 0) return undefined;
    const prefix = name.slice(0, at);
    const owner = canonical(prefix);
    return owner === prefix ? undefined : owner + name.slice(at);
  };

  /** A member that only an ancestor's description names goes by that name; any other by the name it was asked for. */
  const inherited = (name: string): string => {
    if (stack.knows(name)) return name;
    const at = name.lastIndexOf(".");
    if (at <= 0) return name;
    const member = name.slice(at);
    const owners = linearise(name.slice(0, at));
    const describing = owners.find((owner) => stack.isExactlyDescribed(owner + member));
    if (describing !== undefined) return describing + member;
    const aliasing = owners.find((owner) => stack.alias(owner + member) !== undefined);
    const defining = owners.find((owner) => stack.symbol(owner + member) !== undefined);
    return aliasing !== undefined && defining === undefined ? canonical(aliasing + member) : name;
  };

  const linearise = (name: string): readonly string[] => {
    const known = ancestors.get(name);
    if (known !== undefined) return known;
    ancestors.set(name, []);
    const bases = symbol(name)?.bases ?? [];
    const found = [...new Set(bases.flatMap((base) => [base, ...linearise(base)]))];
    ancestors.set(name, found);
    return found;
  };

  const symbol = (asked: string): ExternalSymbol | undefined => {
    const name = canonical(asked);
    if (symbols.has(name)) return symbols.get(name);
    symbols.set(name, undefined);
    const raw = stack.symbol(name) ?? memberOf(name);
    const other = passedThrough(name);
    const found = (raw ?? other) && normalise({ ...other, ...raw }, canonical);
    symbols.set(name, found);
    return found;
  };

  const memberOf = (name: string): Partial<ExternalSymbol> | undefined => {
    const at = name.lastIndexOf(".");
    if (at <= 0) return undefined;
    const owner = name.slice(0, at);
    const member = name.slice(at + 1);
    for (const each of [owner, ...linearise(owner)]) {
      const own = stack.symbol(`${each}.${member}`) ?? attributeOf(stack, each, member);
      if (own !== undefined) return own;
    }
    return undefined;
  };

  const passedThrough = (name: string): Partial<ExternalSymbol> | undefined => {
    const target = stack.passthrough(name);
    return target === undefined ? undefined : symbol(target);
  };

  return { canonical, symbol, isDescribed: (name) => stack.isDescribed(canonical(name)) };
}

function attributeOf(
  stack: LayerStack,
  owner: string,
  member: string,
): Partial<ExternalSymbol> | undefined {
  const attributes = stack.symbol(owner)?.attributes;
  const type = attributes && Object.hasOwn(attributes, member) ? attributes[member] : undefined;
  return type === undefined ? undefined : { kind: "variable", returns: type };
}

/** The class names inside become canonical, so that nobody need ask again. */
function normalise(
  raw: Partial<ExternalSymbol>,
  canonical: (name: string) => string,
): ExternalSymbol {
  const text = (type: string): string => type.replace(/[A-Za-z_][\w.]*\.\w+/g, canonical);
  return {
    ...raw,
    kind: raw.kind ?? "function",
    ...(raw.bases && {
      bases: raw.bases.map((base) => canonical(base.includes(".") ? base : `<builtin>.${base}`)),
    }),
    ...(raw.returns !== undefined && { returns: text(raw.returns) }),
    ...(raw.element !== undefined && { element: text(raw.element) }),
  };
}
