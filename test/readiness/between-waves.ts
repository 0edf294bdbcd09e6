import type { CallGraph } from "../../src/callgraph/call-graph.ts";
import type { EventletFindings } from "../../src/eventlet/findings.ts";
import { canEnter } from "../../src/readiness/plans/boundary.ts";
import { isHandedOver, isPlanned } from "../../src/readiness/plans/plan-model.ts";
import { isDeciding, type Link, readProgram } from "../../src/readiness/program.ts";
import { readFamilies } from "../../src/readiness/reach/families.ts";
import { findReach } from "../../src/readiness/reach/find-reach.ts";
import { findScripts, isTopLevel } from "../../src/readiness/reach/run-time.ts";
import type { Readiness } from "../../src/readiness/readiness.ts";

/**
 * What is wrong with a program between two of its waves, by the calls and starts alone: a migrated
 * function that calls or starts one that has not, one that has not and enters a migrated one without a
 * bridge, a bridge where nothing crosses, a family of which a part has migrated.
 */
export function mixedStacks(
  graph: CallGraph,
  findings: EventletFindings,
  { verdicts, temporaryBridges }: Readiness,
): readonly string[] {
  const program = readProgram(graph);
  const families = readFamilies(program);
  const reach = findReach(program, findings, families, findScripts(program));
  const planned = (index: number) => isPlanned({ program, reach }, index);
  const waves = new Map(verdicts.map((verdict) => [verdict.function, verdict.wave]));
  const waveOf = (index: number) => waves.get(program.nodes[index]?.id ?? "") ?? 0;
  const kindOf = (link: Link): "call" | "start" | undefined => {
    const starter = program.nodes[link.from];
    if (starter === undefined || starter.isTest === true || starter.isLibrary === true) return;
    const isHanded = isHandedOver({ reach }, link);
    // Calls from where nothing is sure to wait are not planned: undetermined, to be found out first.
    if (link.isInline && !isHanded && planned(link.from)) return "call";
    const isStart = (link.isInline ? isHanded : link.edge.kind !== "call") && canEnter(link);
    return isStart && !isTopLevel(starter) ? "start" : undefined;
  };
  const missing = new Set<string>();
  const complaints: string[] = [];
  const visit = (link: Link) => {
    const { from, to, edge } = link;
    const entering = kindOf(link);
    if (entering === undefined) return;
    if (waveOf(from) > 0 && waveOf(from) < waveOf(to))
      complaints.push(`${edge.from} migrates before ${edge.to}`);
    if (waveOf(from) <= waveOf(to)) return;
    for (const { line, column } of edge.sites)
      missing.add(`${entering} ${edge.from} ${line}:${column}`);
  };
  program.nodes.forEach((_, index) => {
    if (!planned(index)) return;
    for (const link of program.callers[index] ?? []) if (isDeciding(link)) visit(link);
    for (const member of families.membersOf(index))
      if (planned(member) && waveOf(member) !== waveOf(index))
        complaints.push(`${program.nodes[index]?.id} without its family`);
  });
  for (const bridge of temporaryBridges) {
    const key = `${bridge.kind} ${bridge.function} ${bridge.line}:${bridge.column}`;
    if (bridge.kind === "entry" || missing.delete(key)) continue;
    complaints.push(`nothing crosses at ${key}`);
  }
  return [...complaints, ...[...missing].map((key) => `no bridge at ${key}`)].sort();
}
