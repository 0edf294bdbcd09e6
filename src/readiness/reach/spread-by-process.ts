import type { CallEdge, FunctionId } from "../../callgraph/call-graph.ts";
import type { Climates, EventletUse, Process } from "../../eventlet/findings.ts";
import { NO_CLIMATES } from "../../eventlet/processes/climates.ts";
import { type Link, type Program, rankOf } from "../program.ts";
import { type Spread, type SpreadOptions, spread } from "./spread.ts";

/** What holds in processes that are patched alike, for the instances of the program's functions. */
export interface Surroundings {
  /** It may run in one of these processes. */
  executes(instance: number): boolean;
  /** What holds in these processes is said of the function: a test's tells nothing of the product. */
  tells(instance: number): boolean;
  /** The call can be made in one of these processes. */
  passes(link: Link): boolean;
  isGreen(use: EventletUse): boolean;
  /** As sure as it is in these processes. */
  weigh(use: EventletUse): EventletUse;
  /** One of the processes that execute the function; absent: nobody knows which. */
  processOf(id: FunctionId): Process | undefined;
}

/**
 * The surroundings of the program's code, one by one. Last, where any code runs in processes that
 * nobody knows, everything together: such code may be anywhere, its module tells what is green.
 */
export interface Worlds {
  readonly known: readonly Surroundings[];
  readonly unknown: Surroundings;
}

export function findWorlds({ nodes }: Program, climates: Climates = NO_CLIMATES): Worlds {
  const everywhere = (test: (id: FunctionId) => boolean) => {
    const found = Uint8Array.from(nodes, ({ id }) => (test(id) ? 1 : 0));
    return (instance: number) => found[instance] === 1;
  };
  // Beside processes that are seen, nobody knows for certain what is patched in those that are not.
  const unseen = climates.known.length > 0 ? "likely" : "certain";
  return {
    known: climates.known.map(({ executes, processOf, passes, isGreen, confidence }) => ({
      executes: everywhere(executes),
      tells: everywhere((id) => processOf(id) !== undefined),
      passes: remembering(({ from, to }) => passes(from, to)),
      isGreen,
      weigh: (use) => atMostByPatching(use, confidence),
      processOf,
    })),
    unknown: {
      executes: everywhere(climates.isUnknown),
      tells: everywhere(climates.isUnknown),
      passes: () => true,
      isGreen: () => true,
      weigh: (use) => atMostByPatching(use, unseen),
      processOf: () => undefined,
    },
  };
}

/** What names Eventlet waits for certain; the rest only as surely as it is patched. */
function atMostByPatching(use: EventletUse, confidence: EventletUse["confidence"]): EventletUse {
  if (use.via === "eventlet") return use;
  return rankOf(use.confidence) < rankOf(confidence) ? { ...use, confidence } : use;
}

/** The answer is the same for every instance and every round of the spread. */
function remembering(test: (edge: CallEdge) => boolean): Surroundings["passes"] {
  const answers = new Map<CallEdge, boolean>();
  return ({ edge }) => {
    let known = answers.get(edge);
    if (known === undefined) {
      known = test(edge);
      answers.set(edge, known);
    }
    return known;
  };
}

export interface UseSeeds {
  readonly uses: ReadonlyMap<number, readonly EventletUse[]>;
  readonly test: (use: EventletUse) => boolean;
}

/**
 * A spread that holds within one process: what is green in one says nothing of another. Each function
 * has the surest and shortest of the ways that its processes give. Functions of which all processes
 * are known stay out of the ways of the others where none of their own leads to Eventlet.
 */
export function spreadByProcess(
  options: Omit<SpreadOptions, "seeds">,
  { uses, test }: UseSeeds,
  { known, unknown }: Worlds,
): readonly Surrounded[] {
  const spreadIn = (world: Surroundings, isOpen: (instance: number) => boolean): Surrounded => ({
    world,
    spread: spread({
      ...options,
      seeds: pick(uses, world, (use, at) => test(use) && isOpen(at)),
      follows: (link) => options.follows(link) && isOpen(link.from) && world.passes(link),
    }),
  });
  const own = known.map((world) => spreadIn(world, world.executes));
  const isReached = (instance: number) => own.some((each) => reaches(each, instance));
  return [...own, spreadIn(unknown, (at) => unknown.executes(at) || isReached(at))];
}

/** A spread, and where it holds. */
export interface Surrounded {
  readonly world: Surroundings;
  readonly spread: Spread;
}

/** A way leads there, and what holds in the world is said of the function. */
export const reaches = ({ world, spread: { rankOf } }: Surrounded, instance: number): boolean =>
  rankOf(instance) >= 0 && world.tells(instance);

function pick(
  groups: ReadonlyMap<number, readonly EventletUse[]>,
  { isGreen, weigh }: Surroundings,
  test: (use: EventletUse, index: number) => boolean,
): Map<number, readonly EventletUse[]> {
  const picked = new Map<number, readonly EventletUse[]>();
  for (const [index, uses] of groups) {
    const kept = uses.filter((use) => test(use, index) && isGreen(use));
    if (kept.length > 0) picked.set(index, kept.map(weigh));
  }
  return picked;
}
