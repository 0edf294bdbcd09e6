import type { Rank } from "../program.ts";
import type { Contexts } from "./contexts.ts";
import type { Spread } from "./spread.ts";
import { reaches, type Surrounded, type Surroundings } from "./spread-by-process.ts";

/** What spreads in several worlds, over the instances of functions, say of the functions. */
export interface JoinedSpread extends Spread {
  /** The world that the answers come from; absent: not reached. */
  worldOf(index: number): Surroundings | undefined;
}

/** One way in which a function comes to Eventlet. */
interface Way extends Surrounded {
  readonly instance: number;
  readonly rank: Rank | -1;
  readonly depth: number;
}

/** Of each function the surest of all ways that its instances have, of equally sure ones the shortest. */
export function joinSpreads(all: readonly Surrounded[], contexts: Contexts): JoinedSpread {
  const { program, instancesOf, functionOf } = contexts;
  const ways = program.nodes.map((_, index) => bestWay(all, instancesOf(index)));
  const ask = <Answer>(index: number, question: (way: Way) => Answer): Answer | undefined => {
    const way = ways[index];
    return way && question(way);
  };
  return {
    worldOf: (index) => ways[index]?.world,
    rankOf: (index) => ways[index]?.rank ?? -1,
    depthOf: (index) => ways[index]?.depth ?? 0,
    evidenceOf: (index) => ask(index, ({ spread, instance }) => spread.evidenceOf(instance)) ?? [],
    useOf: (index) => ask(index, ({ spread, instance }) => spread.useOf(instance)),
    relativeOf: (index) => {
      const member = ask(index, ({ spread, instance }) => spread.relativeOf(instance));
      return member === undefined ? undefined : functionOf(member);
    },
  };
}

function bestWay(all: readonly Surrounded[], instances: readonly number[]): Way | undefined {
  let best: Way | undefined;
  for (const instance of instances) {
    for (const each of all) {
      if (!reaches(each, instance)) continue;
      const { spread } = each;
      const [rank, depth] = [spread.rankOf(instance), spread.depthOf(instance)];
      if (best === undefined || rank < best.rank || (rank === best.rank && depth < best.depth))
        best = { ...each, instance, rank, depth };
    }
  }
  return best;
}
