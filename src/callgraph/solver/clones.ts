import { Op } from "../../python/constraints.ts";
import { PairMap } from "../int-tables.ts";
import type { ScopeCode } from "../program/scope-code.ts";
import { divideByScope } from "../program/scope-code.ts";
import type { FunctionInstance, Renumber } from "../state/functions.ts";
import type { Solving } from "../state/solving.ts";
import { loadConstraint } from "./load-module.ts";

/**
 * Small higher-order functions get an instance of their own at every call site: decorators and
 * factories of closures, functions that give back an argument or call one. Shared, they would mix
 * what all their callers pass, and every decorated function would seem to call every other. This is
 * call-site sensitivity (Sharir and Pnueli 1981) spent only where it pays.
 */

/** Integers of constraints in a function with all functions inside it. */
const MAXIMAL_CODE = 700;
const MAXIMAL_DEPTH = 4;
/** Integers of constraints in all clones of one function together. */
const MAXIMAL_COPIES = 60_000;
/** Integers of constraints in all clones together, as a share of the program's. */
const MAXIMAL_GROWTH = 1;

/** What is copied for a clone. */
interface Template {
  readonly module: number;
  readonly records: readonly number[];
  /** Local variable → place in the clone's block. */
  readonly places: ReadonlyMap<number, number>;
  readonly size: number;
}

interface Context {
  readonly parent: number;
  readonly scope: number;
  /** The clone's variables. */
  readonly variable?: Renumber;
}

export class Clones {
  private readonly templates = new Map<number, Template | undefined>();
  private readonly wanted = new Map<number, Template | undefined>();
  private readonly byReceiver = new PairMap();
  private readonly codes = new Map<number, ScopeCode>();
  private readonly made = new PairMap();
  private readonly firstCallers = new PairMap();
  private readonly counts = new Map<number, number>();
  private readonly contexts: Context[] = [{ parent: -1, scope: -1 }];
  private copied = 0;

  /** The instance of a function that a call reaches. */
  instance(s: Solving, record: number, context: number, index: number): number {
    const target = s.functions.get(index);
    const known = this.made.get(record, index);
    if (known !== -1) return known;
    const template = this.templateOf(s, target.scope);
    if (!template || !this.hasRoom(s, target, context, template)) return index;
    // Most closures are called once per clone of what made them: the first caller takes the closure itself.
    const isTaken = target.context === 0 || !this.firstCallers.add(index, -1);
    const clone = isTaken ? this.copy(s, template, target, context) : index;
    this.made.set(record, index, clone);
    return clone;
  }

  /** The instance of an inherited initialiser that the objects of one class go through. */
  initialiser(s: Solving, index: number, owner: number): number {
    const target = s.functions.get(index);
    if (target.context !== 0) return index;
    const known = this.byReceiver.get(index, owner);
    if (known !== -1) return known;
    const template = this.templateOf(s, target.scope, true);
    const clone =
      template && this.hasRoom(s, target, 0, template) ? this.copy(s, template, target, 0) : index;
    this.byReceiver.set(index, owner, clone);
    if (clone !== index) s.functions.apart.add(target.scope);
    return clone;
  }

  /** The solver's number of a module's variable as seen from a clone. */
  variable(s: Solving, context: number, module: number, local: number): number {
    return this.contexts[context]?.variable?.(local) ?? s.variableOf(module, local);
  }

  private hasRoom(
    s: Solving,
    { scope }: FunctionInstance,
    context: number,
    { size }: Template,
  ): boolean {
    if ((this.counts.get(scope) ?? 0) * size >= MAXIMAL_COPIES) return false;
    if (this.copied + size > s.programSize * MAXIMAL_GROWTH + 100_000) return false;
    let depth = 0;
    for (let at = context; at > 0; at = this.contexts[at]?.parent ?? -1) {
      if (this.contexts[at]?.scope === scope) return false;
      depth += 1;
    }
    return depth < MAXIMAL_DEPTH;
  }

  private copy(
    s: Solving,
    { size, module, places, records }: Template,
    { scope, context: outside }: FunctionInstance,
    parent: number,
  ): number {
    const around = outside === 0 ? undefined : this.contexts[outside]?.variable;
    const base = s.flow.reserve(places.size);
    const variable = (local: number): number => {
      const place = places.get(local);
      if (place !== undefined) return base + place;
      return around ? around(local) : s.variableOf(module, local);
    };
    const context = this.contexts.push({ parent, scope, variable }) - 1;
    this.counts.set(scope, (this.counts.get(scope) ?? 0) + 1);
    this.copied += size;
    const index = s.functions.make(scope, context, variable);
    this.restrictReceiver(s, scope, index);
    const facts = s.program.facts(module);
    const loading = { s, module, facts, context, variable };
    for (const at of records) loadConstraint(loading, facts.code[at] as number, at + 2);
    return index;
  }

  private restrictReceiver(s: Solving, scope: number, index: number): void {
    const original = s.functions.get(s.functions.of(scope)).parameters[0];
    const self = s.functions.get(index).parameters[0];
    if (original && self) s.flow.restrictLike(self.variable, original.variable);
  }

  /** What a clone copies, if the function deserves clones: higher-order ones do, others if `isWanted`. */
  private templateOf(s: Solving, scope: number, isWanted = false): Template | undefined {
    const templates = isWanted ? this.wanted : this.templates;
    if (!templates.has(scope)) templates.set(scope, this.makeTemplate(s, scope, isWanted));
    return templates.get(scope);
  }

