import { isDeciding, nameOf, type Program } from "../program.ts";

/** Initialisers, and the methods that only they call: while an object is being made nobody else has it. */
export interface SetUp {
  readonly functions: ReadonlySet<number>;
  /** The same by module, as scopes. */
  readonly scopes: ReadonlyMap<number, ReadonlySet<number>>;
}

const known = new WeakMap<Program, SetUp>();

export function findSetUp(program: Program): SetUp {
  const before = known.get(program);
  if (before !== undefined) return before;
  const functions = findFunctions(program);
  const scopes = new Map<number, Set<number>>();
  for (const index of functions) {
    const { module = -1, scope = -1 } = program.nodes[index] ?? {};
    scopes.set(module, (scopes.get(module) ?? new Set()).add(scope));
  }
  const found = { functions, scopes };
  known.set(program, found);
  return found;
}

function findFunctions(program: Program): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [index, node] of program.nodes.entries())
    if (nameOf(node) === "__init__" && node.class !== undefined) found.add(index);
  // A Set also visits what is added while it is being walked, so it is its own worklist.
  for (const index of found) {
    for (const { to, isInline } of program.callees[index] ?? [])
      if (isInline && isOnlyCalledBy(program, to, found)) found.add(to);
  }
  return found;
}

/** A method of the same class, called from nowhere else, guesses included. */
function isOnlyCalledBy(program: Program, index: number, callers: ReadonlySet<number>): boolean {
  const owner = program.nodes[index]?.class;
  const links = program.callers[index] ?? [];
  return (
    owner !== undefined &&
    links.some(isDeciding) &&
    links.every(
      ({ from, isInline }) =>
        program.nodes[from]?.isTest === true ||
        (isInline && callers.has(from) && program.nodes[from]?.class === owner),
    )
  );
}
