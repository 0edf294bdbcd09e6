import { PairMap } from "../int-tables.ts";

/**
 * So often one value is called from one place with results of their own. Without end it would be for
 * a partial of itself that makes containers: `make = partial(defaultdict, make)`, each dict in a dict.
 */
const MAXIMAL_PASSES = 1000;

/** What was asked before from the same place: solving ends because nothing is asked twice. */
export class Repeats {
  private readonly places = new PairMap();
  /** Calls through partials and the like that were passed on, so that a partial of itself ends. */
  private readonly passedOn = new PairMap();
  /** How often a value was passed on from a place. */
  private readonly passes = new PairMap();
  /** Calls without arguments or result, so that a method that calls itself back ends. */
  private readonly bareCalls = new PairMap();
  /** Methods asked of what a value is made of, so that a tree of things of one class ends. */
  private readonly partsAsked = new PairMap();

  /** False when a call to this value with this result was passed on before, or too many with others. */
  passOn(origin: number, dst: number, value: number): boolean {
    if (!this.passedOn.add(this.place(origin, dst), value)) return false;
    const place = origin + 0x4000_0000;
    const count = this.passes.get(place, value) + 1;
    this.passes.set(place, value, count);
    return count < MAXIMAL_PASSES;
  }

  /** False when this call, that neither gives nor takes anything, was made before. */
  bareCall(origin: number, callee: number, manner: number): boolean {
    return this.bareCalls.add(this.place(origin, callee), manner);
  }

  /** False when a place asked what a variable of parts holds for the method before. */
  askParts(origin: number, parts: number, method: number): boolean {
    return this.partsAsked.add(this.place(origin, parts), method);
  }

  private place(origin: number, variable: number): number {
    return this.places.numbered(origin + 0x4000_0000, variable);
  }
}
