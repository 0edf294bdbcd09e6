/** A script or plugin that packaging metadata declares: `pkg.mod:func` in a group. */
export interface DeclaredEntry {
  readonly target: string;
  readonly group: string;
  readonly name: string;
  readonly path: string;
  readonly line: number;
}
