import { PairMap } from "../int-tables.ts";
import type { ScopeCode } from "../program/scope-code.ts";
import { divideByScope } from "../program/scope-code.ts";
import type { MemberCall } from "../state/call-shapes.ts";
import type { FunctionInstance, Renumber } from "../state/functions.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import { CallsOfTests } from "./calls-of-tests.ts";
import { Copies } from "./copies.ts";
import { Forwarders } from "./forwarders.ts";
import { isGiven, isSettled } from "./given-arguments.ts";
import { callsArgument, givesClassOf, givesTelling, makerIn, meansNamed } from "./higher-order.ts";
import type { Loading } from "./load-module.ts";
import { loadConstraint } from "./load-module.ts";
import { memberLoader } from "./member-loader.ts";
import { localVariables, recordsOf, scopesInside } from "./scopes-inside.ts";

/**
 * Small higher-order functions get an instance of their own at every call site: decorators and
 * factories of closures, functions that give back an argument or call one. Shared, they would mix
 * what all their callers pass, and every decorated function would seem to call every other. This is
 * call-site sensitivity (Sharir and Pnueli 1981) spent only where it pays.
 */

/** Integers of constraints in a function with all functions inside it. */
const MAXIMAL_CODE = 700;
/** The same, of a function that makes something of a class which it is given. */
const MAXIMAL_FACTORY = 1000;
const MAXIMAL_DEPTH = 4;
/** Integers of constraints in all clones of one function together. */
const MAXIMAL_COPIES = 60_000;
/** Integers of constraints in all clones together, as a share of the program's. */
const MAXIMAL_GROWTH = 1;

/** What is copied for a clone. */
interface Template {
  readonly module: number;
  readonly records: readonly number[];
  /** The scope that is copied and those inside it. */
  readonly inside: readonly number[];
  readonly size: number;
  /** It calls an argument. */
  readonly isCaller: boolean;
  /** Anything that is given may matter; else a name that is spelled. */
  readonly isHigher: boolean;
}

interface Context {
  readonly parent: number;
  readonly scope: number;
  /** The clone, and the instance that it was made of. */
  readonly index: number;
  readonly origin: number;
  /** The clone's variables. */
  readonly variable?: Renumber;
}

export class Clones {
  private readonly templates = new Map<number, Template | undefined>();
  private readonly wanted = new Map<number, Template | undefined>();
  private readonly places = new Map<Template, ReadonlyMap<number, number>>();
  /** Function (scope) → its module's variable of what makes its result, -1 for none. */
  private readonly makers = new Map<number, number>();
  private readonly forwarders = new Forwarders({
    recordsOf: (s, scope) => this.templateOf(s, scope, true)?.records ?? [],
    variable: (s, context, scope, local) =>
      this.variable(s, context, s.program.moduleOf(scope), local),
  });
  private readonly byReceiver = new PairMap();
  private readonly byObject = new PairMap();
  private readonly codes = new Map<number, ScopeCode>();
  private readonly made = new PairMap();
  private readonly ofTests = new CallsOfTests();
  private readonly firstCallers = new PairMap();
  private readonly firstObjects = new PairMap();
  private readonly ofMembers = new Map<string, number>();
  private readonly copies = new Copies();
  private readonly contexts: Context[] = [{ parent: -1, scope: -1, index: -1, origin: -1 }];
  private copied = 0;

  /** The instance of a function that a call reaches. */
  instance(s: Solving, record: number, context: number, index: number, receiver = -1): number {
    const target = s.functions.get(index);
    const known = this.made.get(record, index);
    if (known !== -1) return known;
    const again = s.apart.isOn ? this.recursion(context, index) : -1;
    if (again !== -1) return again;
    const template = isSettled(s, record, index, receiver)
      ? undefined
      : this.templateFor(s, record, target, receiver);
    if (!template) return index;
    // Where a name that the call spells decides, it is the call's own.
    const group = template.isHigher ? this.ofTests.group(s, record, target, receiver) : -1;
    const shared = this.ofTests.instance(group, index);
    if (shared !== -1) return shared;
    if (!this.hasRoom(s, target, context, template)) return index;
    // Most closures are called once per clone of what made them: the first caller takes the closure itself.
    const isFirst = (s.apart.isOn || target.context !== 0) && this.firstCallers.add(index, -1);
    const clone = isFirst ? index : this.copy(s, template, index, context);
    if (group === -1) this.made.set(record, index, clone);
    else this.ofTests.note(group, index, clone);
    return clone;
  }

  /** A function that calls itself, directly or not, goes on in the clone of its second call. */
  private recursion(context: number, index: number): number {
    let inner = -1;
    for (let at = context; at > 0; at = this.contexts[at]?.parent ?? -1) {
      if (this.contexts[at]?.origin !== index) continue;
      if (inner !== -1) return inner;
      inner = this.contexts[at]?.index ?? -1;
    }
    return -1;
  }

  /** The instance of a method that one object goes through. */
  ofObject(s: Solving, index: number, object: number): number {
    const known = this.byObject.get(index, object);
    if (known !== -1) return known;
    const target = s.functions.get(index);
    const template = this.templateOf(s, target.scope, true);
    const isFirst = !s.apart.isContainer(object) && this.firstObjects.add(index, -1);
    const isCopied = !isFirst && template && this.hasRoom(s, target, 0, template);
    const clone = isCopied ? this.copy(s, template, index, 0) : index;
    this.byObject.set(index, object, clone);
    if (clone !== index) s.functions.apart.add(target.scope);
    return clone;
  }

