import type { Solving } from "../state/solving.ts";
import { holdsMixture } from "./given-arguments.ts";

/** So many of a function's clones are looked at, once there are twice as many. */
const LOOKED_AT = 16;

/** The clones of each function, and whether more of them would still tell calls apart. */
export class Copies {
  /** Scope → its clones (function instances) in order. */
  private readonly ofScope = new Map<number, number[]>();
  private readonly useless = new Set<number>();

  count(scope: number): number {
    return this.ofScope.get(scope)?.length ?? 0;
  }

  note(scope: number, index: number): void {
    const all = this.ofScope.get(scope);
    if (all) all.push(index);
    else this.ofScope.set(scope, [index]);
  }

  /** Whether most of the clones made before the latest ones take in or give back a mixture: further ones would too. */
  isUseless(s: Solving, scope: number): boolean {
    if (this.useless.has(scope)) return true;
    const all = this.ofScope.get(scope);
    if (!all || all.length < 2 * LOOKED_AT || all.length % LOOKED_AT !== 0) return false;
    const settled = all.slice(-2 * LOOKED_AT, -LOOKED_AT);
    const mixed = settled.filter((index) => isMixedInstance(s, index));
    if (mixed.length * 2 > LOOKED_AT) this.useless.add(scope);
    return this.useless.has(scope);
  }
}

function isMixedInstance(s: Solving, index: number): boolean {
  const { parameters, returns } = s.functions.get(index);
  if (holdsMixture(s, returns)) return true;
  return parameters.some(({ variable }) => holdsMixture(s, variable));
}
