import { ArgumentKind } from "../../python/constraints.ts";
import { PairMap, PairSet } from "../int-tables.ts";
import { isGuess } from "../state/call-log.ts";
import { CallField } from "../state/calling.ts";
import { findMember } from "../state/class-members.ts";
import { Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import { classesIn } from "./alternatives.ts";
import type { BlindCalls } from "./blind-calls.ts";
import type { SiteSubjects } from "./site-subjects.ts";

/**
 * On which classes the program itself calls the methods that classes inherit. The solver lets every
 * class that can be made be the `self` of every method it inherits, for frameworks call methods too
 * (receivers.ts). Where the program's own calls of a method are all in sight, that is too much: what
 * the method does only with a class that nobody calls it on is a guess.
 *
 * Known are calls on something else than `self`; a call on `self` passes on what its own method is
 * called on. A method that nobody calls in sight, or that a call on something of which nothing is
 * known may mean (blind-calls.ts), counts as called on every class.
 */
export class CalledReceivers {
  /** Method and receiver → number; numbers that are called. */
  private readonly ids = new PairMap(1 << 12);
  private readonly called: number[] = [];
  private readonly isCalledId: boolean[] = [];
  /** By number: what a call on `self` calls on the same object. */
  private readonly links: number[][] = [];
  private readonly knownLinks = new PairSet(1 << 12);
  private readonly byMethod = new Map<number, Map<number, number>>();
  private readonly calledByMethod = new Map<number, readonly number[]>();
  private readonly open = new Set<number>();
  readonly #s: Solving;
  readonly #subjects: SiteSubjects;
  /** Variable of a first parameter → its method. */
  readonly #selves: ReadonlyMap<number, number>;

  constructor(
    s: Solving,
    subjects: SiteSubjects,
    selves: ReadonlyMap<number, number>,
    blind: BlindCalls,
  ) {
    this.#s = s;
    this.#subjects = subjects;
    this.#selves = selves;
    for (let at = 0; at < s.code.length; at += s.code.at(at + 1)) {
      if (s.code.at(at) === Rule.call) this.readCall(at);
    }
    for (const method of new Set(selves.values())) {
      const isKnown = this.byMethod.has(method) && !blind.mayMean(method);
      if (!isKnown) this.openUp(method);
    }
    this.spread();
    // Methods that only call each other are called by somebody whom we do not see.
    for (const [method, receivers] of this.byMethod) {
      if (![...receivers.values()].some((id) => this.isCalledId[id])) this.openUp(method);
    }
    this.spread();
  }

  /**
   * Whether a method is called, as far as can be seen, on one of the classes of its own family among
   * alternatives; functions and methods of other objects, which its `self` may hold, are not judged.
   */
  isCalledOn(method: number, alternatives: ReadonlySet<number>): boolean {
    const { hierarchy, program } = this.#s;
    const owner = program.classOfMethod(method);
    const classes = classesIn(alternatives).filter((each) => hierarchy.isSubclass(each, owner));
    if (classes.length < alternatives.size) return true;
    const called = this.calledKeys(method);
    const isOpen = this.open.has(method) || called.length === 0;
    return classes.some(
      (each) =>
        (isOpen && this.inherits(each, method)) ||
        called.some((key) => this.covers(method, key, each)),
    );
  }

  /** The receivers on which a method is called: asked at every call on its `self`, worked out once. */
  private calledKeys(method: number): readonly number[] {
    let keys = this.calledByMethod.get(method);
    if (keys === undefined) {
      const receivers = this.byMethod.get(method) ?? new Map<number, number>();
      keys = [...receivers].filter(([, id]) => this.isCalledId[id]).map(([key]) => key);
      this.calledByMethod.set(method, keys);
    }
    return keys;
  }

  /**
   * Whether a call of the method on one receiver may be one on an object of a class. Of a family it
   * may be, but a class that overrides the method comes to it by `super()` alone: from below its owner.
   */
  private covers(method: number, key: number, index: number): boolean {
    const { hierarchy, program } = this.#s;
    const family = key >> 1;
    if (!isBroad(key)) return family === index;
    if (!hierarchy.isSubclass(index, family)) return false;
    return family !== program.classOfMethod(method) || this.inherits(index, method);
  }

  /** Also where a mix-in overrides it: such a method goes on by `super()` to whatever comes next. */
  private inherits(index: number, method: number): boolean {
    const { hierarchy, program } = this.#s;
    const owner = program.classOfMethod(method);
    const found = findMember(this.#s, hierarchy.order(index), nameOf(this.#s, method)).owner;
    return found === owner || (found !== -1 && !hierarchy.isSubclass(found, owner));
  }

  private readCall(record: number): void {
    const { code, program, testModules, flow, values, log } = this.#s;
    const origin = code.at(record + CallField.origin);
    // What a computed name may mean is no call in sight.
    if (isGuess(log.metaOf(code.at(record + CallField.meta)))) return;
    if (origin >= 0 && testModules.has(program.moduleOfSite(origin))) return;
    const callee = code.at(record + CallField.callee);
    const base = this.#subjects.baseOf(callee);
    const caller = { method: this.callerOn(base, origin), self: base ?? -1 };
    flow.some(callee, (value) => {
      if (values.kind(value) === Kind.bound) this.readBound(value, caller);
      else if (values.kind(value) === Kind.function) this.readPlain(value, record);
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
    return enclosingMethod(program, program.scopeOfSite(origin));
  }

  private readBound(value: number, caller: Caller): void {
    const { values } = this.#s;
    const inner = values.first(value);
    if (values.kind(inner) !== Kind.function) return;
    this.note(this.methodOf(inner), values.second(value), caller);
  }

  /** `Base.method(self)`, or a decorator's wrapper that calls what it wraps. */
  private readPlain(value: number, record: number): void {
    const method = this.methodOf(value);
    if (method === -1) return;
    const { code, flow } = this.#s;
    const hasArguments = code.at(record + CallField.count) > 0;
    if (!hasArguments || code.at(record + CallField.args) !== ArgumentKind.positional) {
      this.openUp(method);
      return;
    }
    const self = code.at(record + CallField.args + 2);
    const caller = { method: this.#selves.get(self) ?? -1, self };
    flow.some(self, (receiver) => {
      this.note(method, receiver, caller);
      return false;
    });
  }

  private methodOf(value: number): number {
    const { scope } = this.#s.functions.get(this.#s.values.first(value));
    return this.#s.program.classOfMethod(scope) === -1 ? -1 : scope;
  }

  private note(method: number, receiver: number, { method: from, self }: Caller): void {
    const key = this.keyOf(receiver);
    if (method === -1 || key === -1) return;
    const id = this.id(method, key);
    if (from === -1 || !this.canBeSelf(from, key)) {
      this.call(id);
      return;
    }
    if (from === method) return;
    this.link(this.id(from, key), id);
    if (isBroad(key)) this.linkWider(from, key, self);
  }

  /** Not so is the object of a bound method that `self` merely keeps: `self._task(…)` of a task runner. */
  private canBeSelf(method: number, key: number): boolean {
    const { hierarchy, program } = this.#s;
    const owner = program.classOfMethod(method);
    const index = key >> 1;
    return (
      hierarchy.isSubclass(index, owner) || (isBroad(key) && hierarchy.isSubclass(owner, index))
    );
  }

  /** What a method does with any class of a family it does with those of a smaller one. */
  private linkWider(method: number, key: number, self: number): void {
    const { flow } = this.#s;
    flow.some(self, (value) => {
      const wider = this.keyOf(value);
      const isWider = wider !== key && wider !== -1 && isBroad(wider);
      if (isWider && this.covers(method, wider, key >> 1)) {
        this.link(this.id(method, wider), this.id(method, key));
      }
      return false;
    });
  }

  /** The class of a receiver and whether its subclasses are meant as well; -1 for what is no object of ours. */
  private keyOf(receiver: number): number {
    const { values } = this.#s;
    const kind = values.kind(receiver);
    if (kind === Kind.super) return this.keyOf(values.second(receiver));
    if (kind === Kind.class) return values.first(receiver) * 2;
    if (kind !== Kind.instance) return -1;
    return values.first(receiver) * 2 + (values.isExact(receiver) ? 0 : 1);
  }

  private id(method: number, key: number): number {
    const id = this.ids.numbered(method, key);
    if (id === this.links.length) {
      this.links.push([]);
      this.isCalledId.push(false);
      const known = this.byMethod.get(method);
      if (known) known.set(key, id);
      else this.byMethod.set(method, new Map([[key, id]]));
      if (this.open.has(method)) this.callIfInherited(method, key, id);
    }
    return id;
  }

  private link(from: number, to: number): void {
    if (this.knownLinks.add(from, to)) this.links[from]?.push(to);
  }

  private call(id: number): void {
    if (this.isCalledId[id]) return;
    this.isCalledId[id] = true;
    this.called.push(id);
  }

  private openUp(method: number): void {
    if (this.open.has(method)) return;
    this.open.add(method);
    for (const [key, id] of this.byMethod.get(method) ?? []) this.callIfInherited(method, key, id);
  }

  private callIfInherited(method: number, key: number, id: number): void {
    if (this.inherits(key >> 1, method)) this.call(id);
  }

  private spread(): void {
    for (let id = this.called.pop(); id !== undefined; id = this.called.pop()) {
      for (const next of this.links[id] ?? []) this.call(next);
    }
  }
}

/** Where a callee is read from: the `self` of a method, or (-1) anything else. */
interface Caller {
  readonly method: number;
  readonly self: number;
}

function isBroad(key: number): boolean {
  return key % 2 === 1;
}

function nameOf({ program }: Solving, scope: number): number {
  return program.names.id(program.scopeFacts(scope).name);
}

function enclosingMethod(program: Solving["program"], scope: number): number {
  let at = scope;
  while (at >= 0 && program.classOfMethod(at) === -1) at = program.parent(at);
  return at;
}
