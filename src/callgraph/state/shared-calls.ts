import { PairMap } from "../int-tables.ts";

/** One call that Python makes by itself at a place, whatever it is called on there. */
export interface ProtocolCall {
  readonly origin: number;
  readonly dst: number;
  /** The only argument, -1 for none. */
  readonly argument: number;
  /** Name of the method. */
  readonly name: number;
  readonly meta: number;
}

/**
 * `a + b` is one call, whatever `a` may be: what its classes have under `__add__` meets in one callee, as it does for
 * `a.add(b)`. A call for each class would hand the same argument over and take the same result sixty times.
 */
export class SharedCalls {
  private readonly places = new PairMap();
  private readonly transfers = new PairMap();
  private readonly methods = new PairMap();
  private readonly callees = new PairMap();

  /** The callee of a call, and whether the call has still to be made. */
  callee(
    call: ProtocolCall,
    make: () => number,
  ): { readonly callee: number; readonly isNew: boolean } {
    const place = this.places.numbered(call.origin + 0x4000_0000, call.dst);
    const transfer = this.transfers.numbered(place, call.argument);
    const method = this.methods.numbered(call.name, call.meta);
    const known = this.callees.get(transfer, method);
    if (known !== -1) return { callee: known, isNew: false };
    const callee = make();
    this.callees.set(transfer, method, callee);
    return { callee, isNew: true };
  }
}
