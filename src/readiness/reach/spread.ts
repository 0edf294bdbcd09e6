import { byCodeUnits } from "../../by-code-units.ts";
import type { Via } from "../../eventlet/catalogue.ts";
import type { EventletUse } from "../../eventlet/findings.ts";
import { isBeneath, type Link, type Program, type Rank, rankOf } from "../program.ts";
import type { EvidenceStep } from "../readiness.ts";
import { type Round, type Step, walkDown } from "./evidence-path.ts";

/**
 * Who reaches a set of uses against the direction of the calls, and by which path.
 *
 * Four rounds of breadth-first search: over certain edges only, over certain and likely ones, across
 * override families too, and last with exactly one possible step. So the first round that reaches a
 * function has the best weakest link, a function that has a path of its own is not explained by its
 * family, and within a round the path is the shortest; equal lengths go to the smaller id.
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
  /** Nothing in the function leads there: this member of its family does, which a call may reach in its place. */
  relativeOf(index: number): number | undefined;
}

export type LinksByCallee = ReadonlyMap<number, readonly Link[]>;

export interface SpreadOptions {
  readonly program: Program;
  /** Uses that start the spread, by function. */
  readonly seeds: ReadonlyMap<number, readonly EventletUse[]>;
  readonly follows: (link: Link) => boolean;
  /** Members of the family of a function: one suspending member makes the others change alike. */
  readonly familyOf?: (index: number) => readonly number[];
  readonly withPossible: boolean;
  /** Links that are in no graph, by callee: guesses, imports. */
  readonly beside?: readonly LinksByCallee[];
}

export function spread(options: SpreadOptions): Spread {
  const certain = searchStrong(options, 0);
  const likely = searchStrong(options, 1);
  const related = options.familyOf === undefined ? likely : searchFamilies(options, likely);
  const rounds = [certain, likely, related];
  if (options.withPossible) rounds.push(searchPossible(options, related));
  const bestRounds = findBestRounds(rounds, options.program.nodes.length);
  const bestRound = (index: number) => bestRounds[index] ?? UNREACHED;
  return {
    rankOf: (index) => RANK_OF_ROUND[bestRound(index)] ?? -1,
    depthOf: (index) => rounds[bestRound(index)]?.depth[index] ?? 0,
    evidenceOf: (index) => walkDown(options.program, rounds, bestRound(index), index).steps,
    useOf: (index) => walkDown(options.program, rounds, bestRound(index), index).use,
    relativeOf: (index) => {
      const step = rounds[bestRound(index)]?.steps[index];
      return step?.kind === "family" ? step.member : undefined;
    },
  };
}

const RANK_OF_ROUND: readonly Rank[] = [0, 1, 1, 2];
const UNREACHED = -1;

/** By function the first round that reached it. */
function findBestRounds(rounds: readonly Round[], size: number): Int8Array {
  const best = new Int8Array(size).fill(UNREACHED);
  for (const [round, { depth }] of rounds.entries()) {
    for (let index = 0; index < size; index += 1) {
      if (best[index] === UNREACHED && (depth[index] as number) >= 0) best[index] = round;
    }
  }
  return best;
}

/** The round that has crossed families: what all strong paths are read from. */
const RELATED = 2;

function emptyRound(size: number): Round {
  return { depth: new Int32Array(size).fill(-1), steps: new Array(size).fill(undefined) };
}

function searchStrong(options: SpreadOptions, rank: Rank): Round {
  const round = emptyRound(options.program.nodes.length);
  let frontier = plantSeeds(options, rank, round);
  while (frontier.length > 0) {
    const next: number[] = [];
    for (const index of frontier) {
      const depth = (round.depth[index] as number) + 1;
      visitCallers(options, index, (link) => {
        if (link.rank > rank || isReached(round, link.from) || !options.follows(link)) return;
        round.depth[link.from] = depth;
        round.steps[link.from] = { kind: "link", link, round: rank };
        next.push(link.from);
      });
    }
    frontier = next.sort((a, b) => a - b);
  }
  return round;
}

/** The functions that use Eventlet themselves, in order. */
function plantSeeds({ seeds }: SpreadOptions, rank: Rank, round: Round): readonly number[] {
  const start: number[] = [];
  for (const [index, uses] of seeds) {
    const use = bestUse(uses);
    if (use === undefined || rankOf(use.confidence) > rank) continue;
    round.depth[index] = 0;
    round.steps[index] = { kind: "use", use };
    start.push(index);
  }
  return start.sort((a, b) => a - b);
}

