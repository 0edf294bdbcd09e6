import { byCodeUnits } from "../../by-code-units.ts";
import type { EventletFindings } from "../../eventlet/findings.ts";
import { groupBy } from "../../group-by.ts";
import type { Link } from "../program.ts";
import { isReaching } from "../reach/find-regions.ts";
import { isTopLevel } from "../reach/run-time.ts";
import type { Label, Strategy, TemporaryBridge } from "../readiness.ts";
import { type BoundaryInput, canEnter, launches } from "./boundary.ts";
import type { LabelledPlan } from "./make-plans.ts";
import { isPlanned, plannedLinks } from "./plan-model.ts";
import type { Waves } from "./plan-waves.ts";

export interface TemporaryBridgesInput extends BoundaryInput {
  readonly waves: Waves;
  readonly findings: EventletFindings;
  readonly plans: readonly LabelledPlan[];
  /** The plan that the waves follow. */
  readonly strategy: Strategy;
}

/**
 * The places that enter a migrated function from code that has not migrated. A green thread cannot
 * await and a coroutine cannot be switched to, so each crosses over a bridge of Eventlet's asyncio
 * hub, from the callee's wave to the caller's own: then the plan's call takes its place. A program's
 * main function crosses until the patching ends, for a patched program runs on the hub.
 *
 * No bridge leads the other way: a wave holds all that its functions call or start. One place is one
 * bridge, however many functions it may call. In order of wave, path, line and column.
 */
export function findTemporaryBridges(input: TemporaryBridgesInput): readonly TemporaryBridge[] {
  const found = input.program.nodes.flatMap((_, index) => {
    if (!isPlanned(input, index)) return [];
    return [
      ...plannedLinks(input, index).flatMap((link) => crossings(input, link, "call")),
      ...startsOf(input, index).flatMap((link) => crossings(input, link, "start")),
    ];
  });
  return [...mergePlaces(found), ...mainFunctions(input)].sort(compareBridges);
}

/** What hands the function over to be run later. A registration in a module's body is rewritten with the function. */
function startsOf(input: BoundaryInput, index: number): readonly Link[] {
  return launches(input, index).filter((link) => {
    const starter = input.program.nodes[link.from];
    return canEnter(link) && starter !== undefined && !isTopLevel(starter);
  });
}

function crossings(
  input: TemporaryBridgesInput,
  { from, to, edge }: Link,
  kind: "call" | "start",
): readonly TemporaryBridge[] {
  const wave = input.waves.waveOf(to);
  const until = input.waves.waveOf(from);
  // What belongs to no wave has nothing to wait for: it changes with what it starts.
  if (until <= wave || !isReaching(input.reach, from)) return [];
  const path = input.program.nodes[from]?.path ?? "";
  return edge.sites.map(({ line, column }) => ({
    kind,
    function: edge.from,
    calls: [edge.to],
    label: labelIn(input, to),
    path,
    line,
    column,
    wave,
    until,
  }));
}

/** Whatever a place may call, one edit serves; it is needed as soon as the first of the callees migrates. */
function mergePlaces(bridges: readonly TemporaryBridge[]): readonly TemporaryBridge[] {
  const places = groupBy(bridges, (bridge) =>
    [bridge.kind, bridge.function, bridge.path, bridge.line, bridge.column].join("\n"),
  );
  return [...places.values()].map((group) => {
    const first = group.reduce((least, bridge) => (bridge.wave < least.wave ? bridge : least));
    const calls = [...new Set(group.flatMap((bridge) => bridge.calls))].sort(byCodeUnits);
    return { ...first, calls };
  });
}

function mainFunctions(input: TemporaryBridgesInput): readonly TemporaryBridge[] {
  const { program, reach, waves, findings } = input;
  const last = waves.waves.find(({ kind }) => kind === "unpatch" || kind === "cleanup");
  return findings.processes.flatMap(({ entry, path, line }): readonly TemporaryBridge[] => {
    const index = program.indexOf(entry);
    if (index === undefined || program.nodes[index]?.isTest === true) return [];
    const [wave, until] = [waves.waveOf(index), last?.number ?? 0];
    if (!reach.mustAwait(index) || until <= wave) return [];
    const place = { path, line, column: 0, wave, until };
    return [
      { kind: "entry", function: entry, calls: [entry], label: labelIn(input, index), ...place },
    ];
  });
}

function labelIn({ plans, strategy }: TemporaryBridgesInput, index: number): Label {
  return plans.find((plan) => plan.strategy === strategy)?.labelOf(index) ?? "sync";
}

function compareBridges(a: TemporaryBridge, b: TemporaryBridge): number {
  return (
    a.wave - b.wave ||
    byCodeUnits(a.path, b.path) ||
    a.line - b.line ||
    a.column - b.column ||
    byCodeUnits(a.kind, b.kind) ||
    byCodeUnits(a.function, b.function)
  );
}
