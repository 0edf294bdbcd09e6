import { findMember } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { storeAttribute } from "./stores.ts";

/** `setattr(value, name, src)`. */
interface ComputedStore {
  readonly value: number;
  readonly name: number;
  readonly src: number;
  readonly site: number;
}

/** `setattr(value, "name", src)` does what `value.name = src` does. */
export function storeNamed(s: Solving, { value, name, src, site }: ComputedStore): void {
  if (s.apart.isOn) {
    s.log.store(site, value);
    s.log.settings.set(site, name);
  }
  storeAttribute(s, value, name, src, site);
}

/**
 * The same where many names arrive. A loop that sets many attributes pairs each name with its own
 * value, but here all names meet all values. Where an attribute is known to hold instances of some
 * classes, only their kin is stored.
 */
export function storeComputed(s: Solving, store: ComputedStore): void {
  s.late.push(() => {
    const known = knownClasses(s, store);
    if (known.length === 0) {
      storeAttribute(s, store.value, store.name, store.src, store.site);
      return;
    }
    const kin = s.flow.variable();
    s.each(store.src, (value) => {
      if (s.values.kind(value) !== Kind.instance || isKin(s, s.values.first(value), known)) {
        s.flow.add(kin, value);
      }
    });
    storeAttribute(s, store.value, store.name, kin, store.site);
  });
}

/** Classes of what the attribute holds by its class's body or by stores that name it. */
function knownClasses(s: Solving, { value, name }: ComputedStore): readonly number[] {
  if (s.values.kind(value) !== Kind.instance) return [];
  const order = s.hierarchy.order(s.values.first(value));
  const held = [
    ...s.flow.valuesOf(findMember(s, order, name).variable),
    ...s.flow.valuesOf(s.fields.get(value, name)),
  ];
  return held
    .filter((each) => s.values.kind(each) === Kind.instance)
    .map((each) => s.values.first(each));
}

function isKin(s: Solving, index: number, known: readonly number[]): boolean {
  return known.some(
    (each) => s.hierarchy.isSubclass(index, each) || s.hierarchy.isSubclass(each, index),
  );
}
