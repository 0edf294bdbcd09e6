import { addToGroup } from "../../group-by.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";

/** Where a module deals in functions that it finds under names made at run time, by scope. */
export interface ComputedCalls {
  /** Sites at which the scope calls what `getattr(object, name)` gave, the name being no literal. */
  readonly sites: ReadonlyMap<number, readonly number[]>;
  /** Those at which it may also be something else: a default, or what a literal name found. */
  readonly mixed: ReadonlySet<number>;
  /** Scopes that return what it gave: their callers call it. */
  readonly givers: ReadonlySet<number>;
}

/**
 * Dispatchers of plugins, drivers or controllers: `getattr(driver, name)(…)`, and resolvers of dotted
 * names, `functools.reduce(getattr, path, module)`. Followed through names, items and one `return`.
 */
export function findComputedCalls(facts: ModuleFacts): ComputedCalls {
  const found = new Map<number, number[]>();
  const mixed = new Set<number>();
  const flows = new ComputedValues(facts);
  const { code, sites, scopes } = facts;
  forEachConstraint(code, (operation, at) => {
    flows.follow(operation, at);
    if (operation !== Op.Call || !flows.has(code[at + 1] as number)) return;
    const site = code[at + 2] as number;
    const scope = sites[site * SITE_WIDTH + SiteField.scope] ?? 0;
    addToGroup(found, scope, site);
    if (flows.isMixed(code[at + 1] as number)) mixed.add(site);
  });
  const givers = scopes.flatMap(({ callable }, scope) =>
    callable !== undefined && flows.has(callable.returns) ? [scope] : [],
  );
  return { sites: found, mixed, givers: new Set(givers) };
}

/** The variables that hold what `getattr()` found under a computed name, worked out in source order. */
class ComputedValues {
  readonly #getattr = new Set<number>();
  readonly #literals = new Set<number>();
  readonly #computed = new Set<number>();
  readonly #others = new Set<number>();
  readonly #facts: ModuleFacts;

  constructor(facts: ModuleFacts) {
    this.#facts = facts;
  }

  has(variable: number): boolean {
    return this.#computed.has(variable);
  }

  isMixed(variable: number): boolean {
    return this.#computed.has(variable) && this.#others.has(variable);
  }

  follow(operation: number, at: number): void {
    const { code, strings } = this.#facts;
    const first = code[at] as number;
    const second = code[at + 1] as number;
    if (operation === Op.LoadName && strings[second] === "getattr") this.#getattr.add(first);
    else if (operation === Op.Literal) this.#literals.add(first);
    else if (operation === Op.Copy || operation === Op.Unpack) this.#pass(second, first);
    else if (operation === Op.StoreItem) this.#pass(code[at + 3] as number, first);
    else if (operation === Op.Call && this.#isComputed(at)) {
      this.#computed.add(first);
      // `getattr(object, name, default)`
      if ((code[at + 3] as number) > 2) this.#others.add(first);
    }
  }

  #pass(source: number, target: number): void {
    if (this.#computed.has(source)) this.#computed.add(target);
    if (!this.#computed.has(source) || this.#others.has(source)) this.#others.add(target);
  }

  /** `getattr(object, name)` with a computed name, or `getattr` handed to something that applies it. */
  #isComputed(at: number): boolean {
    const { code } = this.#facts;
    const variable = (argument: number) => code[at + 6 + 3 * argument] as number;
    const count = code[at + 3] as number;
    if (this.#getattr.has(code[at + 1] as number)) {
      return count > 1 && !this.#literals.has(variable(1));
    }
    return count > 0 && this.#getattr.has(variable(0));
  }
}
