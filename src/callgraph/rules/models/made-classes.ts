import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { iterateAll } from "../protocols/elements.ts";
import { mergeAttributes } from "./merge-attributes.ts";

/** `type(name, bases, names)` that is no class statement of its own: the bases stand for what it makes. */
export function makeClass(s: Solving, calling: Calling, bases: number, names: number): void {
  const each = s.flow.variable();
  iterateAll(s, bases, each, calling.origin);
  s.each(each, (base) => {
    const kind = s.values.kind(base);
    if (kind !== Kind.class && kind !== Kind.external) return;
    s.flow.add(calling.dst, base);
    mergeAttributes(s, calling, s.values.of(Kind.namespace, base), names);
  });
}
