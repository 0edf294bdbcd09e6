import type { Confidence } from "./call-graph.ts";
import type { CallMeta } from "./call-log.ts";
import { CallField } from "./calling.ts";
import type { Solving } from "./solving.ts";

/** One call at one site, with what it stands on. */
export interface FoundCall {
  readonly site: number;
  /** Scope, or `-1 - name` of an external. */
  readonly target: number;
  readonly meta: CallMeta;
  readonly confidence: Confidence;
  /** The call record, -1 for calls that protocols make. */
  readonly record: number;
}

/** So many targets of one call are a set of candidates, not facts about that call. */
const CERTAIN_TARGETS = 4;
const LIKELY_TARGETS = 24;

/** All calls at sites: those made there, and those that reading an attribute there makes. */
export function findCalls(s: Solving, visit: (call: FoundCall) => void): void {
  const { targets, reads } = s.log;
  const spread = countTargets(s);
  const byAttribute = new Map<number, number[]>();
  for (let at = 0; at < targets.length; at += 4) {
    const origin = targets.at(at);
    if (origin === -1) continue;
    if (origin >= 0) visit(foundAt(s, origin, at, spread, false));
    else push(byAttribute, -2 - origin, at);
  }
  const calls = attributeCalls(s, byAttribute);
  for (let at = 0; at < reads.length; at += 3) {
    const isLikely = reads.at(at + 2) === 1;
    for (const target of calls(reads.at(at + 1))) {
      visit(foundAt(s, reads.at(at), target, spread, isLikely));
    }
  }
}

function foundAt(
  s: Solving,
  site: number,
  at: number,
  spread: ReadonlyMap<number, number>,
  isRead: boolean,
): FoundCall {
  const { targets } = s.log;
  const record = targets.at(at + 3);
  const meta = s.log.metaOf(targets.at(at + 2));
  const count = spread.get(record) ?? 1;
  const isSoft = record !== -1 && s.soft.has(s.code.at(record + CallField.callee));
  const isLikely = isRead || isSoft || meta.isLikely === true || count > CERTAIN_TARGETS;
  const target = targets.at(at + 1);
  // The overrides that a broad receiver reaches are many by nature.
  const isGuess = (count > LIKELY_TARGETS && !isSoft) || entersTest(s, site, target);
  return {
    site,
    target,
    meta,
    confidence: isGuess ? "possible" : isLikely ? "likely" : "certain",
    record,
  };
}

/** What tests put in place of the real thing is called only while they run. */
function entersTest({ program, testModules }: Solving, site: number, target: number): boolean {
  return (
    target >= 0 &&
    testModules.has(program.moduleOf(target)) &&
    !testModules.has(program.moduleOfSite(site))
  );
}

/** Different functions of ours that each call record reaches. */
function countTargets(s: Solving): ReadonlyMap<number, number> {
  const { targets } = s.log;
  const counts = new Map<number, number>();
  const seen = new Set<string>();
  for (let at = 0; at < targets.length; at += 4) {
    const record = targets.at(at + 3);
    const target = targets.at(at + 1);
    if (record === -1 || target < 0) continue;
    const key = `${record}:${target}`;
    if (seen.has(key)) continue;
    seen.add(key);
    counts.set(record, (counts.get(record) ?? 0) + 1);
  }
  return counts;
}

/** Logged calls of an attribute, its parts' included. */
function attributeCalls(
  s: Solving,
  own: ReadonlyMap<number, readonly number[]>,
): (attribute: number) => readonly number[] {
  const parts = new Map<number, number[]>();
  for (let at = 0; at < s.log.parts.length; at += 2) {
    push(parts, s.log.parts.at(at), s.log.parts.at(at + 1));
  }
  const known = new Map<number, readonly number[]>();
  const none: readonly number[] = [];
  return (attribute) => {
    if (!own.has(attribute) && !parts.has(attribute)) return none;
    let calls = known.get(attribute);
    if (!calls) {
      const all = new Set([attribute]);
      for (const each of all) for (const part of parts.get(each) ?? []) all.add(part);
      calls = [...all].flatMap((each) => own.get(each) ?? none);
      known.set(attribute, calls);
    }
    return calls;
  };
}

function push(table: Map<number, number[]>, key: number, item: number): void {
  const list = table.get(key);
  if (list) list.push(item);
  else table.set(key, [item]);
}
