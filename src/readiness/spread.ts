import type { EventletUse } from "../eventlet/findings.ts";
import { byCodeUnits } from "../eventlet/graph-view.ts";
import { CONFIDENCES, type Link, type Program, type Rank, rankOf } from "./program.ts";
import type { EvidenceStep } from "./readiness.ts";

/**
 * Who reaches a set of uses against the direction of the calls, and by which path.
 *
 * Three rounds of breadth-first search, one per confidence: over certain edges only, over certain and
 * likely ones, and last with exactly one possible step. So the first round that reaches a function has
 * the best weakest link, and within it the path is the shortest; equal lengths go to the smaller id.
 * More than one possible step is a chain of guesses and proves nothing: it is not followed.
 */
export interface Spread {
  /** Rank of the best path; -1: not reached. */
  rankOf(index: number): Rank | -1;
  /** Steps between the function and the function that holds the use. */
  depthOf(index: number): number;
  evidenceOf(index: number): readonly EvidenceStep[];
  /** The use at the end of the best path. */
  useOf(index: number): EventletUse | undefined;
}

export interface SpreadOptions {
  readonly program: Program;
  /** Uses that start the spread, by function. */
  readonly seeds: ReadonlyMap<number, readonly EventletUse[]>;
  readonly follows: (link: Link) => boolean;
  /** Members of the family of a function: one suspending member makes the others change alike. */
  readonly familyOf?: (index: number) => readonly number[];
  readonly withPossible: boolean;
}

type Step =
  | { readonly kind: "use"; readonly use: EventletUse }
  | { readonly kind: "link"; readonly link: Link; readonly round: number }
  | { readonly kind: "family"; readonly member: number; readonly round: number };

interface Round {
  readonly depth: Int32Array;
  readonly steps: (Step | undefined)[];
}

export function spread(options: SpreadOptions): Spread {
  const certain = searchStrong(options, 0);
  const likely = searchStrong(options, 1);
  const rounds = [certain, likely];
  if (options.withPossible) rounds.push(searchPossible(options, likely));
  const bestRound = (index: number) => rounds.findIndex(({ depth }) => (depth[index] ?? -1) >= 0);
  return {
    rankOf: (index) => bestRound(index) as Rank | -1,
    depthOf: (index) => rounds[bestRound(index)]?.depth[index] ?? 0,
    evidenceOf: (index) => walk(options.program, rounds, bestRound(index), index).steps,
    useOf: (index) => walk(options.program, rounds, bestRound(index), index).use,
  };
}

function emptyRound(size: number): Round {
  return { depth: new Int32Array(size).fill(-1), steps: new Array(size).fill(undefined) };
}

function searchStrong(options: SpreadOptions, rank: Rank): Round {
  const round = emptyRound(options.program.nodes.length);
  const start: number[] = [];
  for (const [index, uses] of options.seeds) {
    const use = bestUse(uses);
    if (use === undefined || rankOf(use.confidence) > rank) continue;
    round.depth[index] = 0;
    round.steps[index] = { kind: "use", use };
    start.push(index);
  }
  let frontier = start.sort((a, b) => a - b);
  while (frontier.length > 0) frontier = nextFrontier(options, { round, frontier, rank });
  return round;
}

interface Frontier {
  readonly round: Round;
  readonly frontier: readonly number[];
  readonly rank: Rank;
}

function nextFrontier(options: SpreadOptions, { round, frontier, rank }: Frontier): number[] {
  const next: number[] = [];
  const reach = (index: number, depth: number, step: Step) => {
    if ((round.depth[index] ?? 0) >= 0) return;
    round.depth[index] = depth;
    round.steps[index] = step;
    next.push(index);
  };
  for (const index of frontier) {
    const depth = (round.depth[index] as number) + 1;
    for (const link of followedCallers(options, index)) {
      if (link.rank <= rank) reach(link.from, depth, { kind: "link", link, round: rank });
    }
    if (rank === 0) continue;
    for (const member of options.familyOf?.(index) ?? []) {
      if (isOnlyTested(options.program, index, member)) continue;
      reach(member, depth, { kind: "family", member: index, round: rank });
    }
  }
  return next.sort((a, b) => a - b);
}

/** A fake driver in the tests does not decide what the program's drivers are. */
function isOnlyTested(program: Program, source: number, member: number): boolean {
  return program.nodes[source]?.isTest === true && program.nodes[member]?.isTest !== true;
}

interface Offer {
  readonly index: number;
  readonly step: Step;
}

/** What guesses lead to: from guessed uses and across guessed calls, nearest first. */
function searchPossible(options: SpreadOptions, strong: Round): Round {
  const round = emptyRound(options.program.nodes.length);
  const buckets: Offer[][] = [];
  const offer = (depth: number, index: number, step: Step) => {
    buckets[depth] ??= [];
    buckets[depth].push({ index, step });
  };
  for (const [index, uses] of options.seeds) {
    const use = bestUse(uses);
    if (use !== undefined && rankOf(use.confidence) === 2) offer(0, index, { kind: "use", use });
  }
  strong.depth.forEach((depth, index) => {
    if (depth < 0) return;
    for (const link of followedCallers(options, index)) {
      if (link.rank === 2) offer(depth + 1, link.from, { kind: "link", link, round: 1 });
    }
  });
  for (let depth = 0; depth < buckets.length; depth += 1) {
    for (const { index, step } of (buckets[depth] ?? []).sort((a, b) => a.index - b.index)) {
      if ((round.depth[index] ?? 0) >= 0) continue;
      round.depth[index] = depth;
      round.steps[index] = step;
      for (const link of followedCallers(options, index)) {
        if (link.rank !== 2) offer(depth + 1, link.from, { kind: "link", link, round: 2 });
      }
    }
  }
  return round;
}

function followedCallers({ program, follows }: SpreadOptions, index: number): readonly Link[] {
  return (program.callers[index] ?? []).filter(follows);
}

function bestUse(uses: readonly EventletUse[]): EventletUse | undefined {
  let best: EventletUse | undefined;
  for (const use of uses) {
    if (best === undefined || compareUses(use, best) < 0) best = use;
  }
  return best;
}

/** The surer first; of equals a yield point, the one that Eventlet names, then the first in the source. */
function compareUses(a: EventletUse, b: EventletUse): number {
  return (
    rankOf(a.confidence) - rankOf(b.confidence) ||
    Number(b.yields) - Number(a.yields) ||
    VIA_ORDER.indexOf(a.via) - VIA_ORDER.indexOf(b.via) ||
    a.line - b.line ||
    a.column - b.column ||
    byCodeUnits(a.api, b.api)
  );
}

const VIA_ORDER = ["eventlet", "monkey-patch", "library"];

interface Walk {
  readonly steps: readonly EvidenceStep[];
  readonly use: EventletUse | undefined;
}

function walk(program: Program, rounds: readonly Round[], round: number, start: number): Walk {
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
  };
}
