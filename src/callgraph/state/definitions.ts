import { PairMap } from "../int-tables.ts";

/** What is known of classes as long as the hierarchy stands. */
export class Definitions {
  /** Answers of `definesMethod` and `hasMethod`. */
  readonly answers = new PairMap();
  /** Names of fields by class. */
  readonly fields = new Map<number, readonly number[]>();
  /** Class → reflected method → the ancestors that it refines. */
  readonly refined = new Map<number, Map<number, ReadonlySet<number>>>();
  /** (Class, reflected method) → whether any class refines it. */
  readonly refinable = new PairMap();
  /** Of the hierarchy. */
  readonly version: number;

  constructor(version = 0) {
    this.version = version;
  }
}
