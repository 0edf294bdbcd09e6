import type { Origin } from "../../state/call-log.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { iterateAll } from "../protocols/elements.ts";
import { mergeMapping } from "../protocols/items.ts";
import { storeComputed } from "../protocols/stored-items.ts";

/** Mappings by key; iterables of pairs by their parts. */
export function mergeItems(s: Solving, variable: number, target: MadeObject, origin: Origin): void {
  s.each(variable, (value) => {
    const from = s.objectOf(value);
    if (from?.kind === "dict") {
      mergeMapping(s, from, target);
      return;
    }
    const pairs = s.flow.variable();
    iterateAll(s, s.holding(value), pairs, origin);
    s.each(pairs, (pair) => {
      const object = s.objectOf(pair);
      if (!object) return;
      const key = s.slot(object, s.name("i:0"));
      s.flow.edge(key, target.keys);
      storeComputed(s, target, s.slot(object, s.name("i:1")), key);
    });
  });
}
