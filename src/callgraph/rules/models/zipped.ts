import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { iterateValue } from "../protocols/elements.ts";
import type { Builtin } from "./builtin-functions.ts";

/**
 * `zip(names, hooks)`: pairs of what stands at the same place
 * (https://docs.python.org/3/library/functions.html#zip); what has no known place is with everything.
 * What `zip(*rows)` does stands among the models.
 */
export const ZIP: Readonly<Record<string, Builtin>> = {
  "<builtin>.zip": (s, calling) => {
    if (calling.args.some(({ kind }) => kind !== ArgumentKind.positional)) return false;
    const zipping = new Zipping(s, calling);
    for (const [position, { variable }] of calling.args.entries()) {
      s.each(variable, (value) => zipping.take(value, position));
    }
    s.flow.add(calling.dst, zipping.iterator);
    return true;
  },
};

/** The pairs that one call makes: one for each place, and one for what has none. */
class Zipping {
  readonly iterator: number;
  /** By argument: all that it gives, and what of it has no place. */
  readonly #all: readonly number[];
  readonly #anywhere: readonly number[];
  readonly #s: Solving;
  readonly #calling: Calling;

  constructor(s: Solving, calling: Calling) {
    this.#s = s;
    this.#calling = calling;
    this.iterator = s.object(calling.record, -49, "iterator");
    this.#all = calling.args.map(() => s.flow.variable());
    this.#anywhere = calling.args.map(() => s.flow.variable());
    for (const variable of this.#anywhere) s.each(variable, () => this.#pair(-1, this.#all));
  }

  /** One of the values that an argument can be. */
  take(value: number, position: number): void {
    const { flow } = this.#s;
    const [all, anywhere] = [this.#all[position] ?? -1, this.#anywhere[position] ?? -1];
    const object = this.#s.objectOf(value);
    flow.edge(anywhere, all);
    if (!object?.isDisplay || object.kind === "dict" || object.kind === "set") {
      iterateValue(this.#s, value, anywhere, this.#calling.origin, false);
      return;
    }
    flow.edge(object.rest, anywhere);
    this.#s.eachSlot(object, (key, variable) => {
      flow.edge(variable, all);
      flow.edge(variable, this.#pair(key, this.#anywhere)[position] ?? -1);
    });
  }

  /** The variables of the pair at a place, into which these flow anyway. */
  #pair(key: number, sources: readonly number[]): readonly number[] {
    const s = this.#s;
    const iterator = s.objectOf(this.iterator);
    const made = s.object(this.#calling.record, -1000 - key, "tuple");
    const pair = s.objectOf(made);
    if (!iterator || !pair) return [];
    s.flow.add(key === -1 ? iterator.rest : s.slot(iterator, key), made);
    return sources.map((source, position) => {
      const part = s.slot(pair, s.name(`i:${position}`));
      s.flow.edge(source, part);
      return part;
    });
  }
}