/**
 * What the strong paths lead to, and from there on through families; nearest first. A fake driver in
 * the tests, or a sample in the documentation, does not decide what the product's drivers are.
 */
function searchFamilies(options: SpreadOptions, strong: Round): Round {
  const round = { depth: strong.depth.slice(), steps: [...strong.steps] };
  const buckets = new Buckets();
  const offer = (index: number) => {
    const depth = (round.depth[index] as number) + 1;
    for (const member of options.familyOf?.(index) ?? []) {
      if (isReached(round, member) || isBeneath(options.program, index, member)) continue;
      buckets.offer(depth, member, { kind: "family", member: index, round: RELATED });
    }
  };
  strong.depth.forEach((depth, index) => {
    if (depth >= 0) offer(index);
  });
  buckets.drain((depth, index, step) => {
    if (isReached(round, index)) return;
    round.depth[index] = depth;
    round.steps[index] = step;
    offer(index);
    visitCallers(options, index, (link) => {
      if (link.rank < 2 && !isReached(round, link.from) && options.follows(link))
        buckets.offer(depth + 1, link.from, { kind: "link", link, round: RELATED });
    });
  });
  return round;
}

/** Steps that may be taken, by their distance from the use. */
class Buckets {
  readonly #buckets: { readonly index: number; readonly step: Step }[][] = [];

  offer(depth: number, index: number, step: Step): void {
    const bucket = this.#buckets[depth] ?? [];
    this.#buckets[depth] = bucket;
    bucket.push({ index, step });
  }

  /** Nearest first, and of equally near ones by number; what is offered meanwhile lies further away. */
  drain(take: (depth: number, index: number, step: Step) => void): void {
    for (let depth = 0; depth < this.#buckets.length; depth += 1) {
      const bucket = (this.#buckets[depth] ?? []).sort((a, b) => a.index - b.index);
      for (const { index, step } of bucket) take(depth, index, step);
    }
  }
}

/** What guesses lead to: from guessed uses and across guessed calls, nearest first. */
function searchPossible(options: SpreadOptions, strong: Round): Round {
  const round = emptyRound(options.program.nodes.length);
  const buckets = new Buckets();
  for (const [index, uses] of options.seeds) {
    const use = bestUse(uses);
    if (use !== undefined && rankOf(use.confidence) === 2) {
      buckets.offer(0, index, { kind: "use", use });
    }
  }
  strong.depth.forEach((depth, index) => {
    if (depth < 0) return;
    visitCallers(options, index, (link) => {
      if (link.rank === 2 && options.follows(link))
        buckets.offer(depth + 1, link.from, { kind: "link", link, round: RELATED });
    });
  });
  buckets.drain((depth, index, step) => {
    if (isReached(round, index)) return;
    round.depth[index] = depth;
    round.steps[index] = step;
    visitCallers(options, index, (link) => {
      if (link.rank !== 2 && !isReached(round, link.from) && options.follows(link))
        buckets.offer(depth + 1, link.from, { kind: "link", link, round: 3 });
    });
  });
  return round;
}

const isReached = ({ depth }: Round, index: number): boolean => (depth[index] ?? 0) >= 0;

/** The links up from a function: the graph's, then those beside it. Whether one is followed is dear to ask. */
function visitCallers(
  { program, beside = [] }: SpreadOptions,
  index: number,
  visit: (link: Link) => void,
): void {
  for (const link of program.callers[index] ?? []) visit(link);
  for (const links of beside) for (const link of links.get(index) ?? []) visit(link);
}

function bestUse(uses: readonly EventletUse[]): EventletUse | undefined {
  let best: EventletUse | undefined;
  for (const use of uses) {
    if (best === undefined || compareUses(use, best) < 0) best = use;
  }
  return best;
}

/** Of equally sure ways to wait the first one is told. */
export const VIAS: readonly Via[] = ["eventlet", "monkey-patch", "library"];

/** The surer first; of equals a yield point, the one that Eventlet names, then the first in the source. */
function compareUses(a: EventletUse, b: EventletUse): number {
  return (
    rankOf(a.confidence) - rankOf(b.confidence) ||
    Number(b.yields) - Number(a.yields) ||
    VIAS.indexOf(a.via) - VIAS.indexOf(b.via) ||
    a.line - b.line ||
    a.column - b.column ||
    byCodeUnits(a.api, b.api)
  );
}
