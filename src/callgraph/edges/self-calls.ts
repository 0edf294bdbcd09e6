import { findMember } from "../state/class-members.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import { alternativeOf } from "./alternatives.ts";
import type { BlindCalls } from "./blind-calls.ts";
import type { Place } from "./call-places.ts";
import { READS } from "./call-places.ts";
import { CalledReceivers } from "./called-receivers.ts";
import { countOwners } from "./candidate-kinds.ts";
import type { SiteSubjects } from "./site-subjects.ts";

/** What is called at a place on the `self` or `cls` of a method, and whether that leads to a class on which the method is called at all. */
export class SelfCalls {
  private readonly called: CalledReceivers;
  readonly #s: Solving;
  readonly #subjects: SiteSubjects;
  /** Variable that `self` or `cls` is → its method. */
  readonly #receivers: ReadonlyMap<number, number>;

  constructor(
    s: Solving,
    subjects: SiteSubjects,
    receivers: ReadonlyMap<number, number>,
    blind: BlindCalls,
  ) {
    this.#s = s;
    this.#subjects = subjects;
    this.#receivers = receivers;
    this.called = new CalledReceivers(s, subjects, receivers, blind);
  }

  /** Whether nobody, as far as can be seen, calls the method around on what leads to a target. */
  doubtsAt(
    place: Place,
    { byTarget, callees }: Evidence,
  ): (target: number, own: ReadonlySet<number>) => boolean {
    const isChoice = countOwners(this.#s, byTarget.keys()) > 1;
    const method = this.methodAt(place, callees);
    if (method !== -1) {
      return (target, own) => !this.called.isCalledOn(method, { target, own, isChoice });
    }
    const { site, context, how } = place;
    const made = how === "constructor" ? this.#subjects.calleeAt(site, context) : -1;
    const maker = this.#receivers.get(made) ?? -1;
    if (maker === -1 || !isChoice) return () => false;
    return (target) => {
      const own = this.classesMade(made, target);
      return own.size > 0 && !this.called.isCalledOn(maker, { target, own, isChoice });
    };
  }

  /** The method on whose `self` the call is made; -1 for a call on anything else. */
  private methodAt({ site, how }: Place, callees: ReadonlySet<number>): number {
    if (READS.has(how)) return this.agreed(this.#subjects.basesAt(site));
    return this.agreed([...callees].map((each) => this.#subjects.baseOf(each)));
  }

  /** The method of which all these are the first parameter. */
  private agreed(variables: readonly (number | undefined)[]): number {
    const methods = variables.map((each) =>
      each === undefined ? -1 : (this.#receivers.get(each) ?? -1),
    );
    return methods.every((each) => each === methods[0]) ? (methods[0] ?? -1) : -1;
  }

  /** The classes for which a constructor is found, of those that `cls` may be in `cls(…)`. */
  private classesMade(made: number, target: number): ReadonlySet<number> {
    const { flow, values, hierarchy, program } = this.#s;
    const name = program.names.id(program.scopeFacts(target).name);
    const owner = program.classOfMethod(target);
    const classes = flow.valuesOf(made).filter((value) => {
      if (values.kind(value) !== Kind.class) return false;
      return findMember(this.#s, hierarchy.order(values.first(value)), name).owner === owner;
    });
    return new Set(classes.map((value) => alternativeOf(this.#s, value)));
  }
}

/** Scope → alternatives that lead there; the variables of the callees. */
interface Evidence {
  readonly byTarget: ReadonlyMap<number, ReadonlySet<number>>;
  readonly callees: ReadonlySet<number>;
}
