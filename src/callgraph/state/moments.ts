import type { Flow } from "./flow.ts";
import type { Change, Times } from "./times.ts";
import { ANY_TIME, isSeen } from "./times.ts";

/** A store into a name of a module or class: the constraint that makes it. */
export interface OrderedStore extends Change {
  readonly module: number;
  /** Where its record begins in the module's code. */
  readonly at: number;
  /** Site of a store from outside, `cls.name = x`; -1 for a binding in the module or class itself. */
  readonly site: number;
}

/** A name of a module or class that several stores change, by its variable. */
export interface OrderedName {
  readonly module: number;
  readonly variable: number;
  readonly text: string;
  readonly stores: readonly OrderedStore[];
}

/** What the order of statements tells of a program that was solved once without it. */
export interface StatementOrder {
  readonly names: readonly OrderedName[];
  /** When the record at a place of a module's code runs, and when what happens at a site. */
  readonly timesOf: (module: number, at: number) => Times;
  readonly timesOfSite: (site: number) => Times;
}

/** What is needed of the solver. */
interface Solver {
  readonly flow: Flow;
  name(text: string): number;
  text(name: number): string;
  variableOf(module: number, variable: number): number;
}

interface Slot {
  readonly name: OrderedName;
  /** What each store brings, in the order of `stores`. */
  readonly sources: readonly number[];
  /** What comes from anywhere else. */
  readonly others: number;
  /** Which stores are seen → the variable with what they bring. */
  readonly views: Map<string, number>;
}

/**
 * Names of modules and classes whose values depend on when they are read. Each store flows into a
 * variable of its own beside the name's; a read gets those that can be seen at its time. Where
 * nothing is known of the time, all are seen.
 */
export class Moments {
  /** By the variable of the name. */
  private readonly slots = new Map<number, Slot>();
  private readonly byName = new Map<number, number[]>();
  private now: Times = ANY_TIME;
  readonly #s: Solver;
  readonly #order: StatementOrder | undefined;

  /** The modules of the program are declared. Without an order everything is as if there were none. */
  constructor(s: Solver, order?: StatementOrder) {
    this.#s = s;
    this.#order = order;
    for (const name of order?.names ?? []) {
      const variable = s.variableOf(name.module, name.variable);
      const sources = name.stores.map(() => s.flow.variable());
      this.slots.set(variable, { name, sources, others: s.flow.variable(), views: new Map() });
      const id = s.name(name.text);
      this.byName.set(id, [...(this.byName.get(id) ?? []), variable]);
    }
  }

  get isOn(): boolean {
    return this.slots.size > 0;
  }

  /** Runs an action whose reads happen at the site, or when a record of a module's code runs. */
  atSite<Result>(site: number, action: () => Result): Result {
    if (site < 0) return action();
    return this.during(this.#order?.timesOfSite(site) ?? ANY_TIME, action);
  }

  atRecord<Result>(module: number, at: number, action: () => Result): Result {
    return this.during(this.#order?.timesOf(module, at) ?? ANY_TIME, action);
  }

  private during<Result>(times: Times, action: () => Result): Result {
    const before = this.now;
    this.now = times;
    const result = action();
    this.now = before;
    return result;
  }

  /** The variable to read instead of a name's own, now. */
  seen(variable: number): number {
    if (!this.isOn) return variable;
    const slot = this.slots.get(variable);
    if (slot === undefined) return variable;
    const key = this.viewOf(slot);
    if (!key.includes("0")) return variable;
    let view = slot.views.get(key);
    if (view === undefined) {
      view = this.#s.flow.variable();
      slot.views.set(key, view);
      this.#s.flow.edge(slot.others, view);
      for (const [place, source] of slot.sources.entries()) {
        if (key[place] === "1") this.#s.flow.edge(source, view);
      }
    }
    return view;
  }

  /** A name by which reads at this time share what they find; the name itself where the time does not matter. */
  keyOf(name: number): number {
    if (!this.isOn) return name;
    const variables = this.byName.get(name);
    if (variables === undefined) return name;
    const views = variables.map((each) => this.viewOf(this.slots.get(each) as Slot)).join("|");
    return views.includes("0") ? this.#s.name(`${this.#s.text(name)}@${views}`) : name;
  }

  /** What a name's variable is given from outside, at a site. */
  store(src: number, variable: number, site = -1): void {
    this.#s.flow.edge(src, variable);
    this.into(src, variable, (each) => site !== -1 && each.site === site);
  }

  /** What the record at a place of its module's code binds it to. */
  bind(src: number, variable: number, module: number, at: number): void {
    this.#s.flow.copy(src, variable);
    this.into(src, variable, (each) => each.module === module && each.at === at);
  }

  private into(src: number, variable: number, isIt: (store: OrderedStore) => boolean): void {
    const slot = this.slots.get(variable);
    if (slot === undefined) return;
    this.#s.flow.edge(src, slot.sources[slot.name.stores.findIndex(isIt)] ?? slot.others);
  }

  private viewOf({ name: { stores } }: Slot): string {
    return stores.map((each) => (isSeen(each, stores, this.now) ? "1" : "0")).join("");
  }
}
