/**
 * More values than this say nothing any more: a variable keeps its first ones. Values arrive in an
 * order that the sorted input fixes, so what is kept is fixed too. Of what leads nowhere by itself,
 * or is one of many like it, fewer are kept.
 */
export const Weight = {
  /** bound methods, broad receivers: counted with all others only */
  any: 0,
  literal: 1,
  /** unknown things */
  result: 2,
  /** containers and what is outside */
  outside: 3,
  /** instances of exactly one class of ours */
  instance: 4,
  /** functions, what wraps one (partials …), classes and modules: a registry of hundreds is a design, not noise */
  function: 5,
} as const;

/** By weight; the first one counts all values, the last one too, but only functions are measured by it. */
export type Limits = readonly number[];

export const PROGRAM_LIMITS: Limits = [64, 12, 3, 16, 64, 512];
/** Tests pour in one example after another: to what the program itself does they add less. */
export const TEST_LIMITS: Limits = [64, 6, 3, 8, 24, 64];

/**
 * For programs that are far wider than others (classes of formulas, operators between all of them): a coarse graph
 * that comes to an end is worth more than a fine one that does not.
 */
const NARROW_LIMITS: Limits = [12, 4, 2, 6, 8, 12];
/** For those that this does not bring to an end either. */
const NARROWEST_LIMITS: Limits = [4, 2, 1, 2, 4, 4];
/** So many times the effort that a program may take to be followed finely, and it is followed least finely. */
const LAST_RESORT = 1.5;

/** The counts of a variable's values in one integer: all of them in the lowest bits, then by weight. */
const SHIFTS: readonly number[] = [0, 11, 15, 17, 22];
const MASKS: readonly number[] = [1023, 15, 3, 31, 127];

/** All values of the variable. */
export function totalOf(counts: number): number {
  return counts & 1023;
}

/** This bit is no count: free for another use. */
export const SPARE_BIT = 1024;

/** The most values that a variable can hold. */
export const MAXIMAL_TOTAL = 1023;

/** Whether not one more value of any weight has room. */
export function isFull(counts: number, limits: Limits): boolean {
  return (counts & 1023) >= (limits[Weight.function] as number);
}

export function hasRoom(counts: number, weight: number, limits: Limits): boolean {
  const total = counts & 1023;
  if (weight === Weight.function) return total < (limits[Weight.function] as number);
  if (total >= (limits[0] as number)) return false;
  const count = (counts >>> (SHIFTS[weight] as number)) & (MASKS[weight] as number);
  return count < (limits[weight] as number);
}

export function withOneMore(counts: number, weight: number): number {
  const isCounted = weight !== Weight.any && weight !== Weight.function;
  return counts + (isCounted ? 1 + (1 << (SHIFTS[weight] as number)) : 1);
}

/** Whether what does not fit is a loss: lighter things are left out by intent. */
export function isLoss(weight: number): boolean {
  return weight === Weight.any || weight === Weight.instance || weight === Weight.function;
}

/** What variables may hold while one program is solved. */
export class Bounds {
  /** What a variable may take in now; what it holds stays. */
  limits: Limits = PROGRAM_LIMITS;
  /** More effort was taken than the program was given: it is followed less finely. */
  isNarrow = false;
  private next = Number.POSITIVE_INFINITY;
  private last = Number.POSITIVE_INFINITY;

  /** Holds until so much effort is taken in all. */
  set(limits: Limits, fineSteps: number): void {
    if (this.isNarrow) return;
    this.limits = limits;
    this.next = fineSteps;
    this.last = fineSteps * LAST_RESORT;
  }

  narrowAfter(effort: number): void {
    if (effort <= this.next) return;
    this.limits = this.isNarrow ? NARROWEST_LIMITS : NARROW_LIMITS;
    this.next = this.isNarrow ? Number.POSITIVE_INFINITY : this.last;
    this.isNarrow = true;
  }

  /** Of how many values of a variable a rule hears that comes later than they do. */
  get heard(): number {
    return this.isNarrow ? (this.limits[Weight.any] as number) : MAXIMAL_TOTAL;
  }
}
