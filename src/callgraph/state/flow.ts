import { IntList, PairSet, SmallSets } from "../int-tables.ts";
import { chains, Field, QUEUED, traitOf, WIDTH } from "./flow-state.ts";
import {
  Bounds,
  hasRoom,
  isFull,
  isLoss,
  MAXIMAL_TOTAL,
  totalOf,
  withOneMore,
} from "./value-limits.ts";
import type { Values } from "./values.ts";

/** Up to here a look along the list is faster than a hash table. */
const SCANNED_VALUES = 10;
const STEPS_IN_A_PIECE = 40_000;

type RunRule = (rule: number, value: number) => void;

/**
 * The inclusion graph: variables, the values each holds, edges along which values flow, and watches,
 * rules that run once per value that reaches a variable. A worklist propagates only what is new to a
 * variable (difference propagation, Pearce et al. 2003): a position in its append-only chain of values.
 */
export class Flow {
  /** `WIDTH` integers a variable; then chains in one array each. */
  private readonly state: IntList;
  private readonly values: IntList;
  private readonly edges: IntList;
  private readonly watches: IntList;
  private readonly members: SmallSets;
  private knownEdges: PairSet;
  private queue = new IntList();
  private fresh = new IntList();
  /** What these two change places with while they are worked off. */
  private spareQueue = new IntList();
  private spareFresh = new IntList();
  /** The values that are being propagated, side by side. */
  private readonly batch = new Int32Array(MAXIMAL_TOTAL);
  /** How many of them are lost where a variable is full. */
  private batchLosses = 0;
  readonly #kinds: Values;
  readonly #accepts: (owner: number, value: number) => boolean;
  steps = 0;
  saturated = 0;
  readonly bounds = new Bounds();

  /**
   * `accepts` says whether a value may stand in the first parameter of a method of class `owner`;
   * `programSize`: how many integers of constraints to expect.
   */
  constructor(
    kinds: Values,
    accepts: (owner: number, value: number) => boolean,
    programSize: number,
  ) {
    this.#kinds = kinds;
    this.#accepts = accepts;
    // Room that is never written to costs nothing; growing in many steps does.
    this.state = new IntList(programSize * 6 + (1 << 16));
    this.values = chains(programSize * 4);
    this.edges = chains(programSize * 2);
    this.watches = chains(programSize);
    this.members = new SmallSets(programSize * 2 + (1 << 14));
    this.knownEdges = PairSet.expecting(programSize >> 1);
  }

  get variables(): number {
    return this.state.length / WIDTH;
  }

  /**
   * What was done so far: values moved and rules run (steps), and the edges and watches that these led to. Budgets
   * are measured by it: where everything meets everything, edges cost more than the values that still fit.
   */
  get effort(): number {
    return this.steps + ((this.edges.length + this.watches.length) >> 1);
  }

