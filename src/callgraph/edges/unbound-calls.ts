import { ArgumentKind } from "../../python/constraints.ts";
import { CallField } from "../state/calling.ts";
import { isReceiver } from "../state/receivers.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";

/**
 * Methods that are called as plain functions, out of a registry: `entry.func(self, request)`. Where the
 * first argument can be no object of the method's class, families that share the registry's class
 * were mixed on the way, and the call never happens.
 */
export class UnboundCalls {
  /** Callee → scopes of the methods that it holds unbound. */
  private readonly methods = new Map<number, ReadonlySet<number>>();
  readonly #s: Solving;

  constructor(s: Solving) {
    this.#s = s;
  }

  /** The targets of logged calls at one place that none of the calls can mean. */
  strangers(calls: Iterable<number>): ReadonlySet<number> {
    const { targets } = this.#s.log;
    const met = new Map<number, boolean>();
    for (const at of calls) {
      const target = targets.at(at + 1);
      if (target < 0 || met.get(target) === false) continue;
      met.set(target, this.isStrange(target, targets.at(at + 3)));
    }
    return new Set([...met].flatMap(([target, isStrange]) => (isStrange ? [target] : [])));
  }

  private isStrange(target: number, record: number): boolean {
    const s = this.#s;
    const owner = s.program.classOfMethod(target);
    if (record === -1 || owner === -1 || s.code.at(record + CallField.count) === 0) return false;
    if (s.code.at(record + CallField.args) !== ArgumentKind.positional) return false;
    if (!this.methodsIn(s.code.at(record + CallField.callee)).has(target)) return false;
    const given = s.code.at(record + CallField.args + 2);
    // What is put into a class's body to serve its methods (a decorator) is given functions.
    const isObject = (value: number) => s.values.kind(value) === Kind.instance;
    return (
      !s.flow.isEmpty(given) &&
      !s.flow.some(given, (value) => !isObject(value) || isReceiver(s, owner, value))
    );
  }

  private methodsIn(callee: number): ReadonlySet<number> {
    let found = this.methods.get(callee);
    if (!found) {
      const s = this.#s;
      const values = s.flow.valuesOf(callee);
      const bound = values.filter((each) => s.values.kind(each) === Kind.bound);
      const isBound = new Set(bound.map((each) => s.scopeOfValue(each)));
      const plain = values.filter((each) => s.values.kind(each) === Kind.function);
      found = new Set(
        plain.map((each) => s.scopeOfValue(each)).filter((each) => !isBound.has(each)),
      );
      this.methods.set(callee, found);
    }
    return found;
  }
}
