import { addToGroup } from "../../group-by.ts";

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

export class TypeTests {
  /** Those that wait until the classes they name are known. */
  waiting: Narrowing[] = [];
  /** What a test lets through → what is tested in the clones of its function. */
  readonly #cloned = new Map<number, number[]>();

  noteCloned(tested: number, src: number): void {
    addToGroup(this.#cloned, tested, src);
  }

  clonedAt(tested: number): readonly number[] {
    return this.#cloned.get(tested) ?? [];
  }
}
