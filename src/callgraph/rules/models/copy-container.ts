import type { Calling } from "../../state/call-shapes.ts";
import type { MadeObject, ObjectKind } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { askOutside } from "../outside/protocol-calls.ts";
import { iterateSized, iterateValue, placesOf } from "../protocols/elements.ts";
import { mergeMapping } from "../protocols/items.ts";

/** A copy that a call makes. */
interface Copying {
  readonly kind: ObjectKind;
  /** The external callee: a class names what it makes. */
  readonly className: number;
  /** What is copied, -1 for nothing. */
  readonly from: number;
  /** `x.copy()`, not `list(x)`. */
  readonly isReceiver: boolean;
}

/** A new list, tuple or dict with the elements of another container at their places. */
export function copyContainer(s: Solving, calling: Calling, copying: Copying): number {
  const { kind, className, from, isReceiver } = copying;
  const parts = s.outside.isClass(className) ? { className } : {};
  const value = s.object(calling.record, -100 - s.name(`${kind} like`), kind, parts);
  const made = s.objectOf(value);
  const dst = s.flow.variable();
  s.flow.add(dst, value);
  if (!made || from === -1) return dst;
  s.each(from, (each) => {
    const object = s.objectOf(each);
    if (object && !isReceiver) {
      askOutside(s, each, "__iter__", { origin: calling.origin, how: "iteration" });
    }
    const isAlike = object && (object.kind === "dict") === (kind === "dict");
    if (isAlike && object.kind !== "set") mergeMapping(s, object, made);
    // An instance of a subclass gives back what its own copy makes.
    else if (kind === "dict" || isReceiver) s.flow.add(dst, each);
    else if (placesOf(s, each).length > 0) fillPlaces(s, each, made, calling);
    else iterateSized(s, each, made.rest, calling.origin);
  });
  return dst;
}

function fillPlaces(s: Solving, generator: number, made: MadeObject, { origin }: Calling): void {
  iterateValue(s, generator, -1, origin, false);
  for (const [place, each] of placesOf(s, generator).entries()) {
    s.flow.edge(each, s.slot(made, s.name(`i:${place}`)));
  }
}
