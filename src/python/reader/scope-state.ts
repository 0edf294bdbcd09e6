import type {
  CallableFacts,
  ClassFacts,
  DecoratorFacts,
  GivenTest,
  Variable,
} from "../module-facts.ts";
import { isBuiltin } from "../scopes/builtin-names.ts";
import type { Scope } from "../scopes/scopes.ts";
import type { FactsWriter } from "./facts-writer.ts";
import { commonTests, type Flow, type Overlay, testsOn, withTests } from "./flows.ts";
import { type Content, type HeldDisplay, writeContent } from "./held-displays.ts";
import { MergedNames } from "./merged-names.ts";
import { commonPaths, NO_PATHS, type Paths, pathsWithout } from "./paths.ts";
import { StoredAttributes } from "./stored-attributes.ts";
import { ValueParts } from "./value-parts.ts";

/** More names than this and joins would cost more than they tell: every read sees every assignment. */
const FLOW_LIMIT = 3000;

/**
 * The flow-sensitive side of one scope while its code is read. Within a scope's own straight-line
 * code a read sees the assignments that reach it (static single assignment with copies at joins,
 * Cytron et al. 1991); everybody else (closures, other modules, `global` writers) sees the merged
 * variable of the name, into which all its versions flow.
 */
export class ScopeState {
  readonly scope: Scope;
  readonly parent: ScopeState | undefined;
  /** Comprehension targets visible where the scope was defined, and those open right now. */
  readonly definedUnder: Overlay | undefined;
  overlay: Overlay | undefined;
  /** Its code is being read: reads from class bodies inside it see its versions. */
  isActive = false;
  isLive = true;
  /** Slots whose binding by the statement that is read nobody else can see (passing-bindings.ts). */
  passing: ReadonlySet<number> | undefined;
  /** Displays whose content the code that is read knows, by the variable of the display. */
  readonly held = new Map<Variable, HeldDisplay>();
  /** Names that functions inside mention, as far as somebody asked (named-below.ts). */
  readonly namedBelow = new Map<string, boolean>();
  paths: Paths = NO_PATHS;
  readonly stored = new StoredAttributes();
  /** What stood for a name behind a test, by name. */
  readonly narrowed = new Map<string, { readonly value: Variable; readonly type: number }>();
  /** The name of the class that a metaclass's `__new__` has made. */
  madeClass: string | undefined;
  /** A star import was seen: it may supply any name that is unbound here. */
  hasStarImport = false;
  /** Set by the reader: what an unbound name of a module or class falls back to, -1 for nothing. */
  outerValue: ((name: string) => Variable) | undefined;
  /** Builtins and star-imported names that this scope has loaded already. */
  readonly loaded = new Map<string, Variable>();
  /** Functions: where their parameters and results are. */
  callable: CallableFacts | undefined;
  /** What the function's yields give, in order; undefined where that is not known. */
  yielded: Variable[] | undefined = [];
  /** Classes: their bases and keywords. */
  class: ClassFacts | undefined;
  decorators: readonly DecoratorFacts[] = [];
  decoratorLine: number | undefined;
  /** The class object, for `__class__`. */
  classVariable: Variable = -1;

  readonly #facts: FactsWriter;
  readonly #isFlowSensitive: boolean;
  #versions: Variable[];
  readonly #merged: MergedNames;
  readonly #names: string[];
  /** Regions in which every assignment must be remembered: handlers may start after any of them. */
  readonly #watches: ReadonlyMap<number, Variable>[] = [];
  readonly parts = new ValueParts();
  given: readonly GivenTest[] = [];

  constructor(
    scope: Scope,
    parent: ScopeState | undefined,
    definedUnder: Overlay | undefined,
    facts: FactsWriter,
  ) {
    this.scope = scope;
    this.parent = parent;
    this.definedUnder = definedUnder;
    this.#facts = facts;
    const count = scope.slots.size;
    this.#isFlowSensitive = count <= FLOW_LIMIT;
    this.#names = [...scope.slots.keys()];
    this.#versions = new Array<number>(this.#isFlowSensitive ? count : 0).fill(-1);
    this.#merged = new MergedNames(scope, facts, (slot) => this.#canShare(slot));
  }

