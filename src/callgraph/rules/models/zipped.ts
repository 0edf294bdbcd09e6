import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { iterateValue } from "../protocols/elements.ts";
import type { Builtin } from "./builtin-functions.ts";

/**
 * `zip(names, hooks)`: pairs of what stands at the same place
 * (https://docs.python.org/3/library/functions.html#zip); what has no known place is with everything.
 * `zip(*rows)` gives columns: what stands at one place of all rows.
 */
export const ZIP: Readonly<Record<string, Builtin>> = {
  "<builtin>.zip": (s, calling) => {
    const [rows, ...others] = calling.args;
    if (rows?.kind === ArgumentKind.star && others.length === 0) {
      s.flow.add(calling.dst, columnsOf(s, calling, rows.variable));
      return true;
    }
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
    const object = placed(this.#s, value);
    flow.edge(anywhere, all);
    if (!object) {
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

/**
 * An iterator with a tuple for each place of the rows, in which a row's part has the place that the row has;
 * what has no place stands in any.
 */
function columnsOf(s: Solving, { record, origin }: Calling, rows: number): number {
  const made = s.object(record, -49, "iterator");
  const columns = s.objectOf(made);
  const partAt = (place: number, row: number): number => {
    const value = s.object(record, -1000 - place, "tuple");
    const column = s.objectOf(value);
    if (!columns || !column) return -1;
    s.flow.add(place === -1 ? columns.rest : s.slot(columns, place), value);
    return row === -1 ? column.rest : s.slot(column, row);
  };
  const take = (row: number, at: number) => {
    const object = placed(s, row);
    if (!object) iterateValue(s, row, partAt(-1, at), origin, false);
    else {
      s.each(object.rest, (value) => s.flow.add(partAt(-1, at), value));
      s.eachSlot(object, (place, part) => s.flow.edge(part, partAt(place, at)));
    }
  };
  s.each(rows, (value) => {
    const object = placed(s, value);
    const anywhere = object?.rest ?? s.flow.variable();
    if (object) s.eachSlot(object, (at, row) => s.each(row, (each) => take(each, at)));
    else iterateValue(s, value, anywhere, origin, false);
    s.each(anywhere, (each) => take(each, -1));
  });
  return made;
}

/** A display whose elements have places; undefined for anything else. */
function placed(s: Solving, value: number): MadeObject | undefined {
  const object = s.objectOf(value);
  const hasPlaces = object?.isDisplay && object.kind !== "dict" && object.kind !== "set";
  return hasPlaces ? object : undefined;
}
