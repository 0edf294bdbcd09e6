/**
 * Variables of a small program that hold what the code says there and nothing else: literals, functions,
 * classes and their objects where they are written, and parameters of clones that their call gives such.
 */
export class Settled {
  readonly #sure = new Set<number>();
  readonly #doubtful = new Set<number>();
  readonly #waiting = new Map<number, (() => void)[]>();

  /** Something depends on it. */
  get isUsed(): boolean {
    return this.#waiting.size > 0;
  }

  has(variable: number): boolean {
    return this.#sure.has(variable);
  }

  add(variable: number): void {
    this.#sure.add(variable);
  }

  /** A parameter is given what another variable holds. */
  give(parameter: number, argument: number): void {
    if (this.#doubtful.has(parameter)) return;
    if (!this.#sure.has(argument)) this.doubt(parameter);
    else {
      this.#sure.add(parameter);
      this.whenDoubted(argument, () => this.doubt(parameter));
    }
  }

  /** It may hold anything else, too. */
  doubt(variable: number): void {
    if (this.#doubtful.has(variable)) return;
    this.#doubtful.add(variable);
    this.#sure.delete(variable);
    for (const action of this.#waiting.get(variable) ?? []) action();
    this.#waiting.delete(variable);
  }

  whenDoubted(variable: number, action: () => void): void {
    if (this.#doubtful.has(variable)) action();
    else this.#waiting.set(variable, [...(this.#waiting.get(variable) ?? []), action]);
  }
}
