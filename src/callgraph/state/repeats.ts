import { PairMap } from "../int-tables.ts";

/** What was asked before from the same place: solving ends because nothing is asked twice. */
export class Repeats {
  private readonly places = new PairMap();
  /** Calls through partials and the like that were passed on, so that a partial of itself ends. */
  private readonly passedOn = new PairMap();
  /** Calls without arguments or result, so that a method that calls itself back ends. */
  private readonly bareCalls = new PairMap();

  /** False when a call to this value with this result was passed on before. */
  passOn(origin: number, dst: number, value: number): boolean {
    return this.passedOn.add(this.place(origin, dst), value);
  }

  /** False when this call, that neither gives nor takes anything, was made before. */
  bareCall(origin: number, callee: number, manner: number): boolean {
    return this.bareCalls.add(this.place(origin, callee), manner);
  }

  private place(origin: number, variable: number): number {
    return this.places.numbered(origin + 0x4000_0000, variable);
  }
}