  /** The instance of a function that replaces the members of classes, for one of them. */
  ofMember(s: Solving, call: MemberCall): number {
    const key = [call.record, call.index, call.class, call.name].join("|");
    const known = this.ofMembers.get(key);
    if (known !== undefined) return known;
    const target = s.functions.get(call.index);
    const template = this.templateOf(s, target.scope, true);
    const hasRoom = template && this.hasRoom(s, target, call.context, template);
    const load = memberLoader(s, target.scope, call);
    const clone = hasRoom ? this.copy(s, template, call.index, call.context, load) : -1;
    this.ofMembers.set(key, clone);
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
      template && this.hasRoom(s, target, 0, template) ? this.copy(s, template, index, 0) : index;
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
    if (s.flow.bounds.isNarrow) return false;
    if (this.copies.count(scope) * size >= MAXIMAL_COPIES) return false;
    if (!s.apart.isOn && this.copies.isUseless(s, scope)) return false;
    if (this.copied + size > s.programSize * MAXIMAL_GROWTH + 100_000) return false;
    let depth = 0;
    for (let at = context; at > 0; at = this.contexts[at]?.parent ?? -1) {
      if (!s.apart.isOn && this.contexts[at]?.scope === scope) return false;
      depth += 1;
    }
    return depth < MAXIMAL_DEPTH;
  }

  /** `load`: does what a record says in another way; false for one that is loaded as it is. */
  private copy(
    s: Solving,
    template: Template,
    origin: number,
    parent: number,
    load: (loading: Loading, at: number) => boolean = () => false,
  ): number {
    const { size, module, records } = template;
    const places = this.placesOf(s, template);
    const { scope, context: outside } = s.functions.get(origin);
    const around = outside === 0 ? undefined : this.contexts[outside]?.variable;
    const base = s.flow.reserve(places.size);
    const variable = (local: number): number => {
      const place = places.get(local);
      if (place !== undefined) return base + place;
      return around ? around(local) : s.variableOf(module, local);
    };
    const index = s.functions.count;
    const context = this.contexts.push({ parent, scope, index, origin, variable }) - 1;
    this.copies.note(scope, index);
    this.copied += size;
    s.functions.make(scope, context, variable);
    this.restrictReceiver(s, scope, index);
    const facts = s.program.facts(module);
    const loading = { s, module, facts, context, variable };
    for (const at of records) {
      if (!load(loading, at)) loadConstraint(loading, facts.code[at] as number, at + 2);
    }
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
    if (!callable || (callable.parameters.length === 0 && !isWanted)) return undefined;
    const inside = scopesInside(s, module, local);
    if (inside.some((each) => facts.scopes[each]?.kind === "class")) return undefined;
    const code = this.codeOf(s, module);
    const records = recordsOf(code, inside);
    const size = records.reduce((sum, at) => sum + (facts.code[at + 1] as number), 0);
    const isCaller = callsArgument(s, scope, records);
    if (size > (isCaller && !isWanted ? MAXIMAL_FACTORY : MAXIMAL_CODE)) return undefined;
    const isTelling = isWanted || isCaller || givesTelling(s, scope, records);
    const isHigher = isTelling || givesClassOf(s, scope, records);
    if (!isHigher && !meansNamed(s, scope, records)) return undefined;
    return { module, records, inside, size, isCaller, isHigher };
  }

  /** Local variable → place in a clone's block; made for what is cloned only, for it takes a look at a whole module. */
  private placesOf(s: Solving, template: Template): ReadonlyMap<number, number> {
    let places = this.places.get(template);
    if (places === undefined) {
      const { module, inside } = template;
      const { variableCount } = s.program.facts(module);
      places = localVariables(this.codeOf(s, module), inside, variableCount);
      this.places.set(template, places);
    }
    return places;
  }

  /** What a call of the function copies. */
  private templateFor(
    s: Solving,
    record: number,
    target: FunctionInstance,
    receiver: number,
  ): Template | undefined {
    const { scope } = target;
    if (s.apart.isOn) return this.templateOf(s, scope, true);
    const template = this.templateOf(s, scope);
    if (template?.isHigher === false) {
      return isGiven(s, record, [Kind.literal]) ? template : undefined;
    }
    if (template && template.size <= MAXIMAL_CODE) return template;
    if (!template && this.forwarders.isHandedOn(s, record, target, receiver)) {
      return this.templateOf(s, scope, true);
    }
    if (!template && !this.isFactory(s, target)) return undefined;
    const isOfClass = receiver !== -1 && s.values.kind(receiver) === Kind.class;
    // A decorator may hand what it is given on to another one: `def checked(f): …; return decorate(f)`.
    const deserving = template ? [Kind.class] : [Kind.class, Kind.function];
    if (!isOfClass && !isGiven(s, record, deserving)) return undefined;
    return template ?? this.templateOf(s, scope, true);
  }

  /** Whether a function gives back what another one makes of its arguments, one of which that one calls. */
  private isFactory(s: Solving, { scope, context }: FunctionInstance): boolean {
    let maker = this.makers.get(scope);
    if (maker === undefined) {
      maker = makerIn(s, scope, this.templateOf(s, scope, true)?.records ?? []);
      this.makers.set(scope, maker);
    }
    if (maker === -1) return false;
    const variable = this.variable(s, context, s.program.moduleOf(scope), maker);
    const [made, ...others] = s.flow.valuesOf(variable);
    if (made === undefined || others.length > 0 || s.values.kind(made) !== Kind.function)
      return false;
    return this.templateOf(s, s.functions.get(s.values.first(made)).scope)?.isCaller === true;
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
