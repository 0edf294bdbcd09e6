import { LiteralKind } from "../../python/constraints.ts";
import { IntList, PairMap } from "../int-tables.ts";
import { Weight } from "./value-limits.ts";

/**
 * What a variable can hold. Every value is a dense integer; its kind and two operands say what it
 * is. Two values of the same kind and operands are the same value.
 */
export const Kind = {
  /** function instance */
  function: 1,
  /** class index */
  class: 2,
  /** class index, breadth (`Breadth`) */
  instance: 3,
  /** callable value, receiver value */
  bound: 4,
  /** module index */
  module: 5,
  /** object index: containers, partials, properties … (objects.ts) */
  object: 6,
  /** `LiteralKind`, text */
  literal: 7,
  /** class index after which the search starts, receiver value */
  super: 8,
  /** function instance */
  generator: 9,
  /** function instance */
  coroutine: 10,
  /** dotted name of a module, class or function outside the analysed code */
  external: 11,
  /** dotted name of an external class */
  externalInstance: 12,
  /** dotted name of the external callable that some unknown thing came out of */
  result: 13,
  /** the value whose attributes are its items: `globals()`, `vars(x)`, `x.__dict__` */
  namespace: 14,
  /** a value found by a computed name */
  guess: 15,
  /** variable of an object, variable of a name: that member, where the name is not (only) a known text */
  member: 16,
} as const;

/** Instead of a `LiteralKind`: a text of which only parts are known. */
export const TEXT_WITH_GAPS = 64;
/** Some name of a module: what `dir(module)` gives. */
export const MEMBER_NAME = 67;
/** A path of the repository (place-texts.ts). */
export const PATH = 65;
/** A name that listing a folder of the repository gives, or what is made of it. */
export const LISTED = 66;

const WEIGHTS: Readonly<Record<number, number>> = {
  [Kind.literal]: Weight.literal,
  [Kind.result]: Weight.result,
  [Kind.externalInstance]: Weight.outside,
  [Kind.external]: Weight.outside,
  [Kind.guess]: Weight.outside,
  [Kind.member]: Weight.outside,
};

/** Of which classes an `instance` value may be: of that class, of it and its subclasses as an annotation or base-class `self` says. */
export const Breadth = {
  exact: 0,
  hinted: 1,
  family: 2,
  /** This number and those above: one object of exactly that class (objects-apart.ts). */
  apart: 3,
} as const;

export class Values {
  readonly #namesMember: (text: number) => boolean;
  private readonly ids = new PairMap(1 << 16);
  private readonly kinds = new IntList();
  private readonly firsts = new IntList();
  private readonly seconds = new IntList();
  private readonly weights = new IntList();

  /** `namesMember` says of a text whether it names a class or function of the program by its path. */
  constructor(namesMember: (text: number) => boolean) {
    this.#namesMember = namesMember;
  }

  of(kind: number, first: number, second = 0): number {
    const key = first * 32 + kind;
    let id = this.ids.get(key, second);
    if (id === -1) {
      id = this.kinds.push(kind);
      this.firsts.push(first);
      this.seconds.push(second);
      this.weights.push(this.weightOf(kind, first, second));
      this.ids.set(key, second, id);
    }
    return id;
  }

  /** How many there are: they are numbered from 0. */
  get size(): number {
    return this.kinds.length;
  }

  kind(value: number): number {
    return this.kinds.at(value);
  }

  first(value: number): number {
    return this.firsts.at(value);
  }

  second(value: number): number {
    return this.seconds.at(value);
  }

  /** Its `Weight`: how many of its like a variable keeps. */
  weight(value: number): number {
    return this.weights.at(value);
  }

  /** Says how much an object of some kind counts. */
  weigh(value: number, weight: number): void {
    this.weights.put(value, weight);
  }

  private weightOf(kind: number, first: number, second: number): number {
    if (kind === Kind.bound) {
      if (this.kinds.at(first) === Kind.external) return Weight.outside;
      return this.kinds.at(second) === Kind.class ? Weight.function : Weight.any;
    }
    if (kind === Kind.function || kind === Kind.class || kind === Kind.module)
      return Weight.function;
    if (kind === Kind.instance && isExactBreadth(second)) return Weight.instance;
    // Lists of steps, plugins and drivers are written so: such a text is as good as the class.
    const isText = kind === Kind.literal && first === LiteralKind.string;
    if (isText && this.#namesMember(second)) return Weight.any;
    return WEIGHTS[kind] ?? Weight.any;
  }

  /** Whether an instance is one of its class and of no other. */
  isExact(value: number): boolean {
    return isExactBreadth(this.seconds.at(value));
  }

  /** Whether it is one certain object. */
  isApart(value: number): boolean {
    return this.kinds.at(value) === Kind.instance && this.seconds.at(value) >= Breadth.apart;
  }

  /** Whether it is something of a library, or what came out of one. */
  isOutside(value: number): boolean {
    const kind = this.kinds.at(value);
    return kind === Kind.external || kind === Kind.externalInstance || kind === Kind.result;
  }

  isLiteral(value: number): boolean {
    return this.kinds.at(value) === Kind.literal;
  }

  isNone(value: number): boolean {
    return this.isLiteral(value) && this.firsts.at(value) === LiteralKind.none;
  }

  isInteger(value: number): boolean {
    return this.isLiteral(value) && this.firsts.at(value) === LiteralKind.integer;
  }

  isString(value: number): boolean {
    return this.isLiteral(value) && this.firsts.at(value) === LiteralKind.string;
  }
}

function isExactBreadth(breadth: number): boolean {
  return breadth === Breadth.exact || breadth >= Breadth.apart;
}
