/** `from source import *` at module level. */
export interface StarImport {
  /** The module's index, or `-1 - name` for one outside. */
  readonly source: number;
  /** It stands under no condition and in no `try`. */
  readonly isSure: boolean;
}
