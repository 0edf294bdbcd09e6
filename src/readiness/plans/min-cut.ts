/** A binary labelling problem: each unit is `async` or `sync`; all costs are non-negative integers (tenths of a point). */
export interface CutProblem {
  /** Cost of the unit as `async`; FORBIDDEN where it cannot be. */
  readonly asyncCost: Float64Array;
  readonly syncCost: Float64Array;
  /** Arcs `from` calls `to`. */
  readonly arcs: readonly CutArc[];
}

export interface CutArc {
  readonly from: number;
  readonly to: number;
  /** Paid when the caller is async and the callee sync: `async_def(...)` at each site. */
  readonly down: number;
  /** Paid when the caller is sync and the callee async: `awaitlet(...)` at each site. */
  readonly up: number;
}

export interface Cut {
  readonly isAsync: Uint8Array;
  readonly cost: number;
}

/** More than any sum of real costs, and small enough that sums of it stay exact. */
export const FORBIDDEN = 2 ** 40;

/**
 * The cheapest labelling, exactly: a minimum s-t cut (Dinic 1970) with the source on the async side.
 * Of several cheapest labellings it takes the one with the fewest async units (what the source still
 * reaches in the residual network is contained in every minimum cut's source side), so the answer
 * does not depend on the order in which flow was found.
 */
export function solveCut(problem: CutProblem): Cut {
  const network = new Network(problem);
  network.saturate();
  const isAsync = network.sourceSide();
  return { isAsync, cost: costOf(problem, isAsync) };
}

/** The value of the objective for a labelling. */
export function costOf({ asyncCost, syncCost, arcs }: CutProblem, isAsync: Uint8Array): number {
  let cost = 0;
  for (let unit = 0; unit < isAsync.length; unit += 1) {
    cost += (isAsync[unit] === 1 ? asyncCost[unit] : syncCost[unit]) as number;
  }
  for (const { from, to, down, up } of arcs) {
    if (isAsync[from] === isAsync[to]) continue;
    cost += isAsync[from] === 1 ? down : up;
  }
  return cost;
}

/** Residual network in flat arrays: arc `a` and its reverse `a ^ 1` are neighbours. */
class Network {
  readonly #source: number;
  readonly #sink: number;
  readonly #first: Int32Array;
  readonly #next: number[] = [];
  readonly #head: number[] = [];
  readonly #capacity: number[] = [];
  #level = new Int32Array(0);
  #cursor = new Int32Array(0);

  constructor({ asyncCost, syncCost, arcs }: CutProblem) {
    const units = asyncCost.length;
    this.#source = units;
    this.#sink = units + 1;
    this.#first = new Int32Array(units + 2).fill(-1);
    for (let unit = 0; unit < units; unit += 1) {
      const ifAsync = asyncCost[unit] as number;
      const ifSync = syncCost[unit] as number;
      // Only the difference decides; the common part is paid either way.
      if (ifSync > ifAsync) this.#connect(this.#source, unit, ifSync - ifAsync, 0);
      if (ifAsync > ifSync) this.#connect(unit, this.#sink, ifAsync - ifSync, 0);
    }
    for (const { from, to, down, up } of arcs) {
      if (from !== to && down + up > 0) this.#connect(from, to, down, up);
    }
  }

  #connect(from: number, to: number, forward: number, backward: number): void {
    this.#arc(from, to, forward);
    this.#arc(to, from, backward);
  }

  #arc(from: number, to: number, capacity: number): void {
    this.#next.push(this.#first[from] as number);
    this.#first[from] = this.#head.length;
    this.#head.push(to);
    this.#capacity.push(capacity);
  }

  /** Blocking flows on level graphs until the sink is out of reach. */
  saturate(): void {
    while (this.#layer()) {
      this.#cursor = this.#first.slice();
      while (this.#augment() > 0);
    }
  }

  sourceSide(): Uint8Array {
    this.#layer();
    const side = new Uint8Array(this.#source);
    for (let unit = 0; unit < side.length; unit += 1) {
      side[unit] = (this.#level[unit] as number) >= 0 ? 1 : 0;
    }
    return side;
  }

  #layer(): boolean {
    this.#level = new Int32Array(this.#first.length).fill(-1);
    this.#level[this.#source] = 0;
    const queue = [this.#source];
    for (let at = 0; at < queue.length; at += 1) {
      const node = queue[at] as number;
      for (let arc = this.#first[node] as number; arc >= 0; arc = this.#next[arc] as number) {
        const to = this.#head[arc] as number;
        if ((this.#capacity[arc] as number) <= 0 || this.#level[to] !== -1) continue;
        this.#level[to] = (this.#level[node] as number) + 1;
        queue.push(to);
      }
    }
    return this.#level[this.#sink] !== -1;
  }

  /** One augmenting path in the level graph, found without recursion; the amount that it carried. */
  #augment(): number {
    const path: number[] = [];
    let node = this.#source;
    while (node !== this.#sink) {
      const arc = this.#usable(node);
      if (arc >= 0) {
        path.push(arc);
        node = this.#head[arc] as number;
        continue;
      }
      const back = path.pop();
      if (back === undefined) return 0;
      node = this.#head[back ^ 1] as number;
      this.#cursor[node] = this.#next[back] as number;
    }
    return this.#push(path);
  }

  #usable(node: number): number {
    for (let arc = this.#cursor[node] as number; arc >= 0; arc = this.#next[arc] as number) {
      this.#cursor[node] = arc;
      const isDown = this.#level[this.#head[arc] as number] === (this.#level[node] as number) + 1;
      if (isDown && (this.#capacity[arc] as number) > 0) return arc;
    }
    this.#cursor[node] = -1;
    return -1;
  }

  #push(path: readonly number[]): number {
    let amount = Number.POSITIVE_INFINITY;
    for (const arc of path) amount = Math.min(amount, this.#capacity[arc] as number);
    for (const arc of path) {
      this.#capacity[arc] = (this.#capacity[arc] as number) - amount;
      this.#capacity[arc ^ 1] = (this.#capacity[arc ^ 1] as number) + amount;
    }
    return amount;
  }
}
