import { addToGroup } from "../../group-by.ts";
import type { Solving } from "../state/solving.ts";
import type { Times } from "../state/times.ts";
import { ANY_TIME } from "../state/times.ts";
import type { Step, Timeline } from "./timeline.ts";

/**
 * When functions run that are not on the straight way themselves: when what is on it calls them,
 * directly or not. What is spawned or handed to something outside, and what can be resumed, may run
 * at any time from then on; what nothing in sight calls, at any time at all.
 */
export function runTimes(
  s: Solving,
  timeline: Timeline,
  steps: readonly Step[],
  entries: ReadonlySet<number>,
): (scope: number) => Times {
  const found = new Map<number, { ticks: Set<number>; from: number }>();
  const calls = new Map<number, Step[]>();
  const open: number[] = [];
  const reach = (target: number, { ticks, from }: Times, isLater: boolean) => {
    const own = found.get(target) ?? { ticks: new Set<number>(), from: Infinity };
    const before = own.ticks.size;
    const start = isLater ? Math.min(from, ...ticks) : from;
    const isKnown = found.has(target) && start >= own.from;
    if (!isLater) for (const tick of ticks) own.ticks.add(tick);
    own.from = Math.min(own.from, start);
    found.set(target, own);
    if (!isKnown || own.ticks.size > before) open.push(target);
  };
  for (const step of steps) {
    if (timeline.scopes.has(step.target)) continue;
    if (!timeline.scopes.has(step.caller)) addToGroup(calls, step.caller, step);
    else
      for (const times of stepTimes(s, timeline, step)) reach(step.target, times, isLater(s, step));
  }
  for (const scope of entries) reach(scope, ANY_TIME, false);
  for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
    const times = asTimes(found.get(scope));
    for (const step of calls.get(scope) ?? []) reach(step.target, times, isLater(s, step));
  }
  return (scope) => asTimes(found.get(scope));
}

function asTimes(found: { ticks: Set<number>; from: number } | undefined): Times {
  return found === undefined ? ANY_TIME : { ticks: [...found.ticks], from: found.from };
}

function stepTimes(s: Solving, timeline: Timeline, { caller, edge }: Step): readonly Times[] {
  const module = s.program.moduleOf(caller);
  return edge.sites.map(
    ({ site }) => timeline.timesOfSite(s.program.site(module, site)) ?? ANY_TIME,
  );
}

function isLater(s: Solving, { edge, target }: Step): boolean {
  const callable = s.program.callable(target);
  return edge.kind !== "call" || callable?.isAsync === true || callable?.isGenerator === true;
}
