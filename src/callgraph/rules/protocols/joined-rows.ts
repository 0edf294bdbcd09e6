import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { PROGRAM_LIMITS } from "../../state/value-limits.ts";

/**
 * A table of routes, steps or tests is a display of displays, often of hundreds. Where its rows flow
 * together, a variable would keep the first few: those behind them are joined to one row that holds
 * under each key what any of them does, and so are the containers within.
 */

/** With the joined one as many as a variable keeps. */
const ROWS_APART = 15;
/** Tables in rows of tables. */
const MAXIMAL_DEPTH = 3;
/** Roles of joined rows, by kind; their origin is the variable in which what they join meets. */
const ROLES: ReadonlyMap<string, number> = new Map([
  ["list", -(1 << 21)],
  ["tuple", -(1 << 21) - 1],
  ["dict", -(1 << 21) - 2],
]);

/** Told of the elements of a container in turn, lets them flow into `to`. */
export function elementsInto(s: Solving, from: MadeObject, to: number) {
  let count = 0;
  // What is joined already stays as it is, and so do mappings of mappings: a walk down would join without end.
  const isTable = from.kind !== "dict" && !from.isJoined;
  const apart = (from.slots?.size ?? 0) > ROWS_APART ? 0 : ROWS_APART;
  return (_key: number, variable: number): void => {
    count += 1;
    // What tests list by the hundred adds nothing to what the program does.
    const isBehind = isTable && count > apart && s.flow.bounds.limits === PROGRAM_LIMITS;
    if (isBehind && holdsRow(s, variable)) joinRows(s, from.rest, variable, to, 1);
    else s.flow.edge(variable, to);
  };
}

/** Displays are filled as they are made: what holds no row by now will hold none. */
function holdsRow(s: Solving, variable: number): boolean {
  return s.flow.some(variable, (value) => isRow(s, value));
}

function isRow(s: Solving, value: number): boolean {
  const object = s.objectOf(value);
  return object?.isDisplay === true && ROLES.has(object.kind);
}

/** Lets what a variable holds flow into another, rows as part of the one that stands for all of that place. */
function joinRows(s: Solving, place: number, from: number, to: number, depth: number): void {
  s.each(from, (value) => {
    const row = s.objectOf(value);
    if (!row || !isRow(s, value) || (depth === 1 && row.kind === "dict")) {
      s.flow.add(to, value);
      return;
    }
    const joined = s.object(place, ROLES.get(row.kind) as number, row.kind);
    s.flow.add(to, joined);
    const all = s.objectOf(joined) as MadeObject;
    all.isJoined = true;
    if (s.repeats.passOn(place, joined, value)) addRow(s, row, all, depth);
  });
}

function addRow(s: Solving, row: MadeObject, joined: MadeObject, depth: number): void {
  s.flow.edge(row.rest, joined.rest);
  s.flow.edge(row.keys, joined.keys);
  s.eachSlot(row, (key, variable) => {
    const slot = s.slot(joined, key);
    if (depth < MAXIMAL_DEPTH && holdsRow(s, variable))
      joinRows(s, slot, variable, slot, depth + 1);
    else s.flow.edge(variable, slot);
  });
}