  private makeTemplate(s: Solving, scope: number, isWanted: boolean): Template | undefined {
    const module = s.program.moduleOf(scope);
    const facts = s.program.facts(module);
    const local = s.program.localScope(scope);
    const callable = facts.scopes[local]?.callable;
    if (!callable || callable.parameters.length === 0 || callable.isGenerator) return undefined;
    const inside = scopesInside(s, module, local);
    if (inside.some((each) => facts.scopes[each]?.kind === "class")) return undefined;
    const code = this.codeOf(s, module);
    const records = inside.flatMap((each) => code.records[each] ?? []).sort((a, b) => a - b);
    const size = records.reduce((sum, at) => sum + (facts.code[at + 1] as number), 0);
    if (size > MAXIMAL_CODE) return undefined;
    if (!isWanted && !isHigherOrder(s, scope, records)) return undefined;
    return { module, records, places: localVariables(code, inside, facts.variableCount), size };
  }

  private codeOf(s: Solving, module: number): ScopeCode {
    let code = this.codes.get(module);
    if (!code) {
      code = divideByScope(s.program.facts(module));
      this.codes.set(module, code);
    }
    return code;
  }
}

/** The scope and all inside it: descendants follow their ancestor in pre-order. */
function scopesInside(s: Solving, module: number, scope: number): readonly number[] {
  const { scopes } = s.program.facts(module);
  const inside = new Set([scope]);
  for (let each = scope + 1; each < scopes.length; each += 1) {
    if (!inside.has(scopes[each]?.parent ?? -1)) break;
    inside.add(each);
  }
  return [...inside];
}

function localVariables(
  { owners }: ScopeCode,
  inside: readonly number[],
  count: number,
): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  const scopes = new Set(inside);
  for (let variable = 0; variable < count; variable += 1) {
    if (scopes.has(owners[variable] as number)) places.set(variable, places.size);
  }
  return places;
}

/** Variables of one function by what they hold, as far as its own records tell. */
interface Holdings {
  /** Arguments. */
  readonly given: Set<number>;
  /** What makes a function higher-order if it gives it back. */
  readonly telling: Set<number>;
  /** The class of a class method, attributes of it, and attributes of those. */
  readonly ofClass: Set<number>;
  readonly attributes: Set<number>;
  readonly ofTables: Set<number>;
  /** What calls gave, in a function that is no method: such decorators are plain functions. */
  readonly results: Set<number>;
}

/** What a record's result holds, by its operation. */
const FOLLOW: Readonly<
  Record<number, (held: Holdings, dst: number, src: number, first: number) => void>
> = {
  [Op.Function]: ({ telling }, dst) => telling.add(dst),
  [Op.Copy]: followCopy,
  [Op.Narrow]: followCopy,
  [Op.LoadAttribute]: ({ ofClass, attributes, ofTables }, dst, src) => {
    if (ofClass.has(src)) attributes.add(dst);
    else if (attributes.has(src)) ofTables.add(dst);
  },
  [Op.LoadItem]: ({ attributes, telling }, dst, src) => {
    if (attributes.has(src)) telling.add(dst);
  },
  [Op.Call]: ({ given, telling, ofTables, results }, dst, src, first) => {
    // A decorator inside passes the closure on: `@wraps(f)`. One that is made first gets the argument: `retry(…)(f)`.
    const isPassedOn = telling.has(first) && (!given.has(first) || results.has(src));
    if (isPassedOn || ofTables.has(src)) telling.add(dst);
  },
};

function followCopy({ given, telling }: Holdings, dst: number, src: number): void {
  if (given.has(src)) given.add(dst);
  if (telling.has(src)) telling.add(dst);
}

/**
 * It gives back a closure, an argument, or an entry of a table that its class holds (a registry's
 * look-up), or an argument is called in it.
 */
function isHigherOrder(s: Solving, scope: number, records: readonly number[]): boolean {
  const { code } = s.program.facts(s.program.moduleOf(scope));
  const callable = s.program.callable(scope);
  if (!callable) return false;
  if (ATTRIBUTE_HOOKS.has(s.program.scopeFacts(scope).name)) return true;
  const parameters = callable.parameters.map(({ variable }) => variable);
  const held: Holdings = {
    given: new Set(parameters),
    telling: new Set(parameters),
    ofClass: new Set([receiverClass(s, scope)]),
    attributes: new Set(),
    ofTables: new Set(),
    results: new Set(),
  };
  for (const at of records) {
    const operation = code[at] as number;
    const [dst, src] = [code[at + 2] as number, code[at + 3] as number];
    const isCall = operation === Op.Call;
    if (isCall && held.given.has(src)) return true;
    const first = isCall && (code[at + 5] as number) > 0 ? (code[at + 8] as number) : -1;
    FOLLOW[operation]?.(held, dst, src, first);
    if (isCall && s.program.classOfMethod(scope) === -1) held.results.add(dst);
  }
  return held.telling.has(callable.returns);
}

/** What they give depends on the name that is asked for. */
const ATTRIBUTE_HOOKS: ReadonlySet<string> = new Set(["__getattr__", "__getattribute__"]);

/** The variable that holds a class method's class; -1 for other functions. */
function receiverClass(s: Solving, scope: number): number {
  const [first] = s.program.callable(scope)?.parameters ?? [];
  if (first === undefined || s.program.classOfMethod(scope) === -1) return -1;
  const name = s.text(s.program.name(s.program.moduleOf(scope), first.name));
  return name === "cls" ? first.variable : -1;
}
