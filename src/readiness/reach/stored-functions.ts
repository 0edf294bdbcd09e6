import { argumentsOf, forEachConstraint, Op } from "../../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import { LOOKS } from "./computed-calls.ts";

/** Functions of a module that it puts away as values, by their scopes. */
export interface StoredFunctions {
  /**
   * Handed to a call (`registry.subscribe(greet)`), put into a collection or an attribute
   * (`client.on_connect = greet`): whoever has them then calls them.
   */
  readonly kept: ReadonlySet<number>;
  /** Made a hook of the interpreter (`sys.excepthook = report`): the name, and where. */
  readonly hooks: ReadonlyMap<number, { readonly name: string; readonly line: number }>;
}

const known = new WeakMap<ModuleFacts, StoredFunctions>();

export function storedFunctions(facts: ModuleFacts): StoredFunctions {
  const found = known.get(facts) ?? new Reading(facts).read();
  known.set(facts, found);
  return found;
}

/** Assigned, not registered by a call: what the interpreter calls when something goes wrong. */
const HOOKS =
  /^(sys\.(excepthook|unraisablehook|displayhook|breakpointhook)|threading\.excepthook)$/;

/** What one variable holds the other holds too. */
function hand<Value>(values: Map<number, Value>, from: number, to: number): void {
  const value = values.get(from);
  if (value !== undefined) values.set(to, value);
}

/** Follows functions, `self` and modules through names, within one module. */
class Reading {
  readonly #facts: ModuleFacts;
  readonly #functions = new Map<number, number>();
  /** Class scope → name → the first scope in its body of that name. */
  readonly #members = new Map<number, Map<string, number>>();
  /** Objects and their classes' scopes. */
  readonly #classes = new Map<number, number>();
  /** Classes themselves. */
  readonly #made = new Map<number, number>();
  readonly #modules = new Map<number, string>();
  readonly #looks = new Set<number>();
  /** The values of decorator expressions. */
  readonly #decorators: ReadonlySet<number>;
  readonly #kept = new Set<number>();
  readonly #hooks = new Map<number, { readonly name: string; readonly line: number }>();

  constructor(facts: ModuleFacts) {
    this.#facts = facts;
    this.#decorators = new Set(
      facts.scopes.flatMap(({ decorators }) => decorators.map(({ variable }) => variable)),
    );
    for (const [scope, { parent, name, callable }] of facts.scopes.entries()) {
      if (facts.scopes[parent]?.kind !== "class") continue;
      const members = this.#members.get(parent) ?? new Map<string, number>();
      this.#members.set(parent, members);
      if (!members.has(name)) members.set(name, scope);
      const [first] = callable?.parameters ?? [];
      if (first !== undefined) this.#classes.set(first.variable, parent);
    }
  }

  read(): StoredFunctions {
    // Functions call what is defined below them: the names are known only after one round.
    for (let round = 0; round < 2; round += 1)
      forEachConstraint(this.#facts.code, (operation, at) => this.#follow(operation, at));
    return { kept: this.#kept, hooks: this.#hooks };
  }

  #follow(operation: number, at: number): void {
    if (operation === Op.Function) this.#functions.set(this.#int(at), this.#int(at + 1));
    else if (operation === Op.Class) this.#made.set(this.#int(at), this.#int(at + 1));
    else if (operation === Op.Import) this.#modules.set(this.#int(at), this.#text(at + 1));
    else if (operation === Op.Copy) this.#copy(this.#int(at + 1), this.#int(at));
    else if (operation === Op.LoadAttribute)
      this.#load(this.#int(at), this.#int(at + 1), this.#text(at + 2));
    else if (operation === Op.StoreItem) this.#keep(this.#int(at + 3));
    else if (operation === Op.LoadName && LOOKS.has(this.#text(at + 1)))
      this.#looks.add(this.#int(at));
    else if (operation === Op.Call) this.#call(at);
    else if (operation === Op.StoreAttribute)
      this.#store(this.#int(at), this.#text(at + 1), this.#int(at + 2), this.#int(at + 3));
  }

  #int(at: number): number {
    return this.#facts.code[at] as number;
  }

  #text(at: number): string {
    return this.#facts.strings[this.#int(at)] ?? "";
  }

  /** `Command().run` is a method of what was just made. */
  #call(at: number): void {
    const made = this.#made.get(this.#int(at + 1));
    if (made !== undefined) this.#classes.set(this.#int(at), made);
    if (this.#handsOn(at)) this.#keepArguments(at);
  }

  #copy(from: number, to: number): void {
    hand(this.#made, from, to);
    hand(this.#functions, from, to);
    hand(this.#classes, from, to);
    hand(this.#modules, from, to);
  }

  #load(to: number, base: number, name: string): void {
    const owner = this.#classes.get(base);
    if (owner === undefined) return;
    const method = this.#members.get(owner)?.get(name);
    if (method !== undefined && this.#facts.scopes[method]?.kind === "function")
      this.#functions.set(to, method);
  }

  /** A decorator is told apart by what it gives back, and what only looks at a function keeps nothing. */
  #handsOn(at: number): boolean {
    const callee = this.#int(at + 1);
    return !this.#looks.has(callee) && !this.#decorators.has(callee);
  }

  #keepArguments(at: number): void {
    for (const { variable } of argumentsOf(this.#facts.code, at)) this.#keep(variable);
  }

  #keep(variable: number): void {
    const scope = this.#functions.get(variable);
    if (scope !== undefined) this.#kept.add(scope);
  }

  #store(base: number, attribute: string, source: number, site: number): void {
    const name = `${this.#modules.get(base) ?? ""}.${attribute}`;
    const scope = this.#functions.get(source);
    if (scope === undefined) return;
    this.#kept.add(scope);
    if (!HOOKS.test(name)) return;
    const line = this.#facts.sites[site * SITE_WIDTH + SiteField.line] ?? 1;
    this.#hooks.set(scope, { name, line });
  }
}
