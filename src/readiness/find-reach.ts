import type { Via } from "../eventlet/catalogue.ts";
import type { EventletFindings, EventletUse } from "../eventlet/findings.ts";
import { joinContexts, splitContexts, splitFamilies, splitLinks } from "./contexts.ts";
import type { Families } from "./families.ts";
import { findParameterCalls } from "./parameter-calls.ts";
import { DECIDING_RANK, type Program } from "./program.ts";
import { type Spread, type SpreadOptions, spread } from "./spread.ts";
import { findUnpatched } from "./unpatched.ts";

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
export function findReach(whole: Program, findings: EventletFindings, families: Families): Reach {
  const contexts = splitContexts(whole);
  const { program, instancesOf } = contexts;
  const own = groupUses(whole, [...findings.uses, ...(findings.libraryUses ?? [])]);
  const uses = new Map(
    [...own].flatMap(([index, each]) => instancesOf(index).map((instance) => [instance, each])),
  );
  const unpatched = new Set([...findUnpatched(whole, findings.processes)].flatMap(instancesOf));
  const guesses = splitLinks(findParameterCalls(whole), contexts);
  const familyOf = splitFamilies(families, contexts);
  const waiting = { program, familyOf, withPossible: true, guesses };
  const spreadInline = (test: (use: EventletUse) => boolean) =>
    spreadByProcess({ ...waiting, follows: ({ isInline }) => isInline }, { uses, unpatched, test });
  const suspends = spreadInline(waitsSomewhere);
  const needsAwait = joinContexts(spreadInline(awaits), contexts);
  const touches = spreadByProcess(
    { program, follows: ({ edge }) => edge.kind !== "callback", withPossible: false },
    { uses, unpatched, test: (use) => isTouching(use) && !isMereLock(use) },
  );
  const via = spreadVia(program, { uses, unpatched, suspends });
  const viaOf = (index: number) =>
    instancesOf(index).reduce((bits, instance) => bits | (via[instance] ?? 0), 0);
  return {
    suspends: joinContexts(suspends, contexts),
    needsAwait,
    touches: joinContexts(touches, contexts),
    usesOf: (index) => own.get(index) ?? [],
    mustAwait: (index) => isStrong(needsAwait.rankOf(index)),
    viaOf: (index) => VIAS.filter((_, bit) => (viaOf(index) & (1 << bit)) !== 0),
  };
}

interface ByProcess {
  readonly uses: ReadonlyMap<number, readonly EventletUse[]>;
  readonly unpatched: ReadonlySet<number>;
  readonly test: (use: EventletUse) => boolean;
}

/**
 * What is cooperative only by patching does not suspend in a process that is not patched: functions
 * that only such processes reach know nothing but the uses that name Eventlet.
 */
function spreadByProcess(
  options: Omit<SpreadOptions, "seeds">,
  { uses, unpatched, test }: ByProcess,
): Spread {
  const everywhere = spread({
    ...options,
    seeds: pick(uses, (use, index) => test(use) && (isNamed(use) || !unpatched.has(index))),
    follows: (link) => options.follows(link) && !unpatched.has(link.from),
  });
  if (unpatched.size === 0) return everywhere;
  const named = spread({ ...options, seeds: pick(uses, (use) => test(use) && isNamed(use)) });
  const of = (index: number) => (unpatched.has(index) ? named : everywhere);
  return {
    rankOf: (index) => of(index).rankOf(index),
    depthOf: (index) => of(index).depthOf(index),
    evidenceOf: (index) => of(index).evidenceOf(index),
    useOf: (index) => of(index).useOf(index),
    relativeOf: (index) => of(index).relativeOf(index),
  };
}

const isNamed = (use: EventletUse): boolean => use.via === "eventlet";

const isStrong = (rank: number): boolean => rank >= 0 && rank <= DECIDING_RANK;
const VIAS: readonly Via[] = ["eventlet", "monkey-patch", "library"];

/** The migrated program awaits here. */
export const awaits = (use: EventletUse): boolean =>
  use.needsAwait && !NO_WAITS.has(use.how) && !isMereLock(use);

/** It switches today, or is awaited tomorrow. */
const waitsSomewhere = (use: EventletUse): boolean =>
  (use.yields || use.needsAwait) && !NO_WAITS.has(use.how) && !isMereLock(use);

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
  test: (use: EventletUse, index: number) => boolean,
): Map<number, readonly EventletUse[]> {
  const picked = new Map<number, readonly EventletUse[]>();
  for (const [index, uses] of groups) {
    const kept = uses.filter((use) => test(use, index));
    if (kept.length > 0) picked.set(index, kept);
  }
  return picked;
}

/** Naming a class to inherit from or a function to import does nothing yet; patched names that never wait stay. */
function isTouching(use: EventletUse): boolean {
  if (use.how === "import" || use.how === "subclass") return false;
  return use.via === "eventlet" || use.yields || use.needsAwait;
}

/** Handing a function on, catching or inheriting is no wait at this place. */
const NO_WAITS: ReadonlySet<EventletUse["how"]> = new Set([
  "import",
  "argument",
  "except",
  "subclass",
]);

const LOCK_METHODS = /\.(acquire|acquire_lock|release|release_lock|__enter__|__exit__)$/;
const PLAIN_LOCK = /^(threading|_thread|thread|oslo_concurrency\.lockutils|fasteners)\.|^logging\./;

/**
 * A patched lock yields only when two green threads want it at once, and logging only through such
 * a lock: neither makes the callers `async`. What suspends while the lock is held does, by itself.
 */
export function isMereLock(use: EventletUse): boolean {
  if (use.via === "eventlet" || !PLAIN_LOCK.test(use.api)) return false;
  return use.how === "with" || LOCK_METHODS.test(use.api) || use.api.startsWith("logging.");
}

interface ViaInput {
  readonly uses: ReadonlyMap<number, readonly EventletUse[]>;
  readonly unpatched: ReadonlySet<number>;
  readonly suspends: Spread;
}

/** Every way by which a function's waits arise, as a bit set: a fixed point over the inline links that decide. */
function spreadVia(program: Program, { uses, unpatched, suspends }: ViaInput): Uint8Array {
  const via = new Uint8Array(program.nodes.length);
  const queue: number[] = [];
  const add = (index: number, bits: number) => {
    const before = via[index] ?? 0;
    const after = before | (unpatched.has(index) ? bits & 1 : bits);
    if (after === before) return;
    via[index] = after;
    queue.push(index);
  };
  for (const [index, own] of uses) {
    for (const use of own.filter(waitsSomewhere)) add(index, 1 << VIAS.indexOf(use.via));
  }
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    const bits = via[index] ?? 0;
    for (const { from, isInline, rank } of program.callers[index] ?? []) {
      if (isInline && rank <= DECIDING_RANK) add(from, bits);
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
