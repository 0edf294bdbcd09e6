import type { Variable } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import type { ScopeState } from "../reader/scope-state.ts";
import { childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Kind } from "../tree/kinds.ts";

/**
 * Reads what sees the type parameters in `list` (-1: there are none), which also become names of
 * `state`'s scope. `def f[T: Base]`: T stands for its bound, so that an annotation `x: T` means an instance of Base.
 * Without a bound it stands for nothing known.
 */
export function withTypeParameters<Result>(
  reader: Reader,
  list: number,
  state: ScopeState | undefined,
  read: () => Result,
): Result {
  if (list < 0) return read();
  const outer = reader.state.overlay;
  reader.state.overlay = { names: bindTypeParameters(reader, list, state), outer };
  const result = read();
  reader.state.overlay = outer;
  return result;
}

function bindTypeParameters(
  reader: Reader,
  list: number,
  state: ScopeState | undefined,
): Map<string, Variable> {
  const names = new Map<string, Variable>();
  for (const parameter of childrenOf(reader.tree, list)) {
    const inner = firstChild(reader.tree, parameter);
    if (inner < 0) continue;
    const [first, bound] =
      reader.kind(inner) === Kind.constrainedType ? childrenOf(reader.tree, inner) : [inner];
    const name = first === undefined ? -1 : firstIdentifier(reader, first);
    if (name < 0) continue;
    const value = bound === undefined ? reader.facts.variable() : reader.expression(bound);
    names.set(reader.identifier(name), value);
    const slot = state?.scope.slots.get(reader.identifier(name));
    if (slot !== undefined) state?.bind(slot, value);
  }
  return names;
}

function firstIdentifier(reader: Reader, from: number): number {
  const end = reader.tree.after[from] as number;
  for (let node = from; node < end; node++) if (reader.kind(node) === Kind.identifier) return node;
  return -1;
}
