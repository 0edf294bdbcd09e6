import { IntList, PairSet } from "./int-tables.ts";
import type { Values } from "./values.ts";

/**
 * More values than this say nothing any more: a variable keeps its first ones and counts as
 * saturated. Values arrive in an order that the sorted input fixes, so what is kept is fixed too.
 */
const MAXIMAL_VALUES = 64;
/** Of values that lead nowhere by themselves fewer are kept, by `Weight`: texts, unknown things, containers and what is outside. */
const MAXIMAL_BY_WEIGHT = [MAXIMAL_VALUES, 12, 3, 16];
/** Up to here a look along the list is faster than a hash table. */
const SCANNED_VALUES = 10;

/** What is kept of a variable, side by side: a step looks at most of it at once. */
const Field = {
  /** Chain of values: first and last link, and the last that was propagated; -1 for none. */
  first: 0,
  last: 1,
  done: 2,
  /** Heads of the chains of edges and of watches. */
  edges: 3,
  watches: 4,
  size: 5,
  /** How many values of each weight, a byte each. */
  light: 6,
  queued: 7,
  /** Class of a method whose receiver the variable is, plus one; 0 for any other variable. */
  owner: 8,
} as const;
const WIDTH = 9;

/**
 * The inclusion graph: variables, the values each holds, edges along which values flow, and
 * watches, rules that run once per value that reaches a variable. A worklist propagates only what
 * is new to a variable (difference propagation, Pearce et al. 2003). Value lists are append-only
 * chains in typed arrays, so "what is new" is a position in the chain.
 */
export class Flow {
  /** `WIDTH` integers a variable. */
  private readonly state = new IntList(1 << 16);
  private readonly values = new IntList(1 << 16);
  private readonly following = new IntList(1 << 16);
  private readonly targets = new IntList(1 << 16);
  private readonly nextEdge = new IntList(1 << 16);
  private readonly rules = new IntList(1 << 16);
  private readonly nextWatch = new IntList(1 << 16);
  private members = new PairSet(1 << 16);
  private knownEdges = new PairSet(1 << 16);
  private queue = new IntList();
  private fresh = new IntList();
  readonly #kinds: Values;
  readonly #accepts: (owner: number, value: number) => boolean;
  steps = 0;
  saturated = 0;

  /** `accepts` says whether a value may stand in the first parameter of a method of class `owner`. */
  constructor(kinds: Values, accepts: (owner: number, value: number) => boolean) {
    this.#kinds = kinds;
    this.#accepts = accepts;
  }

  get variables(): number {
    return this.state.length / WIDTH;
  }

  get nodes(): number {
    return this.values.length;
  }

  reserve(count: number): number {
    const start = this.variables;
    const from = this.state.length;
    this.state.extend(from + count * WIDTH, -1);
    for (let at = from; at < this.state.length; at += WIDTH) {
      for (let field: number = Field.size; field < WIDTH; field += 1) this.state.put(at + field, 0);
    }
    return start;
  }

  variable(): number {
    return this.reserve(1);
  }

  /** From now on only receivers fit for methods of the class enter the variable. */
  restrict(variable: number, owner: number): void {
    this.state.put(variable * WIDTH + Field.owner, owner + 1);
  }

  restrictLike(variable: number, other: number): void {
    this.state.put(variable * WIDTH + Field.owner, this.state.at(other * WIDTH + Field.owner));
  }

