import { ArgumentKind } from "../../python/constraints.ts";
import { isGuess } from "../state/call-log.ts";
import { CallField } from "../state/calling.ts";
import { Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import type { SiteSubjects } from "./site-subjects.ts";

/** Where a callee is read from: the `self` of a method, or (-1) anything else. */
export interface Caller {
  readonly method: number;
  readonly self: number;
}

const NO_METHOD: Caller = { method: -1, self: -1 };

/** What becomes of the calls of methods in sight. */
export interface MethodVisitor {
  called(method: number, receiver: number, caller: Caller): void;
  /** Called with a receiver that is not told. */
  calledPlainly(method: number): void;
  /** A computed name may mean it: that is no call in sight. */
  guessed(method: number): void;
}

/** Reads the calls of methods of ours in what tests do (or in all but that). */
export class MethodCalls {
  readonly #s: Solving;
  readonly #subjects: SiteSubjects;
  /** Variable of a first parameter → its method. */
  readonly #selves: ReadonlyMap<number, number>;

  constructor(s: Solving, subjects: SiteSubjects, selves: ReadonlyMap<number, number>) {
    this.#s = s;
    this.#subjects = subjects;
    this.#selves = selves;
  }

  visit(visitor: MethodVisitor, isInTests: boolean): void {
    const { code, program, testModules } = this.#s;
    for (let at = 0; at < code.length; at += code.at(at + 1)) {
      const rule = code.at(at);
      if (rule !== Rule.call && rule !== Rule.load) continue;
      const module = program.moduleOfSite(
        code.at(at + (rule === Rule.call ? CallField.origin : 5)),
      );
      if (testModules.has(module) !== isInTests) continue;
      if (rule === Rule.call) this.readCall(at, visitor);
      else this.readExport(at, visitor);
    }
  }

  /** `consume = Consumer.decorator` in a module or class: whoever imports the name calls the method on that object. */
  private readExport(record: number, visitor: MethodVisitor): void {
    const { code, flow, values, program } = this.#s;
    const site = code.at(record + 5);
    if (site < 0 || program.callable(program.scopeOfSite(site)) !== undefined) return;
    flow.some(code.at(record + 2), (value) => {
      if (values.kind(value) === Kind.bound) this.readBound(value, NO_METHOD, visitor);
      return false;
    });
  }

  private readCall(record: number, visitor: MethodVisitor): void {
    const { code, flow, values, log } = this.#s;
    const callee = code.at(record + CallField.callee);
    if (isGuess(log.metaOf(code.at(record + CallField.meta)))) {
      for (const value of flow.valuesOf(callee)) visitor.guessed(this.#s.scopeOfValue(value));
      return;
    }
    const base = this.#subjects.baseOf(callee);
    const caller = {
      method: this.callerOn(base, code.at(record + CallField.origin)),
      self: base ?? -1,
    };
    flow.some(callee, (value) => {
      if (values.kind(value) === Kind.bound) this.readBound(value, caller, visitor);
      else if (values.kind(value) === Kind.function) this.readPlain(value, record, visitor);
      return false;
    });
  }

  /** The method whose `self` a callee is read from; -1 for anything else. */
  private callerOn(base: number | undefined, origin: number): number {
    if (base === undefined) return -1;
    const method = this.#selves.get(base);
    if (method !== undefined) return method;
    const { flow, values, program } = this.#s;
    if (origin < 0 || !flow.some(base, (value) => values.kind(value) === Kind.super)) return -1;
    return program.enclosingMethod(program.scopeOfSite(origin));
  }

  private readBound(value: number, caller: Caller, visitor: MethodVisitor): void {
    const { values } = this.#s;
    const method = this.methodOf(values.first(value));
    if (method !== -1) visitor.called(method, values.second(value), caller);
  }

  /** `Base.method(self)`, or a decorator's wrapper that calls what it wraps. */
  private readPlain(value: number, record: number, visitor: MethodVisitor): void {
    const method = this.methodOf(value);
    if (method === -1) return;
    const { code, flow } = this.#s;
    const hasArguments = code.at(record + CallField.count) > 0;
    if (!hasArguments || code.at(record + CallField.args) !== ArgumentKind.positional) {
      visitor.calledPlainly(method);
      return;
    }
    const self = code.at(record + CallField.args + 2);
    const caller = { method: this.#selves.get(self) ?? -1, self };
    flow.some(self, (receiver) => {
      visitor.called(method, receiver, caller);
      return false;
    });
  }

  /** The method that a function is; -1 for others. */
  private methodOf(value: number): number {
    const { values, functions, program } = this.#s;
    if (values.kind(value) !== Kind.function) return -1;
    const { scope } = functions.get(values.first(value));
    return program.classOfMethod(scope) === -1 ? -1 : scope;
  }
}
