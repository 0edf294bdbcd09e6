import { byCodeUnits } from "../by-code-units.ts";

/** The folder that a path lies in; `""` at the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return byCodeUnits(left.path, right.path);
}
