import type { Via } from "../../eventlet/catalogue.ts";
import type { EventletFindings, EventletUse } from "../../eventlet/findings.ts";
import { addToGroup } from "../../group-by.ts";
import { DECIDING_RANK, type Link, type Program } from "../program.ts";
import { splitContexts, splitFamilies, splitLinks } from "./contexts.ts";
import type { Families } from "./families.ts";
import { findWaitingImports } from "./import-links.ts";
import { type JoinedSpread, joinSpreads } from "./join-spreads.ts";
import { findParameterCalls } from "./parameter-calls.ts";
import type { Scripts } from "./run-time.ts";
import { type LinksByCallee, type Spread, VIAS } from "./spread.ts";
import { findWorlds, type Surrounded, spreadByProcess } from "./spread-by-process.ts";
import { usesByInstance } from "./use-instances.ts";
import { findWrappedApplications } from "./wrapped-applications.ts";

/** What each function has to do with Eventlet, today and in the migrated program. */
export interface Reach {
  /** Reaches a yield point of today or a call that the migrated program awaits. */
  readonly suspends: JoinedSpread;
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
export function findReach(
  whole: Program,
  findings: EventletFindings,
  families: Families,
  scripts: Scripts,
): Reach {
  const contexts = splitContexts(whole);
  const { program, instancesOf } = contexts;
  const own = groupUses(whole, [...findings.uses, ...(findings.libraryUses ?? [])]);
  const uses = usesByInstance(whole, own, contexts);
  const worlds = findWorlds(program, findings.climates);
  const guesses = findGuesses(whole).map((links) => splitLinks(links, contexts));
  const familyOf = splitFamilies(families, contexts);
  const spreadInline = (test: (use: EventletUse) => boolean, more: readonly LinksByCallee[]) => {
    const follows = ({ isInline }: Link) => isInline;
    const options = {
      program,
      familyOf,
      withPossible: true,
      beside: [...guesses, ...more],
      follows,
    };
    return spreadByProcess(options, { uses, test }, worlds);
  };
  const called = spreadInline(waitsSomewhere, []);
  const reached = joinSpreads(called, contexts);
  const imports = findWaitingImports(whole, scripts, own, {
    waits: waitsSomewhere,
    suspends: (index) => isStrong(reached.rankOf(index)),
  });
  const waitsOrImports = (use: EventletUse) => waitsSomewhere(use) || imports.isWaiting(use);
  const suspends = imports.isNone
    ? called
    : spreadInline(waitsOrImports, [splitLinks(imports.links, contexts)]);
  const needsAwait = joinSpreads(spreadInline(awaits, []), contexts);
  const touches = spreadByProcess(
    { program, follows: ({ edge }) => edge.kind !== "callback", withPossible: false },
    { uses, test: (use) => isTouching(use) && !isMereLock(use) },
    worlds,
  );
  const via = suspends.map((each) => spreadVia(program, uses, each));
  return {
    suspends: suspends === called ? reached : joinSpreads(suspends, contexts),
    needsAwait,
    touches: joinSpreads(touches, contexts),
    usesOf: (index) => own.get(index) ?? [],
    mustAwait: (index) => isStrong(needsAwait.rankOf(index)),
    viaOf: (index) => viasIn(via, instancesOf(index)),
  };
}

/** What feeds some of a function's instances in some world: a bit for each. */
function viasIn(
  worlds: readonly ReturnType<typeof spreadVia>[],
  instances: readonly number[],
): readonly Via[] {
  let bits = 0;
  for (const instance of instances) for (const own of worlds) bits |= own[instance] ?? 0;
  return VIAS.filter((_, bit) => (bits & (1 << bit)) !== 0);
}

/** Links that are in no graph, because what is called is not known there. */
const findGuesses = (program: Program): readonly LinksByCallee[] => [
  findParameterCalls(program),
  findWrappedApplications(program),
];

const isStrong = (rank: number): boolean => rank >= 0 && rank <= DECIDING_RANK;

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
    if (index !== undefined) addToGroup(groups, index, use);
  }
  return groups;
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

/**
 * Every way by which a function's waits arise, as a bit set: a fixed point over the inline links that
 * decide, in the processes of one spread.
 */
function spreadVia(
  program: Program,
  uses: ReadonlyMap<number, readonly EventletUse[]>,
  { world, spread: suspends }: Surrounded,
): Uint8Array {
  const via = new Uint8Array(program.nodes.length);
  const queue: number[] = [];
  const add = (index: number, bits: number): void => {
    const before = via[index] ?? 0;
    if (suspends.rankOf(index) < 0 || (before | bits) === before) return;
    via[index] = before | bits;
    queue.push(index);
  };
  for (const [index, own] of uses) {
    for (const use of own.filter((each) => waitsSomewhere(each) && world.isGreen(each))) {
      add(index, 1 << VIAS.indexOf(use.via));
    }
  }
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    const bits = via[index] ?? 0;
    for (const link of program.callers[index] ?? []) {
      if (link.isInline && link.rank <= DECIDING_RANK && world.passes(link)) add(link.from, bits);
    }
  }
  return via.map((bits, index) => {
    if (!world.tells(index)) return 0;
    if (bits !== 0 || suspends.rankOf(index) < 0) return bits;
    // Known only by a possible step, or through its family: the `via` of its evidence.
    const use = suspends.useOf(index);
    return use === undefined ? 0 : 1 << VIAS.indexOf(use.via);
  });
}
