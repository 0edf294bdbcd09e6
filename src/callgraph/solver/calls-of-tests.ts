import { PairMap } from "../int-tables.ts";
import { CallField } from "../state/calling.ts";
import type { FunctionInstance } from "../state/functions.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import { isGiven } from "./given-arguments.ts";

/** What is handed to a function so that it matters who calls it. */
const TELLING: readonly number[] = [Kind.function, Kind.bound, Kind.class];

/**
 * Calls of the program's functions that go through one instance together. What the tests of a module hand to the
 * program are examples of the same kinds of things: each followed by itself they cost much and tell nothing.
 * Who is called back and what is made of a class is told apart as elsewhere.
 */
export class CallsOfTests {
  /** (Test module, class whose method is called or -1) → a number. */
  private readonly groups = new PairMap();
  /** (That number, function) → the instance. */
  private readonly instances = new PairMap();

  /** The number of the calls to which one belongs; -1 for a call that stands for itself. */
  group(
    s: Solving,
    record: number,
    { scope, context }: FunctionInstance,
    receiver: number,
  ): number {
    const origin = s.code.at(record + CallField.origin);
    if (s.apart.isOn || origin < 0 || context !== 0) return -1;
    const module = s.program.moduleOfSite(origin);
    if (!s.testModules.has(module) || s.testModules.has(s.program.moduleOf(scope))) return -1;
    const { how } = s.log.metaOf(s.code.at(record + CallField.meta));
    if (how === "decorator" || isGiven(s, record, TELLING)) return -1;
    const isOfClass = receiver !== -1 && s.values.kind(receiver) === Kind.class;
    return this.groups.numbered(module, isOfClass ? receiver : -1);
  }

  /** The instance of a function that these calls go through; -1 for none yet. */
  instance(group: number, index: number): number {
    return group === -1 ? -1 : this.instances.get(group, index);
  }

  note(group: number, index: number, instance: number): void {
    this.instances.set(group, index, instance);
  }
}
