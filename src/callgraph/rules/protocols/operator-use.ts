export interface OperatorUse {
  /** Its record in the solver's code: one for each place and clone. */
  readonly record: number;
  readonly dst: number;
  readonly method: string;
  readonly reflected: string;
  readonly inPlace: string;
  readonly left: number;
  readonly right: number;
  readonly site: number;
}

export const COMPARISONS: ReadonlySet<string> = new Set([
  "__eq__",
  "__ne__",
  "__lt__",
  "__le__",
  "__gt__",
  "__ge__",
]);
