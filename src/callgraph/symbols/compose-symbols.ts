import type { ExternalSymbol, ExternalSymbols } from "../program/external-symbols.ts";
import { type LayerStack, stackLayers } from "./layer-stack.ts";
import type { SymbolLayer } from "./symbol-layer.ts";
import { firstPart } from "./symbol-table.ts";

/** Deeper than any real chain of re-exports; circular aliases end here. */
const MAX_ALIASES = 32;

/**
 * One view over several sources of knowledge; earlier layers win, later ones fill the gaps.
 *
 * A name is found by its exact spelling, else through its prefix: an alias of the prefix is an
 * alias of the whole, and a member of a class is looked up along the class's external ancestors.
 */
export function composeSymbols(layers: readonly SymbolLayer[]): ExternalSymbols {
  const names = new ComposedNames(stackLayers(layers));
  const kinds = layers
    .flatMap(({ entryKinds }) => entryKinds ?? [])
    .map((rule) => ({ pattern: new RegExp(rule.names), kind: rule.kind }));
  return {
    canonical: (name) => names.canonical(name),
    symbol: (name) => names.symbol(name),
    isDescribed: (name) => names.isDescribed(name),
    protocol: (owner, method) => names.protocol(owner, method),
    isLastPart: (part) => names.isLastPart(part),
    entryKind: (name) => kinds.find(({ pattern }) => pattern.test(name))?.kind,
  };
}

/** Remembers every answer: a program asks for the same few thousand names again and again. */
class ComposedNames {
  readonly #stack: LayerStack;
  readonly #names = new Map<string, string>();
  readonly #symbols = new Map<string, ExternalSymbol | undefined>();
  readonly #ancestors = new Map<string, readonly string[]>();

  readonly #firstParts: ReadonlySet<string>;
  #lastParts: ReadonlySet<string> | undefined;

  constructor(stack: LayerStack) {
    this.#stack = stack;
    this.#firstParts = stack.firstParts();
  }

  canonical(name: string): string {
    if (this.#isForeign(name)) return name;
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    // While the answer is being found, a cycle back to this name gets the name itself.
    this.#names.set(name, name);
    const found = this.#findCanonical(name);
    this.#names.set(name, found);
    return found;
  }

  symbol(asked: string): ExternalSymbol | undefined {
    if (this.#isForeign(asked)) return undefined;
    const name = this.canonical(asked);
    if (this.#symbols.has(name)) return this.#symbols.get(name);
    this.#symbols.set(name, undefined);
    const own = this.#stack.symbol(name) ?? this.#member(name);
    const target = this.#stack.passthrough(name);
    const other = target === undefined ? undefined : this.symbol(target);
    const found = (own ?? other) && this.#normalise({ ...other, ...own });
    this.#symbols.set(name, found);
    return found;
  }

  /** No layer has anything of its package: so it is with the repository's own names, and with most libraries. */
  #isForeign(name: string): boolean {
    return !this.#firstParts.has(firstPart(name));
  }

  isDescribed(name: string): boolean {
    return this.#stack.isDescribed(this.canonical(name));
  }

  protocol(owner: string, method: string): string | undefined {
    if (this.#isForeign(owner)) return undefined;
    const name = this.canonical(owner);
    for (const each of [name, ...this.#linearise(name)]) {
      const member = `${each}.${method}`;
      if (this.#stack.isProtocol(member)) return member;
      // What the class itself has hides what stands above it.
      if (this.#stack.symbol(member) !== undefined) return undefined;
    }
    return undefined;
  }

  isLastPart(part: string): boolean {
    this.#lastParts ??= this.#stack.lastParts();
    return this.#lastParts.has(part);
  }

  #findCanonical(name: string): string {
    let current = name;
    for (let step = 0; step < MAX_ALIASES; step++) {
      const next = this.#stack.alias(current) ?? this.#throughPrefix(current);
      if (next === undefined || next === current) break;
      current = next;
    }
    return this.#inherited(current);
  }

  #throughPrefix(name: string): string | undefined {
    if (this.#stack.names(name)) return undefined;
    const at = name.lastIndexOf(".");
    if (at <= 0) return undefined;
    const prefix = name.slice(0, at);
    const owner = this.canonical(prefix);
    return owner === prefix ? undefined : owner + name.slice(at);
  }

  /** A member that only an ancestor's description names goes by that name; any other by the name it was asked for. */
  #inherited(name: string): string {
    const at = name.lastIndexOf(".");
    if (at <= 0 || this.#stack.knows(name)) return name;
    const member = name.slice(at);
    const owners = this.#linearise(name.slice(0, at));
    const describing = owners.find((owner) => this.#stack.isExactlyDescribed(owner + member));
    if (describing !== undefined) return describing + member;
    const aliasing = owners.find((owner) => this.#stack.alias(owner + member) !== undefined);
    if (aliasing === undefined) return name;
    const isDefined = owners.some((owner) => this.#stack.symbol(owner + member) !== undefined);
    return isDefined ? name : this.canonical(aliasing + member);
  }

  #linearise(name: string): readonly string[] {
    const known = this.#ancestors.get(name);
    if (known !== undefined) return known;
    this.#ancestors.set(name, []);
    const bases = this.symbol(name)?.bases ?? [];
    const found = [...new Set(bases.flatMap((base) => [base, ...this.#linearise(base)]))];
    this.#ancestors.set(name, found);
    return found;
  }

  #member(name: string): Partial<ExternalSymbol> | undefined {
    const at = name.lastIndexOf(".");
    if (at <= 0) return undefined;
    const owner = name.slice(0, at);
    const member = name.slice(at + 1);
    for (const each of [owner, ...this.#linearise(owner)]) {
      const own = this.#stack.symbol(`${each}.${member}`) ?? attributeOf(this.#stack, each, member);
      if (own !== undefined) return own;
    }
    return undefined;
  }

  /** The class names inside become canonical, so that nobody need ask again. */
  #normalise(raw: Partial<ExternalSymbol>): ExternalSymbol {
    const named = (name: string): string => this.canonical(name);
    const text = (type: string): string => type.replace(/[A-Za-z_][\w.]*\.\w+/g, named);
    const builtin = (base: string): string => (base.includes(".") ? base : `<builtin>.${base}`);
    return {
      ...raw,
      kind: raw.kind ?? "function",
      ...(raw.bases && { bases: raw.bases.map((base) => named(builtin(base))) }),
      ...(raw.returns !== undefined && { returns: text(raw.returns) }),
      ...(raw.element !== undefined && { element: text(raw.element) }),
    };
  }
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
