import { Op } from "../constraints.ts";
import { emitPlainCall } from "../expressions/calls.ts";
import type { Variable } from "../module-facts.ts";
import type { Content } from "../reader/held-displays.ts";
import type { Reader } from "../reader/reader.ts";
import { type ClassCall, classCallAt } from "../scopes/class-calls.ts";
import { slotFor } from "../scopes/scopes.ts";
import { openScope } from "./definitions.ts";

/**
 * `type("A", (Base,), {"m": f})`: the class whose body binds what the namespace holds. What a
 * namespace that is no display holds is given to the class as `vars(A).update(namespace)` would; -1
 * for any other call.
 */
export function readClassCall(reader: Reader, node: number): Variable {
  const { tree, facts } = reader;
  const index = reader.table.scopeOf.get(node);
  const scope = index === undefined ? undefined : reader.table.scopes[index];
  const made = scope && classCallAt(tree, reader.text, node);
  if (scope === undefined || made === undefined) return -1;
  const isOfType = made.metaclass === -1;
  if (isOfType && isShadowed(reader)) return -1;
  const metaclass = isOfType ? -1 : reader.expression(made.metaclass);
  reader.expression(made.name);
  const bases = basesOf(reader, made);
  const namespace = reader.expression(made.namespace);
  const content = reader.contentOf(namespace);
  const members = namesIn(content);
  for (const [name] of members) slotFor(scope, name);
  const state = openScope(reader, node);
  const result = facts.variable();
  if (state === undefined) return result;
  state.classVariable = result;
  const baseTypes = bases.map((variable) => facts.type({ kind: "name", variable }));
  const keywords = isOfType ? [] : [[facts.string("metaclass"), metaclass] as const];
  state.class = { bases, baseTexts: bases.map(() => ""), keywords, baseTypes };
  facts.emit(Op.Class, result, scope.index, reader.site(node));
  reader.enterScope(state, () => {
    for (const [name, value] of members) state.bind(slotFor(scope, name), value);
  });
  if (content?.shape !== "mapping") giveMembers(reader, node, result, namespace);
  return result;
}

/** A name of the file hides the builtin. */
function isShadowed({ table }: Reader): boolean {
  return table.scopes.some(({ kind, slots }) => kind !== "class" && slots.has("type"));
}

/** The values of a tuple that is written here; of any other expression whatever it holds. */
function basesOf(reader: Reader, { bases }: ClassCall): readonly Variable[] {
  const value = reader.expression(bases);
  const content = reader.contentOf(value);
  if (content?.shape === "sequence") return content.values;
  const each = reader.facts.variable();
  reader.facts.emit(Op.Iterate, each, value, -1, 0);
  return [each];
}

function namesIn(content: Content | undefined): readonly (readonly [string, Variable])[] {
  if (content?.shape !== "mapping") return [];
  return [...content.entries].flatMap(([key, { value }]) =>
    key.startsWith("s:") ? [[key.slice("s:".length), value] as const] : [],
  );
}

function giveMembers(reader: Reader, node: number, made: Variable, namespace: Variable): void {
  const site = reader.site(node);
  const members = reader.loadAttribute(made, "__dict__", site);
  emitPlainCall(reader, reader.loadAttribute(members, "update", site), [namespace], site);
}
