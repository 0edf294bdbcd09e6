import { type Calling, positional } from "../../state/call-shapes.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { iterateAll } from "../protocols/elements.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";

/**
 * `reduce(f, sequence, start)` step by step
 * (https://docs.python.org/3/library/functools.html#functools.reduce): what f gave is its first argument
 * at the next step. Where the places of the elements are not known, all steps are one.
 */
export const REDUCE: Readonly<Record<string, Builtin>> = {
  "functools.reduce": (s, calling) => {
    s.each(at(calling, 1), (value) => {
      const object = s.objectOf(value);
      const isPlaced = object?.kind === "list" || object?.kind === "tuple";
      if (isPlaced && object) reducePlaces(s, calling, object);
      else reduceAny(s, calling, s.holding(value));
    });
    return true;
  },
};

/** More steps than this are one. */
const MAXIMAL_STEPS = 8;

function reducePlaces(s: Solving, calling: Calling, object: MadeObject): void {
  s.late.push(() => {
    const count = object.slots?.size ?? 0;
    const places = Array.from({ length: count }, (_, place) =>
      s.slot(object, s.name(`i:${place}`)),
    );
    const isKnown = s.flow.isEmpty(object.rest) && !places.some((each) => s.flow.isEmpty(each));
    if (!isKnown || count > MAXIMAL_STEPS) {
      const elements = s.flow.variable();
      for (const variable of [object.rest, ...(object.slots?.values() ?? [])]) {
        s.flow.edge(variable, elements);
      }
      allSteps(s, calling, elements);
      return;
    }
    const start = startOf(calling);
    const [first = -1, ...others] = start === -1 ? places : [start, ...places];
    let reached = first;
    for (const element of others) {
      const dst = s.flow.variable();
      step(s, calling, reached, element, dst);
      reached = dst;
    }
    s.flow.edge(reached, calling.dst);
  });
}

/** Of what is no list nothing tells one step from another. */
function reduceAny(s: Solving, calling: Calling, sequence: number): void {
  const elements = s.flow.variable();
  iterateAll(s, sequence, elements, calling.origin);
  allSteps(s, calling, elements);
}

function allSteps(s: Solving, calling: Calling, elements: number): void {
  const { dst } = calling;
  s.flow.edge(startOf(calling), dst);
  for (const reached of [elements, startOf(calling), dst]) step(s, calling, reached, elements, dst);
}

const startOf = (calling: Calling): number => at(calling, 2);

function step(s: Solving, calling: Calling, reached: number, element: number, dst: number): void {
  if (reached === -1) return;
  const through = "functools.reduce";
  const meta = s.log.meta({ how: "argument", kind: "call", through, runsIn: "caller" });
  const { origin, context } = calling;
  const args = [reached, element].map(positional);
  s.call({ dst, callee: at(calling, 0), origin, context, meta, args });
}
