import { addToGroup } from "../../group-by.ts";
import { argumentsOf, forEachConstraint, LiteralKind, Op } from "../../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";

/** Where a module deals in functions that it finds under names made at run time, by scope. */
export interface ComputedCalls {
  /** Sites at which the scope calls what `getattr(object, name)` gave, the name being no literal. */
  readonly sites: ReadonlyMap<number, readonly number[]>;
  /** Those at which it may also be something else: a default, or what a literal name found. */
  readonly mixed: ReadonlySet<number>;
  /** What is known all the same of what is found there. */
  readonly limits: ReadonlyMap<number, Limit>;
  /** Scopes that return what it gave: their callers call it. */
  readonly givers: ReadonlySet<number>;
  /** It is handed to something that is called: whoever gets it calls it. */
  readonly isHandedOn: boolean;
}

/** `getattr(self, "set_" + key)`: a member of the function's own object, whose name begins so. */
export interface Limit {
  readonly prefix: string;
  readonly isOwn: boolean;
  /** The module that it is looked up in, as far as an import tells: one of these names, where it is a module. */
  readonly module?: string;
}

/**
 * Dispatchers of plugins, drivers or controllers: `getattr(driver, name)(…)`, and resolvers of dotted
 * names, `functools.reduce(getattr, path, module)`. Followed through names, items and one `return`.
 */
export function findComputedCalls(facts: ModuleFacts): ComputedCalls {
  const found = new Map<number, number[]>();
  const mixed = new Set<number>();
  const limits = new Map<number, Limit>();
  const flows = new ComputedValues(facts);
  const { code, sites, scopes } = facts;
  let isHandedOn = false;
  forEachConstraint(code, (operation, at) => {
    flows.follow(operation, at);
    if (operation !== Op.Call) return;
    if (flows.isGivenAt(at)) isHandedOn = true;
    if (!flows.has(code[at + 1] as number)) return;
    const site = code[at + 2] as number;
    const scope = sites[site * SITE_WIDTH + SiteField.scope] ?? 0;
    addToGroup(found, scope, site);
    limits.set(site, flows.limitOf(code[at + 1] as number, scope));
    if (flows.isMixed(code[at + 1] as number)) mixed.add(site);
  });
  const givers = scopes.flatMap(({ callable }, scope) =>
    callable !== undefined && flows.has(callable.returns) ? [scope] : [],
  );
  return { sites: found, mixed, limits, givers: new Set(givers), isHandedOn };
}

/** What makes one variable hold what another does, or a part of it. */
export const PASSES: ReadonlySet<number> = new Set([Op.Copy, Op.Unpack, Op.Narrow]);
/** Builtins that look at what they get, or make something of it that is told apart, and call nothing of it. */
export const LOOKS: ReadonlySet<string> = new Set(
  "callable getattr hasattr setattr isinstance issubclass type id str repr len bool print int float list tuple dict set sorted super property staticmethod classmethod".split(
    " ",
  ),
);

/** Those of them that give a container of what they got: `dict((verb, getattr(manager, name)) for …)`. */
const KEEPS: ReadonlySet<string> = new Set(["list", "tuple", "dict", "set", "sorted"]);

/** `inspect.isclass`, `asyncio.iscoroutinefunction`. */
const TESTS = /^is[a-z_]+$/;

/** The variables that hold what `getattr()` found under a computed name, worked out in source order. */
class ComputedValues {
  readonly #getattr = new Set<number>();
  readonly #looks = new Set<number>();
  readonly #keeps = new Set<number>();
  readonly #literals = new Set<number>();
  readonly #computed = new Set<number>();
  readonly #others = new Set<number>();
  /** What names begin with, as far as it is written. */
  readonly #beginnings = new Map<number, string>();
  /** Modules, or what `from` takes from one, by their dotted names. */
  readonly #imported = new Map<number, string>();
  readonly #rebound = new Set<number>();
  /** The objects that computed names were looked up in, and what these names begin with. */
  readonly #lookups = new Map<number, { readonly subject: number; readonly prefix: string }>();
  readonly #facts: ModuleFacts;

  constructor(facts: ModuleFacts) {
    this.#facts = facts;
  }

