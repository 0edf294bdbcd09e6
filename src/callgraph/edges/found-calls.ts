import { addToGroup } from "../../group-by.ts";
import type { Confidence } from "../call-graph.ts";
import type { CallMeta } from "../state/call-log.ts";
import { CallField } from "../state/calling.ts";
import type { Solving } from "../state/solving.ts";
import { BlindCalls } from "./blind-calls.ts";
import { CandidateSets } from "./candidates.ts";
import type { UnresolvedCall } from "./unresolved.ts";

/** One call at one site, with what it stands on. */
export interface FoundCall {
  readonly site: number;
  /** Scope, or `-1 - name` of an external. */
  readonly target: number;
  readonly meta: CallMeta;
  readonly confidence: Confidence;
  /** The call record, -1 for calls that protocols make. */
  readonly record: number;
  /** Clone of the caller; -1: not known which. */
  readonly from: number;
  /** Clone of the target; -1: not known which. */
  readonly to: number;
}

/** All calls at sites: those made there, and those that reading an attribute there makes. How many are left out because too much is mixed there. */
export function findCalls(
  s: Solving,
  unresolved: readonly UnresolvedCall[],
  visit: (call: FoundCall) => void,
): number {
  const { targets, reads } = s.log;
  const byAttribute = new Map<number, number[]>();
  for (let at = 0; at < targets.length; at += 4) {
    const origin = targets.at(at);
    if (origin === -1) continue;
    if (origin < 0) addToGroup(byAttribute, -2 - origin, at);
  }
  const calls = attributeCalls(s, byAttribute);
  const eachRead = (visit: (site: number, at: number, isLikely: boolean) => void) => {
    for (let at = 0; at < reads.length; at += 3) {
      const isLikely = reads.at(at + 2) === 1;
      for (const target of calls(reads.at(at + 1))) visit(reads.at(at), target, isLikely);
    }
  };
  const candidates = new CandidateSets(s, eachRead, new BlindCalls(s, unresolved));
  const resolved = resolvedSites(s);
  let lost = 0;
  const judge = (site: number, at: number, isRead: boolean) => {
    if (resolved.has(site) && s.log.metaOf(targets.at(at + 2)).isStray) return;
    const level = candidates.confidence(site, at);
    if (level === "lost") lost += 1;
    else visit(foundAt(s, site, at, level, isRead));
  };
  for (let at = 0; at < targets.length; at += 4) {
    if (targets.at(at) >= 0) judge(targets.at(at), at, false);
  }
  eachRead(judge);
  return lost;
}

/** Sites where a function of ours is called that is no test's doing in other code. */
function resolvedSites(s: Solving): ReadonlySet<number> {
  const { targets } = s.log;
  const sites = new Set<number>();
  for (let at = 0; at < targets.length; at += 4) {
    const site = targets.at(at);
    const target = targets.at(at + 1);
    if (site < 0 || target < 0 || entersTest(s, site, target)) continue;
    const { how, kind } = s.log.metaOf(targets.at(at + 2));
    if (kind === "call" && (how === "call" || how === "constructor")) sites.add(site);
  }
  return sites;
}

function foundAt(
  s: Solving,
  site: number,
  at: number,
  atMost: Confidence,
  isRead: boolean,
): FoundCall {
  const { targets } = s.log;
  const record = targets.at(at + 3);
  const meta = s.log.metaOf(targets.at(at + 2));
  const isSoft = record !== -1 && s.soft.has(s.code.at(record + CallField.callee));
  const isLikely = isRead || isSoft || meta.isLikely === true || atMost === "likely";
  const target = targets.at(at + 1);
  const isGuess = atMost === "possible" || meta.isPossible === true || entersTest(s, site, target);
  return {
    site,
    target,
    meta,
    confidence: isGuess ? "possible" : isLikely ? "likely" : "certain",
    record,
    from: isRead ? -1 : callerContext(s, site, record),
    to: s.log.contexts.at(at / 4),
  };
}

/** The clone in which a call is written. What Python calls by itself does not say in which it happened. */
function callerContext(s: Solving, site: number, record: number): number {
  if (record === -1) return -1;
  const context = s.code.at(record + CallField.context);
  if (context <= 0) return context;
  return s.functions.clones.get(s.program.scopeOfSite(site))?.has(context) === true ? context : -1;
}

/** What tests put in place of the real thing is called only while they run. */
function entersTest({ program, testModules }: Solving, site: number, target: number): boolean {
  return (
    target >= 0 &&
    testModules.has(program.moduleOf(target)) &&
    !testModules.has(program.moduleOfSite(site))
  );
}

/** Logged calls of an attribute, its parts' included. */
function attributeCalls(
  s: Solving,
  own: ReadonlyMap<number, readonly number[]>,
): (attribute: number) => readonly number[] {
  const parts = new Map<number, number[]>();
  for (let at = 0; at < s.log.parts.length; at += 2) {
    addToGroup(parts, s.log.parts.at(at), s.log.parts.at(at + 1));
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
