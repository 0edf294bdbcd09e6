import { PairMap, PairSet } from "../int-tables.ts";
import { findMember } from "../state/class-members.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import { classesIn } from "./alternatives.ts";
import type { BlindCalls } from "./blind-calls.ts";
import type { Caller } from "./method-calls.ts";
import { MethodCalls } from "./method-calls.ts";
import type { SiteSubjects } from "./site-subjects.ts";
import { findStoodFor } from "./stand-ins.ts";
import { UnseenCallers } from "./unseen-callers.ts";

/**
 * On which classes the program itself calls the methods that classes inherit. The solver lets every
 * class that can be made be the `self` of every method it inherits, for frameworks call methods too
 * (receivers.ts). Where the program's own calls of a method are all in sight, that is too much: what
 * the method does only with a class that nobody calls it on is a guess.
 *
 * Known are calls on something else than `self`; a call on `self` passes on what its own method is
 * called on. A method that somebody may call unseen (blind-calls.ts, unseen-callers.ts) counts as
 * called on every class but those that a subclass stands for (stand-ins.ts); what nobody else calls is
 * called where tests call it.
 */
export class CalledReceivers {
  /** Method and receiver → number; numbers that are called. */
  private readonly ids = new PairMap(1 << 12);
  private readonly called: number[] = [];
  private readonly isCalledId: boolean[] = [];
  private readonly pairs: (readonly [method: number, key: number])[] = [];
  /** By number: what a call on `self` calls on the same object. */
  private readonly links: number[][] = [];
  private readonly knownLinks = new PairSet(1 << 12);
  private readonly byMethod = new Map<number, Map<number, number>>();
  private readonly calledByMethod = new Map<number, readonly number[]>();
  private readonly open = new Set<number>();
  /** Methods that nothing but tests calls. */
  private readonly left = new Set<number>();
  private readonly stoodFor: ReadonlySet<number>;
  readonly #s: Solving;

  constructor(
    s: Solving,
    subjects: SiteSubjects,
    selves: ReadonlyMap<number, number>,
    blind: BlindCalls,
  ) {
    this.#s = s;
    this.stoodFor = findStoodFor(s);
    const calls = new MethodCalls(s, subjects, selves);
    const guessed = new Set<number>();
    const visitor = {
      called: (method: number, receiver: number, caller: Caller) =>
        this.note(method, receiver, caller),
      calledPlainly: (method: number) => this.openUp(method),
      guessed: (method: number) => guessed.add(method),
    };
    calls.visit(visitor, false);
    const unseen = new UnseenCallers(s);
    const mayCall = (method: number) => guessed.has(method) || unseen.mayCall(method);
    for (const method of new Set(selves.values())) {
      const isOpen = !this.byMethod.has(method) && mayCall(method);
      if (isOpen || blind.mayMean(method)) this.openUp(method);
    }
    this.spread();
    // Methods that only call each other are called by somebody whom we do not see.
    for (const method of this.byMethod.keys()) {
      if (this.isUncalled(method) && mayCall(method)) this.openUp(method);
    }
    this.spread();
    for (const method of selves.values()) if (this.isUncalled(method)) this.left.add(method);
    this.addTests(calls);
  }

  /** What the program leaves to others to call is called as its tests do. */
  private addTests(calls: MethodCalls): void {
    const visitor = {
      called: (method: number, receiver: number) => {
        const key = this.keyOf(receiver);
        if (key !== -1 && this.left.has(method)) this.call(this.id(method, key));
      },
      calledPlainly: () => {},
      guessed: () => {},
    };
    calls.visit(visitor, true);
    this.spread();
  }

  private isUncalled(method: number): boolean {
    if (this.open.has(method)) return false;
    return ![...(this.byMethod.get(method)?.values() ?? [])].some((id) => this.isCalledId[id]);
  }

  /**
   * Whether a method is called, as far as can be seen, on one of the classes of its own family among
   * alternatives; functions and methods of other objects, which its `self` may hold, are not judged.
   */
  isCalledOn(method: number, { target, own, isChoice }: Led): boolean {
    const { hierarchy, program } = this.#s;
    const owner = program.classOfMethod(method);
    const classes = classesIn(own).filter((each) => hierarchy.isSubclass(each, owner));
    if (classes.length < own.size) return true;
    if (!isChoice && this.left.has(method)) return true;
    const called = this.calledKeys(method);
    const isOpen = this.open.has(method);
    return classes.some(
      (each) =>
        (isOpen && this.inherits(each, method) && (!isChoice || this.isMade(each, target))) ||
        called.some((key) => this.covers(method, key, each) || this.meets(each, key >> 1, target)),
    );
  }

  /** A receiver of any class of a family is told by its base: one below it that has the target is meant as well. */
  private meets(base: number, index: number, target: number): boolean {
    const { hierarchy, program } = this.#s;
    const order = hierarchy.order(index);
    const found = findMember(this.#s, order, nameOf(this.#s, target)).owner;
    return order.includes(base) && found === program.classOfMethod(target);
  }

  private isMade(index: number, target: number): boolean {
    const { hierarchy, instantiated } = this.#s;
    if (!this.stoodFor.has(index)) return true;
    const heirs = hierarchy.family(index).filter((each) => each !== index);
    return heirs.some((each) => instantiated.has(each) && this.meets(index, each, target));
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

  private note(method: number, receiver: number, { method: from, self }: Caller): void {
    const key = this.keyOf(receiver);
    if (key === -1) return;
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
      this.pairs.push([method, key]);
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
    const index = key >> 1;
    const isMade = isBroad(key) || !this.stoodFor.has(index);
    if (isMade && this.inherits(index, method)) this.call(id);
  }

  private spread(): void {
    for (let id = this.called.pop(); id !== undefined; id = this.called.pop()) {
      for (const next of this.links[id] ?? []) this.call(next);
      const [method = -1, key = -1] = this.pairs[id] ?? [];
      if (!isBroad(key)) this.spreadOne(method, key);
    }
  }

  /** What a method does with any class of a family it does with this one. */
  private spreadOne(method: number, key: number): void {
    const index = key >> 1;
    for (const [wide, id] of this.byMethod.get(method) ?? []) {
      if (!isBroad(wide) || !this.#s.hierarchy.isSubclass(index, wide >> 1)) continue;
      for (const next of this.links[id] ?? []) {
        const [called = -1, family = -1] = this.pairs[next] ?? [];
        if (isBroad(family) && this.covers(called, family, index)) this.call(this.id(called, key));
      }
    }
  }
}

/** A target, the alternatives that lead there, and whether other classes' targets are meant at the place. */
interface Led {
  readonly target: number;
  readonly own: ReadonlySet<number>;
  readonly isChoice: boolean;
}

function isBroad(key: number): boolean {
  return key % 2 === 1;
}

function nameOf({ program }: Solving, scope: number): number {
  return program.names.id(program.scopeFacts(scope).name);
}
