import { derivesFrom } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { VERSIONED_BASES } from "./lazy-fields.ts";

/** Fields of versioned objects whose declared type says what they hold (models/object-fields.ts). */

/** Lets what the class and those above it declare as the type of a field flow to who reads it. */
export function readObjectField(s: Solving, index: number, name: number, attribute: number): void {
  if (!derivesFrom(s, index, VERSIONED_BASES)) return;
  const key = s.textKey(name);
  for (const ancestor of s.hierarchy.order(index)) {
    if (ancestor >= 0) s.flow.edge(typeOfField(s, ancestor, key), attribute);
  }
}

/** The variable with what a field holds by the class's own `fields`; -1 where it declares none. */
function typeOfField(s: Solving, index: number, key: number): number {
  const declared = s.program.declared(s.program.classScopes[index] as number, s.name("fields"));
  if (declared === -1) return -1;
  const isFirst = !s.objectFields.has(index);
  const types = s.objectFields.get(index) ?? new Map<number, number>();
  s.objectFields.set(index, types);
  if (isFirst) gatherTypes(s, declared, types);
  return typeUnder(s, types, key);
}

function gatherTypes(s: Solving, declared: number, types: Map<number, number>): void {
  s.each(declared, (value) => {
    const mapping = s.objectOf(value);
    if (mapping?.kind !== "dict") return;
    s.eachSlot(mapping, (key, slot) => {
      s.each(slot, (field) => {
        const made = s.objectOf(field);
        if (made?.kind === "object-field") s.flow.edge(made.wrapped, typeUnder(s, types, key));
      });
    });
  });
}

function typeUnder(s: Solving, types: Map<number, number>, key: number): number {
  const known = types.get(key);
  if (known !== undefined) return known;
  const variable = s.flow.variable();
  types.set(key, variable);
  return variable;
}
