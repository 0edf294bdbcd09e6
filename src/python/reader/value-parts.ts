import type { Variable } from "../module-facts.ts";

/** Which variables hold nothing that another one does not: where both meet, the other will do. */
export class ValueParts {
  readonly #wholes = new Map<Variable, Variable>();
  /** What passed a test → what was tested. */
  readonly #tested = new Map<Variable, Variable>();

  add(part: Variable, whole: Variable): void {
    this.#wholes.set(part, this.#wholes.get(whole) ?? whole);
  }

  noteTested(passed: Variable, value: Variable): void {
    this.#tested.set(passed, this.tested(value));
  }

  /** The value itself, of which a test let this through. */
  tested(passed: Variable): Variable {
    return this.#tested.get(passed) ?? passed;
  }

  /** Variables without those that are part of another one among them. */
  without(variables: ReadonlySet<Variable>): Set<Variable> {
    const kept = new Set<Variable>();
    for (const variable of variables) {
      const whole = this.#wholes.get(variable);
      if (whole === undefined || !variables.has(whole)) kept.add(variable);
    }
    return kept;
  }
}
