import type { Flow } from "./flow.ts";

/** What the solver offers for it. */
interface Watching {
  readonly flow: Flow;
  each(variable: number, action: (value: number) => void): void;
}

interface Waiting {
  readonly test: (value: number) => boolean;
  readonly action: () => void;
}

/** What waits for the first value of a variable that passes a test: values are looked at only until then. */
export class FirstValues {
  private readonly waiting = new Map<number, readonly Waiting[]>();

  /** Runs an action once the variable holds a value that passes the test. */
  when(s: Watching, variable: number, test: (value: number) => boolean, action: () => void): void {
    if (s.flow.some(variable, test)) {
      action();
      return;
    }
    const before = this.waiting.get(variable);
    this.waiting.set(variable, [...(before ?? []), { test, action }]);
    if (before === undefined) s.each(variable, (value) => this.arrive(s, variable, value));
  }

  private arrive(s: Watching, variable: number, value: number): void {
    const waiting = this.waiting.get(variable) ?? [];
    s.flow.steps += waiting.length;
    const ready = waiting.filter(({ test }) => test(value));
    if (ready.length === 0) return;
    this.waiting.set(
      variable,
      waiting.filter((each) => !ready.includes(each)),
    );
    for (const { action } of ready) action();
  }
}
