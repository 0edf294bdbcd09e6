import type { Via } from "../eventlet/catalogue.ts";
import type { EventletFindings, EventletUse } from "../eventlet/findings.ts";
import type { Families } from "./families.ts";
import { DECIDING_RANK, type Program } from "./program.ts";
import { type Spread, spread } from "./spread.ts";

/** What each function has to do with Eventlet, today and in the migrated program. */
export interface Reach {
  /** Reaches a yield point of today or a call that the migrated program awaits. */
  readonly suspends: Spread;
  /** Must be awaited in the migrated program: the spread that verdicts are computed on. */
  readonly needsAwait: Spread;
  /** Uses Eventlet, or calls or starts what does. */
  readonly touches: Spread;
  usesOf(index: number): readonly EventletUse[];
  /** In the set that verdicts and plans decide about: no guess on the way. */
  mustAwait(index: number): boolean;
  /** All `via` that feed the function's waits, sorted as the glossary lists them. */
  viaOf(index: number): readonly Via[];
}

/** Reach by three spreads over the same graph; the two strong ones cross override families. */
export function findReach(program: Program, findings: EventletFindings, families: Families): Reach {
  const uses = groupUses(program, findings.uses);
  const seedsWhere = (test: (use: EventletUse) => boolean) => pick(uses, test);
  const waiting = {
    program,
    follows: ({ isInline }: { readonly isInline: boolean }) => isInline,
    familyOf: families.membersOf,
    withPossible: true,
  };
  const suspends = spread({ ...waiting, seeds: seedsWhere(waitsSomewhere) });
  const needsAwait = spread({ ...waiting, seeds: seedsWhere(awaits) });
  const touches = spread({
    program,
    seeds: seedsWhere((use) => isTouching(use) && !isMereLock(use)),
    follows: () => true,
    withPossible: false,
  });
  const via = spreadVia(program, uses, suspends);
  return {
    suspends,
    needsAwait,
    touches,
    usesOf: (index) => uses.get(index) ?? [],
    mustAwait: (index) => isStrong(needsAwait.rankOf(index)),
    viaOf: (index) => VIAS.filter((_, bit) => ((via[index] ?? 0) & (1 << bit)) !== 0),
  };
}

const isStrong = (rank: number): boolean => rank >= 0 && rank <= DECIDING_RANK;
const VIAS: readonly Via[] = ["eventlet", "monkey-patch", "library"];

/** The migrated program awaits here. */
export const awaits = (use: EventletUse): boolean => use.needsAwait && !isMereLock(use);

/** It switches today, or is awaited tomorrow. */
const waitsSomewhere = (use: EventletUse): boolean =>
  (use.yields || use.needsAwait) && !isMereLock(use);

function groupUses(program: Program, uses: readonly EventletUse[]): Map<number, EventletUse[]> {
  const groups = new Map<number, EventletUse[]>();
  for (const use of uses) {
    const index = program.indexOf(use.function);
    if (index === undefined) continue;
    const group = groups.get(index) ?? [];
    group.push(use);
    groups.set(index, group);
  }
  return groups;
}

function pick(
  groups: ReadonlyMap<number, readonly EventletUse[]>,
  test: (use: EventletUse) => boolean,
): Map<number, readonly EventletUse[]> {
  const picked = new Map<number, readonly EventletUse[]>();
  for (const [index, uses] of groups) {
    const kept = uses.filter(test);
    if (kept.length > 0) picked.set(index, kept);
  }
  return picked;
}

/** Naming Eventlet in an import alone does nothing; a patched call that costs nothing stays as it is. */
function isTouching(use: EventletUse): boolean {
  if (use.how === "import") return false;
  return use.via === "eventlet" || use.yields || use.needsAwait || use.effort > 0;
}

const LOCK_METHODS = /\.(acquire|acquire_lock|release|release_lock|__enter__|__exit__)$/;
const PLAIN_LOCK = /^(threading|_thread|thread|oslo_concurrency\.lockutils|fasteners)\.|^logging\./;

/**
 * A patched lock yields only when two green threads want it at once, and logging only through such
 * a lock: neither makes the callers `async`. What suspends while the lock is held does, by itself.
 */
function isMereLock(use: EventletUse): boolean {
  if (use.via === "eventlet" || !PLAIN_LOCK.test(use.api)) return false;
  return use.how === "with" || LOCK_METHODS.test(use.api) || use.api.startsWith("logging.");
}

/** Every way by which a function's waits arise, as a bit set: a fixed point over the inline links that decide. */
function spreadVia(
  program: Program,
  uses: ReadonlyMap<number, readonly EventletUse[]>,
  suspends: Spread,
): Uint8Array {
  const via = new Uint8Array(program.nodes.length);
  const queue: number[] = [];
  for (const [index, own] of uses) {
    for (const use of own) {
      if (waitsSomewhere(use)) via[index] = (via[index] ?? 0) | (1 << VIAS.indexOf(use.via));
    }
    if (via[index] !== 0) queue.push(index);
  }
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    const bits = via[index] ?? 0;
    for (const link of program.callers[index] ?? []) {
      const before = via[link.from] ?? 0;
      if (!link.isInline || link.rank > DECIDING_RANK || (before | bits) === before) continue;
      via[link.from] = before | bits;
      queue.push(link.from);
    }
  }
  fillFromEvidence(program, via, suspends);
  return via;
}

/** Functions known only by a possible step, or through their family, take the `via` of their evidence. */
function fillFromEvidence(program: Program, via: Uint8Array, suspends: Spread): void {
  for (let index = 0; index < program.nodes.length; index += 1) {
    if (via[index] !== 0 || suspends.rankOf(index) < 0) continue;
    const use = suspends.useOf(index);
    if (use !== undefined) via[index] = 1 << VIAS.indexOf(use.via);
  }
}
