/** An annotation. */
export interface Hint {
  readonly dst: number;
  readonly module: number;
  readonly type: number;
}

/** `dst` is what of `src` passes (or fails) a test for a type of a module. */
export interface Narrowing extends Hint {
  readonly src: number;
  readonly isNegative: boolean;
  /** Asked of a class: whether it is below the type. */
  readonly isSubclass: boolean;
  /** Those of a class below the type do not pass. */
  readonly isExact: boolean;
}
