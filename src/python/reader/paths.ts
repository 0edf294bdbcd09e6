import type { TypeIndex } from "../module-facts.ts";

/** Types of attribute paths (`self.x`) that passed an `isinstance`, by their source text. */
export type Paths = ReadonlyMap<string, TypeIndex>;

export const NO_PATHS: Paths = new Map();

/** What is left when a name or attribute is assigned: nothing of it or below it. */
export function pathsWithout(paths: Paths, assigned: string): Paths {
  if (paths.size === 0) return paths;
  const isBelow = (path: string): boolean => path === assigned || path.startsWith(`${assigned}.`);
  return new Map([...paths].filter(([path]) => !isBelow(path)));
}

/** What every way to a point agrees on. */
export function commonPaths(flows: readonly { readonly paths: Paths }[]): Paths {
  const [first, ...others] = flows.map(({ paths }) => paths);
  if (first === undefined || first.size === 0) return NO_PATHS;
  if (others.every((paths) => paths === first)) return first;
  return new Map(
    [...first].filter(([path, type]) => others.every((paths) => paths.get(path) === type)),
  );
}
