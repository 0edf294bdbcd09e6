/**
 * The solver's own records, made from a module's constraints with everything numbered globally, and
 * by the rules themselves (a `for` over an instance becomes calls of `__iter__` and `__next__`).
 * A record is `[rule, length, ...operands]`; most wait on one variable and run once per value of it.
 */
export const Rule = {
  /** dst base name site (stored): what was stored there right before */
  load: 1,
  /** base name src site flags */
  store: 2,
  /** base name site */
  delete: 3,
  /** dst base key keyVariable site */
  loadItem: 4,
  /** base key keyVariable src site */
  storeItem: 5,
  /** base key keyVariable site */
  deleteItem: 6,
  /** dst src site */
  extend: 7,
  /** dst src site isAsync */
  iterate: 8,
  /** dst src index site */
  unpack: 9,
  /** dst callee site meta isWritten context count, then (kind name variable) each */
  call: 10,
  /** dst manager site isAsync */
  enter: 11,
  /** manager site isAsync */
  exit: 12,
  /** dst src site */
  await: 13,
  /** dst src site yields */
  yieldFrom: 14,
  /** dst method reflected inPlace left right site */
  operator: 15,
  /** the same operands; waits on the right side */
  reflect: 16,
  /** dst left right method site: left values that lack the method */
  reflectUnless: 17,
  /** dst src test (index of narrowings) */
  narrow: 18,
  /** src site */
  raise: 19,
  /** dst class */
  catch: 20,
  /** class position */
  base: 21,
  /** attribute receiver class: a class member on its way to the receiver that asked for it */
  bind: 22,
  /** callback index: a rule given as a function; for the rare ones */
  run: 23,
  /** descriptor-aware store: src receiver class site */
  bindStore: 24,
  /** origin name manner (`HandOver`) argument: a function handed to an unknown external callable */
  handOver: 25,
  /** dst callee: a decorated class, while the bases of classes are sought */
  passClass: 26,
  /** site */
  discard: 27,
} as const;

/** To what a function is handed: a library's callable, what an unknown call gave, a decorator's line. */
export const HandOver = { named: 0, result: 1, decorator: 2 } as const;
