import type { Level } from "./call-places.ts";

/** Scope → alternatives that lead there. */
export type ByTarget = Map<number, Set<number>>;

/** The level of a target to which so many alternatives lead. */
export type LevelOf = (own: number, target: number) => Level;

interface Clones {
  /** What is read from in one clone, as far as it counts. */
  readonly alternativesOf: (base: number) => ReadonlySet<number>;
  readonly byTarget: ByTarget;
  readonly level: (byTarget: ByTarget, all: ReadonlySet<number>) => LevelOf;
  /** Where no clone tells: all of them together. */
  readonly joined: () => LevelOf;
}

const ORDER: readonly Level[] = ["lost", "possible", "likely", "certain"];

/**
 * What a function reads an attribute from is another thing in each of its clones: a target is as sure
 * as in the clone that is surest to lead there, and one that has other things only tells nothing of it.
 */
export function surestOfClones(bases: readonly number[], clones: Clones): LevelOf {
  const levels = bases.map((base) => {
    const all = clones.alternativesOf(base);
    const byTarget = narrowed(clones.byTarget, all);
    return { byTarget, level: clones.level(byTarget, all) };
  });
  return (own, target) => {
    const found = levels.flatMap(({ byTarget, level }) => {
      const size = byTarget.get(target)?.size;
      return size === undefined ? [] : [level(size, target)];
    });
    if (found.length === 0) return clones.joined()(own, target);
    return found.reduce((left, right) =>
      ORDER.indexOf(right) > ORDER.indexOf(left) ? right : left,
    );
  };
}

function narrowed(byTarget: ByTarget, all: ReadonlySet<number>): ByTarget {
  const entries = [...byTarget].flatMap(([target, own]): [number, Set<number>][] => {
    const here = [...own].filter((each) => all.has(each));
    return here.length === 0 ? [] : [[target, new Set(here)]];
  });
  return new Map(entries);
}