  add(variable: number, value: number): void {
    // A full variable is the commonest case in large programs: ask that first, it is cheap.
    if (variable < 0 || !this.hasRoom(variable, value) || this.has(variable, value)) return;
    const owner = this.state.at(variable * WIDTH + Field.owner);
    if (owner !== 0 && !this.#accepts(owner - 1, value)) return;
    this.steps += 1;
    const node = this.values.push(value);
    this.following.push(-1);
    if (this.state.at(variable * WIDTH + Field.first) === -1)
      this.state.put(variable * WIDTH + Field.first, node);
    else this.following.put(this.state.at(variable * WIDTH + Field.last), node);
    this.state.put(variable * WIDTH + Field.last, node);
    this.count(variable, value);
    if (this.state.at(variable * WIDTH + Field.queued) === 0) {
      this.state.put(variable * WIDTH + Field.queued, 1);
      this.queue.push(variable);
    }
  }

  edge(from: number, to: number): void {
    if (from < 0 || to < 0 || from === to || !this.knownEdges.add(from, to)) return;
    this.copy(from, to);
  }

  /** An edge that is known to be new. */
  copy(from: number, to: number): void {
    if (from < 0 || to < 0) return;
    const edge = this.targets.push(to);
    this.nextEdge.push(this.state.at(from * WIDTH + Field.edges));
    this.state.put(from * WIDTH + Field.edges, edge);
    const end = this.state.at(from * WIDTH + Field.done);
    if (end === -1) return;
    for (
      let node = this.state.at(from * WIDTH + Field.first);
      node !== -1;
      node = this.following.at(node)
    ) {
      this.add(to, this.values.at(node));
      if (node === end) break;
    }
  }

  /** Runs the rule for every value that the variable holds or will hold. */
  watch(variable: number, rule: number): void {
    if (variable < 0) return;
    const watch = this.rules.push(rule);
    this.nextWatch.push(this.state.at(variable * WIDTH + Field.watches));
    this.state.put(variable * WIDTH + Field.watches, watch);
    const end = this.state.at(variable * WIDTH + Field.done);
    if (end === -1) return;
    this.fresh.push(variable);
    this.fresh.push(rule);
    this.fresh.push(end);
  }

  isEmpty(variable: number): boolean {
    return variable < 0 || this.state.at(variable * WIDTH + Field.first) === -1;
  }

  size(variable: number): number {
    return this.state.at(variable * WIDTH + Field.size);
  }

  has(variable: number, value: number): boolean {
    if (this.state.at(variable * WIDTH + Field.size) > SCANNED_VALUES)
      return this.members.has(variable, value);
    for (
      let node = this.state.at(variable * WIDTH + Field.first);
      node !== -1;
      node = this.following.at(node)
    ) {
      if (this.values.at(node) === value) return true;
    }
    return false;
  }

  /** In order of arrival. */
  valuesOf(variable: number): number[] {
    const found: number[] = [];
    if (variable < 0) return found;
    for (
      let node = this.state.at(variable * WIDTH + Field.first);
      node !== -1;
      node = this.following.at(node)
    ) {
      found.push(this.values.at(node));
    }
    return found;
  }

  /** Propagates until nothing changes or `maxSteps` are used up; false in that case. */
  run(rule: (rule: number, value: number) => void, maxSteps: number): boolean {
    while (this.queue.length > 0 || this.fresh.length > 0) {
      if (this.steps > maxSteps) return false;
      this.deliverFresh(rule);
      this.deliverQueued(rule);
    }
    return true;
  }

  /** Nothing will be added any more: gives back what only adding needs. */
  close(): void {
    this.members = new PairSet(1);
    this.knownEdges = new PairSet(1);
  }

  private deliverFresh(rule: (rule: number, value: number) => void): void {
    const fresh = this.fresh;
    this.fresh = new IntList(64);
    for (let at = 0; at < fresh.length; at += 3) {
      const end = fresh.at(at + 2);
      let node = this.state.at(fresh.at(at) * WIDTH + Field.first);
      while (node !== -1) {
        this.steps += 1;
        rule(fresh.at(at + 1), this.values.at(node));
        node = node === end ? -1 : this.following.at(node);
      }
    }
  }

  private deliverQueued(rule: (rule: number, value: number) => void): void {
    const queue = this.queue;
    this.queue = new IntList(64);
    for (let at = 0; at < queue.length; at += 1) {
      const variable = queue.at(at);
      this.state.put(variable * WIDTH + Field.queued, 0);
      this.propagate(variable, rule);
    }
  }

  private propagate(variable: number, rule: (rule: number, value: number) => void): void {
    const done = this.state.at(variable * WIDTH + Field.done);
    const start =
      done === -1 ? this.state.at(variable * WIDTH + Field.first) : this.following.at(done);
    if (start === -1) return;
    const end = this.state.at(variable * WIDTH + Field.last);
    this.state.put(variable * WIDTH + Field.done, end);
    for (
      let edge = this.state.at(variable * WIDTH + Field.edges);
      edge !== -1;
      edge = this.nextEdge.at(edge)
    ) {
      const to = this.targets.at(edge);
      for (let node = start; node !== -1; node = node === end ? -1 : this.following.at(node)) {
        this.add(to, this.values.at(node));
      }
    }
    for (
      let watch = this.state.at(variable * WIDTH + Field.watches);
      watch !== -1;
      watch = this.nextWatch.at(watch)
    ) {
      const record = this.rules.at(watch);
      for (let node = start; node !== -1; node = node === end ? -1 : this.following.at(node)) {
        this.steps += 1;
        rule(record, this.values.at(node));
      }
    }
  }

  private hasRoom(variable: number, value: number): boolean {
    const weight = this.#kinds.weight(value);
    const count =
      weight === 0
        ? this.state.at(variable * WIDTH + Field.size)
        : (this.state.at(variable * WIDTH + Field.light) >> (weight * 8)) & 255;
    if (count < (MAXIMAL_BY_WEIGHT[weight] as number)) return true;
    if (weight === 0) this.saturated += 1;
    return false;
  }

  private count(variable: number, value: number): void {
    const size = this.state.at(variable * WIDTH + Field.size) + 1;
    this.state.put(variable * WIDTH + Field.size, size);
    const weight = this.#kinds.weight(value);
    if (weight !== 0)
      this.state.put(
        variable * WIDTH + Field.light,
        this.state.at(variable * WIDTH + Field.light) + (1 << (weight * 8)),
      );
    if (size > SCANNED_VALUES + 1) this.members.add(variable, value);
    else if (size === SCANNED_VALUES + 1) {
      for (const each of this.valuesOf(variable)) this.members.add(variable, each);
    }
  }
}
