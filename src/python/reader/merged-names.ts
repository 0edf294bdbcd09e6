import type { Variable } from "../module-facts.ts";
import { type Scope, slotsBoundAgain } from "../scopes/scopes.ts";
import type { FactsWriter } from "./facts-writer.ts";

/**
 * For each name of a scope the variable into which everything flows that was ever assigned to it. A
 * name that may share gets none of its own as long as one value is all it has.
 */
export class MergedNames {
  readonly #facts: FactsWriter;
  readonly #scope: Scope;
  #boundAgain: ReadonlySet<number> | undefined;
  readonly #canShare: (slot: number) => boolean;
  /** By slot: the merged variable, -1 while there is none. */
  readonly #merged: Variable[];
  /** By slot: the only value so far of a name without a merged variable. */
  readonly #single: Variable[];

  constructor(scope: Scope, facts: FactsWriter, canShare: (slot: number) => boolean) {
    const count = scope.slots.size;
    this.#scope = scope;
    this.#facts = facts;
    this.#canShare = canShare;
    this.#merged = new Array<number>(count).fill(-1);
    this.#single = new Array<number>(count).fill(-1);
  }

  /** The variable of a name; where nothing more will be assigned, its only value's. */
  variable(slot: number, isComplete: boolean): Variable {
    const known = this.#merged[slot] as number;
    if (known >= 0) return known;
    const single = this.#single[slot] as number;
    if (single >= 0 && isComplete && this.#canShare(slot)) return single;
    const own = this.#facts.variable();
    this.#merged[slot] = own;
    if (single >= 0) this.#facts.copy(own, single);
    return own;
  }

  /** A value is assigned to a name. */
  add(slot: number, value: Variable): void {
    const merged = this.#merged[slot] as number;
    const single = this.#single[slot] as number;
    if (merged >= 0) {
      this.#copy(slot, merged, value);
    } else if (single < 0 && this.#canShare(slot)) {
      this.#single[slot] = value;
    } else if (single !== value) {
      const own = this.#facts.variable();
      this.#merged[slot] = own;
      if (single >= 0) this.#facts.copy(own, single);
      this.#copy(slot, own, value);
    }
  }

  /** Of a name that is bound more than once where others see it, each binding tells where it is made. */
  #copy(slot: number, merged: Variable, value: Variable): void {
    const { kind, writtenBelow } = this.#scope;
    this.#boundAgain ??= slotsBoundAgain(this.#scope);
    const isOwn = kind === "function" || kind === "lambda";
    const isAgain = this.#boundAgain.has(slot) || writtenBelow.has(slot);
    if (isOwn || !isAgain) this.#facts.copy(merged, value);
    else this.#facts.bind(merged, value);
  }
}
