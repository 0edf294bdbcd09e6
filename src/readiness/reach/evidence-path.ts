import type { EventletUse } from "../../eventlet/findings.ts";
import { CONFIDENCES, type Link, type Program } from "../program.ts";
import type { EvidenceStep } from "../readiness.ts";

/** How a search came to a function. */
export type Step =
  | { readonly kind: "use"; readonly use: EventletUse }
  | { readonly kind: "link"; readonly link: Link; readonly round: number }
  | { readonly kind: "family"; readonly member: number; readonly round: number };

/** What one round of the search has found, by function. */
export interface Round {
  readonly depth: Int32Array;
  readonly steps: (Step | undefined)[];
}

/** The way down, and the use at its end. */
export interface Walk {
  readonly steps: readonly EvidenceStep[];
  readonly use: EventletUse | undefined;
}

/** From a function along the steps that reached it, down to the use. */
export function walkDown(
  program: Program,
  rounds: readonly Round[],
  round: number,
  start: number,
): Walk {
  const steps: EvidenceStep[] = [];
  let at = start;
  let current = round;
  for (;;) {
    const step = rounds[current]?.steps[at];
    if (step === undefined) return { steps, use: undefined };
    if (step.kind === "use") {
      steps.push(useStep(step.use));
      return { steps, use: step.use };
    }
    steps.push(step.kind === "link" ? linkStep(program, step.link) : familyStep(program, at, step));
    at = step.kind === "link" ? step.link.to : step.member;
    current = step.round;
  }
}

function useStep(use: EventletUse): EvidenceStep {
  const { path, line, confidence } = use;
  return { function: use.function, path, line, calls: use.api, confidence };
}

function linkStep(program: Program, { from, to, edge, rank }: Link): EvidenceStep {
  const caller = program.nodes[from];
  return {
    function: edge.from,
    path: caller?.path ?? "",
    line: edge.sites[0]?.line ?? caller?.line ?? 1,
    calls: program.nodes[to]?.id ?? edge.to,
    confidence: CONFIDENCES[rank] ?? "possible",
  };
}

/** An override changes with its family: the step goes from its `def` to the member that suspends. */
function familyStep(program: Program, at: number, step: { readonly member: number }): EvidenceStep {
  const node = program.nodes[at];
  return {
    function: node?.id ?? "",
    path: node?.path ?? "",
    line: node?.line ?? 1,
    calls: program.nodes[step.member]?.id ?? "",
    confidence: "likely",
    isFamily: true,
  };
}