  limitOf(variable: number, scope: number): Limit {
    const { subject = -1, prefix = "" } = this.#lookups.get(variable) ?? {};
    const module = this.#imported.get(subject);
    const isOwn = subject >= 0 && subject === ownObject(this.#facts, scope);
    return { prefix, isOwn, ...(module && !this.#rebound.has(subject) && { module }) };
  }

  has(variable: number): boolean {
    return this.#computed.has(variable);
  }

  isMixed(variable: number): boolean {
    return this.#computed.has(variable) && this.#others.has(variable);
  }

  /** An argument of the call, which does more with it than look at it. */
  isGivenAt(at: number): boolean {
    const { code } = this.#facts;
    if (this.#looks.has(code[at + 1] as number)) return false;
    return argumentsOf(code, at).some(({ variable }) => this.#computed.has(variable));
  }

  follow(operation: number, at: number): void {
    const { code, strings } = this.#facts;
    const first = code[at] as number;
    const second = code[at + 1] as number;
    if (operation === Op.LoadName) this.#name(first, strings[second] ?? "");
    else if (operation === Op.LoadAttribute) this.#member(first, strings[code[at + 2] ?? -1] ?? "");
    else if (operation === Op.Literal) this.#literal(at);
    else if (operation === Op.Import || operation === Op.ImportFrom) this.#import(operation, at);
    else if (operation === Op.Operator) this.#operate(at);
    else if (PASSES.has(operation)) this.#pass(second, first);
    else if (operation === Op.StoreItem) this.#pass(code[at + 3] as number, first);
    else if (operation === Op.Call) this.#call(at);
  }

  #call(at: number): void {
    const { code } = this.#facts;
    if (this.#keeps.has(code[at + 1] as number)) this.#keep(at);
    if (!this.#isComputed(at)) return;
    this.#computed.add(code[at] as number);
    this.#lookUp(at);
    // `getattr(object, name, default)`
    if ((code[at + 3] as number) > 2) this.#others.add(code[at] as number);
  }

  #name(variable: number, name: string): void {
    if (name === "getattr") this.#getattr.add(variable);
    if (LOOKS.has(name)) this.#looks.add(variable);
    if (KEEPS.has(name)) this.#keeps.add(variable);
  }

  #member(variable: number, name: string): void {
    if (TESTS.test(name)) this.#looks.add(variable);
  }

  #import(operation: number, at: number): void {
    const { code, strings } = this.#facts;
    const text = (offset: number) => strings[code[at + offset] ?? -1] ?? "";
    const name = operation === Op.Import ? text(1) : `${text(1)}.${text(2)}`;
    this.#bind(code[at] as number, name);
  }

  /** A name that has several meanings is that of no module. */
  #bind(variable: number, name: string | undefined): void {
    if (name === undefined || (this.#imported.get(variable) ?? name) !== name)
      this.#rebound.add(variable);
    if (name !== undefined) this.#imported.set(variable, name);
  }

  #literal(at: number): void {
    const { code, strings } = this.#facts;
    this.#literals.add(code[at] as number);
    if (code[at + 1] !== LiteralKind.string) return;
    this.#begin(code[at] as number, strings[code[at + 2] ?? -1] ?? "");
  }

  /** `"set_" + key`, `"set_%s" % key`, an f-string among them. */
  #operate(at: number): void {
    const { code, strings } = this.#facts;
    const method = strings[code[at + 1] as number] ?? "";
    const text = this.#beginnings.get(code[at + 4] as number) ?? "";
    if (method === "__add__") this.#begin(code[at] as number, text);
    if (method === "__mod__") this.#begin(code[at] as number, text.split("%")[0] ?? "");
  }

  /** A variable of several texts begins with what they have in common; one of which less is known, with nothing. */
  #begin(variable: number, text: string): void {
    const known = this.#beginnings.get(variable);
    this.#beginnings.set(variable, known === undefined ? text : commonBeginning(known, text));
  }

  #keep(at: number): void {
    const { code } = this.#facts;
    for (const { variable } of argumentsOf(code, at))
      if (this.#computed.has(variable)) this.#pass(variable, code[at] as number);
  }

  #lookUp(at: number): void {
    const { code } = this.#facts;
    if (!this.#getattr.has(code[at + 1] as number)) return;
    const subject = code[at + 6] as number;
    const prefix = this.#beginnings.get(code[at + 9] as number) ?? "";
    this.#found(code[at] as number, { subject, prefix });
  }

  /** What several look-ups found is limited by none of them. */
  #found(variable: number, lookup: { readonly subject: number; readonly prefix: string }): void {
    const known = this.#lookups.get(variable) ?? lookup;
    const isSame = known.subject === lookup.subject && known.prefix === lookup.prefix;
    this.#lookups.set(variable, isSame ? lookup : { subject: -1, prefix: "" });
  }

  #pass(source: number, target: number): void {
    this.#bind(target, this.#imported.get(source));
    const lookup = this.#lookups.get(source);
    if (lookup !== undefined) this.#found(target, lookup);
    this.#begin(target, this.#beginnings.get(source) ?? "");
    if (this.#computed.has(source)) this.#computed.add(target);
    if (!this.#computed.has(source) || this.#others.has(source)) this.#others.add(target);
  }

  /** `getattr(object, name)` with a computed name, or `getattr` handed to something that applies it. */
  #isComputed(at: number): boolean {
    const { code } = this.#facts;
    const [first, second] = argumentsOf(code, at);
    if (this.#getattr.has(code[at + 1] as number)) {
      return second !== undefined && !this.#literals.has(second.variable);
    }
    return first !== undefined && this.#getattr.has(first.variable);
  }
}

/** `self`, in a method. */
function ownObject({ scopes }: ModuleFacts, scope: number): number {
  const { parent = -1, callable } = scopes[scope] ?? {};
  return scopes[parent]?.kind === "class" ? (callable?.parameters[0]?.variable ?? -1) : -1;
}

function commonBeginning(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return left.slice(0, length);
}