  reserve(count: number): number {
    const start = this.variables;
    this.state.extend(this.state.length + count * WIDTH);
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
    if (variable < 0) return;
    const { data } = this.state;
    const at = variable * WIDTH;
    const counts = data[at + Field.counts] as number;
    const weight = this.#kinds.weight(value);
    // A full variable is the commonest case in large programs: ask that first, it is cheap.
    if (!hasRoom(counts, weight, this.bounds.limits)) {
      if (isLoss(weight)) this.saturated += 1;
      return;
    }
    if (this.has(variable, value)) return;
    const owner = data[at + Field.owner] as number;
    if (owner !== 0 && !this.#accepts(owner - 1, value)) return;
    this.steps += 1;
    const link = this.values.pushPair(value, 0);
    if (data[at + Field.first] === 0) data[at + Field.first] = link;
    else this.values.put((data[at + Field.last] as number) + 1, link);
    data[at + Field.last] = link;
    data[at + Field.counts] = withOneMore(counts, weight) | QUEUED;
    if ((counts & QUEUED) === 0) this.queue.push(variable);
    this.remember(at, value, totalOf(counts) + 1);
  }

  edge(from: number, to: number): void {
    if (from < 0 || to < 0 || from === to || !this.knownEdges.add(from, to)) return;
    this.copy(from, to);
  }

  /** An edge that is known to be new. */
  copy(from: number, to: number): void {
    if (from < 0 || to < 0) return;
    const at = from * WIDTH;
    const head = this.state.at(at + Field.edges);
    this.state.put(at + Field.edges, this.edges.pushPair(to, head));
    const end = this.state.at(at + Field.done);
    if (end === 0) return;
    let link = this.state.at(at + Field.first);
    while (link !== 0) {
      this.add(to, this.values.at(link));
      link = link === end ? 0 : this.values.at(link + 1);
    }
  }

  /** Runs the rule for every value that the variable holds or will hold. */
  watch(variable: number, rule: number): void {
    if (variable < 0) return;
    const at = variable * WIDTH;
    const head = this.state.at(at + Field.watches);
    this.state.put(at + Field.watches, this.watches.pushPair(rule, head));
    const end = this.state.at(at + Field.done);
    if (end === 0) return;
    this.fresh.push(variable);
    this.fresh.push(rule);
    this.fresh.push(end);
  }

  isEmpty(variable: number): boolean {
    return variable < 0 || this.state.at(variable * WIDTH + Field.first) === 0;
  }

  size(variable: number): number {
    return totalOf(this.state.at(variable * WIDTH + Field.counts));
  }

  has(variable: number, value: number): boolean {
    const { data } = this.state;
    const at = variable * WIDTH;
    const size = totalOf(data[at + Field.counts] as number);
    const members = data[at + Field.members] as number;
    if (size > SCANNED_VALUES) return this.members.has(members, size, value);
    if ((members & traitOf(value)) === 0) return false;
    let link = data[at + Field.first] as number;
    while (link !== 0) {
      if (this.values.at(link) === value) return true;
      link = this.values.at(link + 1);
    }
    return false;
  }

  /** In order of arrival. */
  valuesOf(variable: number): number[] {
    const found: number[] = [];
    this.some(variable, (value) => found.push(value) < 0);
    return found;
  }

  /** Whether the test holds for a value of the variable; asked in order of arrival. */
  some(variable: number, test: (value: number) => boolean): boolean {
    if (variable < 0) return false;
    let link = this.state.at(variable * WIDTH + Field.first);
    while (link !== 0) {
      if (test(this.values.at(link))) return true;
      link = this.values.at(link + 1);
    }
    return false;
  }

  /** Propagates until nothing changes or `maxSteps` are used up; false in that case. In pieces. */
  *run(rule: RunRule, maxSteps: number): Generator<undefined, boolean> {
    while (this.effort <= maxSteps && this.queue.length + this.fresh.length > 0) {
      this.deliverFresh(rule, maxSteps);
      yield* this.deliverQueued(rule, maxSteps);
    }
    return this.effort <= maxSteps;
  }

  /** Nothing will be added any more: gives back what only adding needs. */
  close(): void {
    this.members.clear();
    this.knownEdges = new PairSet(1);
    this.edges.clear();
    this.watches.clear();
  }

  private deliverFresh(rule: RunRule, maxSteps: number): void {
    const { fresh } = this;
    this.fresh = this.spareFresh;
    this.spareFresh = fresh;
    for (let at = 0; at < fresh.length && this.effort <= maxSteps; at += 3) {
      this.bounds.narrowAfter(this.effort);
      const end = fresh.at(at + 2);
      let link = this.state.at(fresh.at(at) * WIDTH + Field.first);
      for (let heard = this.bounds.heard; link !== 0 && heard > 0; heard -= 1) {
        this.steps += 1;
        rule(fresh.at(at + 1), this.values.at(link));
        link = link === end ? 0 : this.values.at(link + 1);
      }
    }
    fresh.length = 0;
  }

  private *deliverQueued(rule: RunRule, maxSteps: number): Generator<undefined, void> {
    const { queue } = this;
    this.queue = this.spareQueue;
    this.spareQueue = queue;
    let pause = this.steps + STEPS_IN_A_PIECE;
    for (let at = 0; at < queue.length && this.effort <= maxSteps; at += 1) {
      this.bounds.narrowAfter(this.effort);
      this.propagate(queue.at(at), rule);
      if (this.steps < pause) continue;
      yield;
      pause = this.steps + STEPS_IN_A_PIECE;
    }
    queue.length = 0;
  }

  private propagate(variable: number, rule: RunRule): void {
    const count = this.takeNew(variable);
    if (count === 0) return;
    const { batch } = this;
    let edge = this.state.at(variable * WIDTH + Field.edges);
    while (edge !== 0) {
      this.addBatch(this.edges.at(edge), count);
      edge = this.edges.at(edge + 1);
    }
    let watch = this.state.at(variable * WIDTH + Field.watches);
    while (watch !== 0) {
      const record = this.watches.at(watch);
      for (let at = 0; at < count; at += 1) {
        this.steps += 1;
        rule(record, batch[at] as number);
      }
      watch = this.watches.at(watch + 1);
    }
  }

  /** Adds the values that are being propagated; a full variable is asked once for all of them. */
  private addBatch(variable: number, count: number): void {
    const counts = this.state.at(variable * WIDTH + Field.counts);
    if (isFull(counts, this.bounds.limits)) this.saturated += this.batchLosses;
    else for (let at = 0; at < count; at += 1) this.add(variable, this.batch[at] as number);
  }

  /** Lays the values that were not propagated yet side by side; how many they are. */
  private takeNew(variable: number): number {
    const at = variable * WIDTH;
    this.state.put(at + Field.counts, this.state.at(at + Field.counts) & ~QUEUED);
    const done = this.state.at(at + Field.done);
    let link = done === 0 ? this.state.at(at + Field.first) : this.values.at(done + 1);
    this.state.put(at + Field.done, this.state.at(at + Field.last));
    let count = 0;
    this.batchLosses = 0;
    while (link !== 0) {
      const value = this.values.at(link);
      this.batch[count] = value;
      if (isLoss(this.#kinds.weight(value))) this.batchLosses += 1;
      count += 1;
      link = this.values.at(link + 1);
    }
    return count;
  }

  /** Notes the last of so many values. */
  private remember(at: number, value: number, size: number): void {
    const members = this.state.at(at + Field.members);
    if (size <= SCANNED_VALUES) {
      this.state.put(at + Field.members, members | traitOf(value));
    } else if (size > SCANNED_VALUES + 1) {
      this.state.put(at + Field.members, this.members.add(members, size, value));
    } else {
      const set = this.members.make();
      let link = this.state.at(at + Field.first);
      for (; link !== 0; link = this.values.at(link + 1)) {
        this.members.put(set, size, this.values.at(link));
      }
      this.state.put(at + Field.members, set);
    }
  }
}