  get isFunction(): boolean {
    return this.scope.kind === "function" || this.scope.kind === "lambda";
  }

  /** An assignment: later reads see this value, and so does everybody who reads the merged variable. */
  bind(slot: number, value: Variable): void {
    const isPassing = this.passing?.has(slot) === true && this.#tracks(slot);
    if (!isPassing) this.#merged.add(slot, value);
    if (!this.#tracks(slot)) return;
    this.#versions[slot] = value;
    this.#tellWatches(slot, value);
  }

  /** An assignment that may not happen (a walrus behind `and`): the old value stays possible. */
  bindPerhaps(slot: number, value: Variable): void {
    const before = this.#versions[slot] as number;
    this.bind(slot, value);
    if (!this.#tracks(slot) || before < 0 || before === value) return;
    const either = this.#facts.variable();
    this.#facts.copy(either, before);
    this.#facts.copy(either, value);
    this.#versions[slot] = either;
  }

  /** A new display, or one that is held, is assigned: until something else may see it, its content is known. */
  hold(slot: number, variable: Variable, content: Content): void {
    this.#versions[slot] = variable;
    if (!this.held.has(variable)) this.held.set(variable, { variable, content, changedAt: -1 });
  }

  /** In a `try` every state of the display may be the one that a handler meets. */
  canHold(slot: number): boolean {
    return this.#tracks(slot) && this.#watches.length === 0;
  }

  /** The display that a name stands for at this point, as long as it is held. */
  heldBy(slot: number): HeldDisplay | undefined {
    return this.held.get(this.#versions[slot] ?? -1);
  }

  /** Names of a held display. */
  namesOf({ variable }: HeldDisplay): string[] {
    return this.#names.filter((_name, slot) => this.#versions[slot] === variable);
  }

  /** Something else may see a display from here on: its names stand for an object with its content. */
  release(display: HeldDisplay): void {
    this.held.delete(display.variable);
    const variable = writeContent(this.#facts, display);
    for (const [slot, version] of this.#versions.entries()) {
      if (version !== display.variable) continue;
      this.#versions[slot] = variable;
      this.#merged.add(slot, variable);
    }
  }

  releaseAll(): void {
    this.stored.clear();
    for (const display of [...this.held.values()]) this.release(display);
  }

  unbind(slot: number): void {
    if (this.#tracks(slot)) this.#versions[slot] = -1;
  }

  /** A finer view of the same value (after `isinstance`); no assignment. */
  refine(slot: number, value: Variable): void {
    this.#versions[slot] = value;
  }

  /** A name or attribute is assigned: what was known of the attributes below it is no longer. */
  forgetPaths(assigned: string): void {
    this.paths = pathsWithout(this.paths, assigned);
    this.stored.forget(assigned);
  }

  assume(tests: readonly GivenTest[]): void {
    if (tests.length > 0) this.given = withTests(this.given, tests);
  }

  /** What a read at this point sees; -1 when no assignment reaches it. */
  current(slot: number): Variable {
    const display = this.heldBy(slot);
    if (display !== undefined) this.release(display);
    return this.#tracks(slot) ? (this.#versions[slot] as number) : this.merged(slot);
  }

  /** Reads of this name follow the flow, so a narrowed version can stand for it. */
  canRefine(slot: number): boolean {
    return this.#tracks(slot) && (this.#versions[slot] as number) >= 0;
  }

  /** The variable that holds everything ever assigned to the name. */
  merged(slot: number): Variable {
    return this.#merged.variable(slot, !this.isActive);
  }

  snapshot(): Flow {
    this.releaseAll();
    const { paths, isLive, given } = this;
    return { versions: this.#versions.slice(), paths, isLive, given };
  }

  restore(flow: Flow): void {
    this.releaseAll();
    this.#versions = flow.versions.slice();
    this.paths = flow.paths;
    this.given = flow.given;
    this.isLive = flow.isLive;
  }

  /** Continues where several paths meet: names on which they differ get a variable of their own. */
  join(flows: readonly Flow[]): void {
    this.stored.clear();
    const live = flows.filter((flow) => flow.isLive);
    const [first, ...others] = live.length > 0 ? live : flows.slice(0, 1);
    if (first === undefined) return;
    const versions = first.versions.slice();
    for (let slot = 0; slot < versions.length; slot++) {
      const version = versions[slot];
      if (others.some((other) => other.versions[slot] !== version)) {
        versions[slot] = this.#phi(slot, [first, ...others]);
      }
    }
    this.#versions = versions;
    this.paths = commonPaths(live.length > 0 ? live : [first]);
    this.given = commonTests([first, ...others].map(({ given }) => given));
    this.isLive = live.length > 0;
  }

  /** Before a loop: every name that it assigns may hold what an earlier turn left there. */
  openPhis(slots: readonly number[]): ReadonlyMap<number, Variable> {
    this.releaseAll();
    const phis = new Map<number, Variable>();
    for (const slot of slots) {
      if (!this.#tracks(slot)) continue;
      const phi = this.#facts.variable();
      const before = this.#entryVersion(slot);
      if (before >= 0) this.#facts.copy(phi, before);
      phis.set(slot, phi);
    }
    return phis;
  }

  usePhis(phis: ReadonlyMap<number, Variable>): void {
    for (const [slot, phi] of phis) this.#versions[slot] = phi;
  }

  /** A path leads back to the loop's head. */
  closePhis(phis: ReadonlyMap<number, Variable>, flow: Flow): void {
    if (!flow.isLive) return;
    for (const [slot, phi] of phis) {
      const version = flow.versions[slot] as number;
      if (version >= 0) this.#facts.copy(phi, version);
    }
  }

  /** From here on every assignment also flows into the given variables. */
  watch(phis: ReadonlyMap<number, Variable>): void {
    this.#watches.push(phis);
  }

  unwatch(): void {
    this.#watches.pop();
  }

  #tracks(slot: number): boolean {
    return this.#isFlowSensitive && !this.scope.writtenBelow.has(slot);
  }

  /** Only a function's name may share its one value's variable: nobody can store into it from outside. */
  #canShare(slot: number): boolean {
    return this.isFunction && !this.scope.writtenBelow.has(slot);
  }

  #tellWatches(slot: number, value: Variable): void {
    for (const phis of this.#watches) {
      const phi = phis.get(slot);
      if (phi !== undefined) this.#facts.copy(phi, value);
    }
  }

  #phi(slot: number, flows: readonly Flow[]): Variable {
    const versions = new Set(flows.map((flow) => flow.versions[slot] as number));
    const mayBeUnbound = versions.delete(-1);
    const sources = this.parts.without(versions);
    const outer = mayBeUnbound && sources.size > 0 ? this.#outerValue(slot) : -1;
    if (outer >= 0) sources.add(outer);
    const [only] = sources;
    if (sources.size <= 1) return only ?? -1;
    const phi = this.#facts.variable();
    // What stands for a part of it as well comes along the ways of both.
    const isTold = sources.size >= versions.size;
    for (const source of sources) {
      const isOnIt = (flow: Flow) => flow.versions[slot] === source;
      this.#facts.copyGiven(phi, source, isTold ? testsOn(flows, isOnIt) : []);
    }
    return phi;
  }

  #entryVersion(slot: number): Variable {
    const version = this.#versions[slot] as number;
    return version >= 0 ? version : this.#outerValue(slot);
  }

  /** Unbound locals raise; unbound names of modules and classes are looked up further out. */
  #outerValue(slot: number): Variable {
    const name = this.#names[slot];
    if (this.isFunction || name === undefined || this.outerValue === undefined) return -1;
    const mayBeOuter = this.scope.kind === "class" || this.hasStarImport || isBuiltin(name);
    return mayBeOuter ? this.outerValue(name) : -1;
  }
}
