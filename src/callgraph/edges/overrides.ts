import { classesOf } from "../rules/types/hints.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import { classesIn, isBroad } from "./alternatives.ts";
import type { Place } from "./call-places.ts";
import { areOneMethod } from "./candidate-kinds.ts";
import type { SiteSubjects } from "./site-subjects.ts";

/**
 * Which targets of a place are overrides of one method: many of them are no doubt, where the place
 * says of which family an object is meant. What else arrives there, of other families, is not covered.
 */
export class Overrides {
  readonly #s: Solving;
  readonly #subjects: SiteSubjects;
  /** Variable that `self` or `cls` is → its method. */
  readonly #receivers: ReadonlyMap<number, number>;
  readonly #annotated: ReadonlyMap<number, Annotation>;
  readonly #meant = new Map<number, readonly number[]>();

  constructor(s: Solving, subjects: SiteSubjects, receivers: ReadonlyMap<number, number>) {
    this.#s = s;
    this.#subjects = subjects;
    this.#receivers = receivers;
    this.#annotated = annotatedVariables(s);
  }

  /** The targets that are overrides of one method of what `self`, `super()` or an annotation there means. */
  at({ site, how }: Place, { byTarget, callees }: Reached): ReadonlySet<number> {
    const s = this.#s;
    const bases = this.#subjects.basesAt(site);
    const sources = bases.length > 0 ? bases : [...callees].map((each) => this.sourceOf(each));
    const meant = sources.map((each) => this.meantBy(each));
    if (meant.some((each) => each.length === 0)) return NONE;
    const families = meant.flat();
    const isMeant = (index: number) => families.some((each) => s.hierarchy.isSubclass(index, each));
    // A descriptor is an object of its own: what it is read from has it, whatever its class.
    const isOwn = how === "descriptor";
    const covered = [...byTarget].filter(([, own]) => isOwn || classesIn(own).some(isMeant));
    const overrides = new Set(covered.map(([target]) => target));
    return areOneMethod(s, overrides) ? overrides : NONE;
  }

  /** What a callee was read from; where it was not read, itself. */
  private sourceOf(callee: number): number {
    return this.#subjects.baseOf(callee) ?? callee;
  }

  /** Asked once for each clone of a function, of all its clones. */
  private meantBy(variable: number): readonly number[] {
    const known = this.#meant.get(variable);
    if (known !== undefined) return known;
    const meant = this.classesMeant(variable);
    this.#meant.set(variable, meant);
    return meant;
  }

  /** The classes for which a variable stands with all their subclasses: as the `self` of a method, or by annotation. */
  private classesMeant(variable: number): readonly number[] {
    const { values, flow, program } = this.#s;
    const method = this.#receivers.get(variable);
    const classes = method === undefined ? [] : [program.classOfMethod(method)];
    const annotation = this.#annotated.get(variable);
    if (annotation) classes.push(...classesNamed(this.#s, annotation));
    for (const value of flow.valuesOf(variable)) {
      if (isBroad(this.#s, value)) classes.push(values.first(value));
      else if (values.kind(value) === Kind.super) classes.push(values.first(values.second(value)));
    }
    return classes;
  }
}

/** Scope → alternatives that lead there; the variables of the callees. */
interface Reached {
  readonly byTarget: ReadonlyMap<number, ReadonlySet<number>>;
  readonly callees: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

interface Annotation {
  readonly module: number;
  readonly type: number;
}

function annotatedVariables(s: Solving): ReadonlyMap<number, Annotation> {
  const found = new Map<number, Annotation>();
  for (const { dst, module, type } of s.hints) found.set(dst, { module, type });
  for (const { scope, parameters } of s.functions.all()) {
    const module = s.program.moduleOf(scope);
    for (const [position, { type }] of (s.program.callable(scope)?.parameters ?? []).entries()) {
      const variable = parameters[position]?.variable;
      if (type !== undefined && variable !== undefined) found.set(variable, { module, type });
    }
  }
  return found;
}

/** The classes of ours that an annotation names. */
function classesNamed(s: Solving, { module, type }: Annotation): readonly number[] {
  return classesOf(s, module, type)
    .map(({ index }) => index)
    .filter((index) => index !== -1);
}
