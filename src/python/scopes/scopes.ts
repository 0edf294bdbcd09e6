import type { FlatTree } from "../tree/flat-tree.ts";

/** One scope while its file is being read: what Python's static rules say of its names. */
export interface Scope {
  readonly index: number;
  readonly kind: "module" | "class" | "function" | "lambda";
  readonly name: string;
  readonly qualifiedName: string;
  /** Index of the enclosing scope, -1 for the module. */
  readonly parent: number;
  /** Node of the definition, and of its body (-1 where an error took it). */
  readonly node: number;
  readonly body: number;
  /** Class whose name mangles private names here. */
  readonly className: string | undefined;
  /** Names bound here, numbered in order of first binding. */
  readonly slots: Map<string, number>;
  /** Where names are bound: nodes in ascending order, and the slot that each binds. */
  readonly bindingNodes: number[];
  readonly bindingSlots: number[];
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  /** Slots that a nested scope assigns through `global` or `nonlocal`. */
  readonly writtenBelow: Set<number>;
  isGenerator: boolean;
  isAsync: boolean;
  statements: number;
  complexity: number;
}

export interface ScopeTable {
  readonly scopes: readonly Scope[];
  /** Scope of a definition's or lambda's node. */
  readonly scopeOf: ReadonlyMap<number, number>;
}

/** The slot of a name in a scope, made when missing. */
export function slotFor(scope: Scope, name: string): number {
  const known = scope.slots.get(name);
  if (known !== undefined) return known;
  const slot = scope.slots.size;
  scope.slots.set(name, slot);
  return slot;
}

/** Slots bound by nodes within the subtree of `node`, each once, ascending. */
export function slotsBoundIn(tree: FlatTree, scope: Scope, node: number): number[] {
  const { bindingNodes, bindingSlots } = scope;
  const end = tree.after[node] as number;
  const found = new Set<number>();
  for (let at = firstAtOrAfter(bindingNodes, node); at < bindingNodes.length; at++) {
    if ((bindingNodes[at] as number) >= end) break;
    found.add(bindingSlots[at] as number);
  }
  return [...found].sort((a, b) => a - b);
}

const NONE: ReadonlySet<number> = new Set();

/** Slots that more than one node binds. */
export function slotsBoundAgain({ bindingSlots }: Scope): ReadonlySet<number> {
  if (bindingSlots.length < 2) return NONE;
  const once = new Set<number>();
  const again = new Set<number>();
  for (const slot of bindingSlots) (once.has(slot) ? again : once).add(slot);
  return again;
}

function firstAtOrAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
