import { LiteralKind, Op } from "../constraints.ts";
import type { Variable } from "../module-facts.ts";
import { isBuiltin } from "../scopes/builtin-names.ts";
import type { Overlay } from "./flows.ts";
import type { Content } from "./held-displays.ts";
import { isNamedBelow } from "./named-below.ts";
import type { Reader } from "./reader.ts";
import type { ScopeState } from "./scope-state.ts";

/** The value of a name at this point, by Python's rules: local, enclosing functions, module, builtins. */
export function readName(reader: Reader, name: string, node: number): Variable {
  const { state } = reader;
  // What a name stands for is not new: others may have changed it.
  reader.display = undefined;
  const hidden = findOverlay(state.overlay, name);
  if (hidden >= 0) return hidden;
  // A comprehension in a class body does not see the class's names (reference, "Resolution of names").
  const isSkipped = state.scope.kind === "class" && state.overlay !== undefined;
  const readInner = (): Variable =>
    isOutsideName(state, name) ? -1 : readOwn(reader, state, name);
  const inner = isSkipped ? -1 : readInner();
  if (inner >= 0) return inner;
  const outer = readOuter(reader, state, name);
  if (outer >= 0) return outer;
  // Python 2's list comprehensions did see them.
  const skipped = isSkipped ? readInner() : -1;
  return skipped >= 0 ? skipped : loadUnbound(reader, name, node);
}

/** Stores a value in a name. */
export function bindName(reader: Reader, name: string, value: Variable): void {
  const { state } = reader;
  state.forgetPaths(name);
  const owner = ownerForWriting(reader, name);
  const slot = owner.scope.slots.get(name);
  if (slot === undefined) return;
  if (owner === state && reader.conditionalDepth > 0) owner.bindPerhaps(slot, value);
  else owner.bind(slot, value);
}

/** Stores a display to which only names of this scope lead in one more (see `canHold`). */
export function bindDisplay(reader: Reader, name: string, value: Variable, content: Content): void {
  const { facts, state } = reader;
  const slot = ownSlot(state, name);
  if (slot === undefined) return;
  state.forgetPaths(name);
  state.hold(slot, value, content);
  // Functions inside that mention the name may be called by whatever runs.
  facts.beforeRunning = () => {
    for (const display of [...state.held.values()]) {
      if (state.namesOf(display).some((name) => isNamedBelow(reader, name))) state.release(display);
    }
    if (state.held.size === 0) facts.beforeRunning = undefined;
  };
}

export function unbindName(reader: Reader, name: string): void {
  const { state } = reader;
  const slot = state.scope.slots.get(name);
  if (slot !== undefined && !isOutsideName(state, name)) state.unbind(slot);
}

/** What an unbound name of a module or class means at this point; -1 when nothing is known of it. */
export function outerValueOf(reader: Reader, state: ScopeState, name: string): Variable {
  const outer = readOuter(reader, state, name);
  if (outer >= 0) return outer;
  const mayBeLoaded = isBuiltin(name) || rootOf(state).hasStarImport;
  return mayBeLoaded ? loadUnbound(reader, name, -1) : -1;
}

/** A comprehension target, or a narrowed view of one. */
export function findOverlay(overlay: Overlay | undefined, name: string): Variable {
  for (let at = overlay; at !== undefined; at = at.outer) {
    const variable = at.names.get(name);
    if (variable !== undefined) return variable;
  }
  return -1;
}

/** The slot in which the current scope keeps its own name, undefined for another scope's. */
export function ownSlot(state: ScopeState, name: string): number | undefined {
  return isOutsideName(state, name) ? undefined : state.scope.slots.get(name);
}

function isOutsideName({ scope }: ScopeState, name: string): boolean {
  return scope.parent >= 0 && (scope.globals.has(name) || scope.nonlocals.has(name));
}

function readOwn(reader: Reader, state: ScopeState, name: string): Variable {
  const slot = state.scope.slots.get(name);
  if (slot === undefined) return -1;
  const current = state.current(slot);
  if (current >= 0) return current;
  // A local that no assignment reaches: we may be wrong about the flow, never about the name.
  if (state.isFunction) return state.merged(slot);
  return reader.isAnnotation && readOuter(reader, state, name) < 0 ? state.merged(slot) : -1;
}

function readOuter(reader: Reader, from: ScopeState, name: string): Variable {
  if (from.scope.globals.has(name)) return readFrom(reader, rootOf(from), name);
  for (let at = from; at.parent !== undefined; at = at.parent) {
    const hidden = findOverlay(at.definedUnder, name);
    if (hidden >= 0) return hidden;
    const value = at.parent.scope.kind === "class" ? -1 : readFrom(reader, at.parent, name);
    if (value >= 0) return value;
    if (name === "__class__" && at.parent.scope.kind === "class") return at.parent.classVariable;
  }
  return -1;
}

function readFrom(reader: Reader, state: ScopeState, name: string): Variable {
  const slot = state.scope.slots.get(name);
  if (slot === undefined || isOutsideName(state, name)) return -1;
  if (!state.isActive) return state.merged(slot);
  const current = state.current(slot);
  if (current >= 0) return current;
  return state.isFunction || reader.isAnnotation ? state.merged(slot) : -1;
}

function ownerForWriting(reader: Reader, name: string): ScopeState {
  const { state } = reader;
  if (state.scope.parent < 0) return state;
  if (state.scope.globals.has(name)) return rootOf(state);
  if (!state.scope.nonlocals.has(name)) return state;
  for (let at = state.parent; at !== undefined; at = at.parent) {
    if (at.isFunction && at.scope.slots.has(name) && !at.scope.nonlocals.has(name)) return at;
  }
  return state;
}

/** The state of the module. */
export function rootOf(state: ScopeState): ScopeState {
  let root = state;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** Nothing in the file binds it: a builtin, or what a star import brings. One load a scope is enough. */
function loadUnbound(reader: Reader, name: string, node: number): Variable {
  if (name === "__name__") return reader.facts.literal(LiteralKind.string, reader.name.module);
  const known = reader.state.loaded.get(name);
  if (known !== undefined) return known;
  const { facts } = reader;
  const result = facts.variable();
  const site = node < 0 ? -1 : reader.site(node);
  facts.emit(Op.LoadName, result, facts.string(name), site);
  reader.state.loaded.set(name, result);
  return result;
}
