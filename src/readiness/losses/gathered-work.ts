import type { ClassInfo } from "../../callgraph/call-graph.ts";
import type { EventletUse } from "../../eventlet/findings.ts";
import type { RegionFacts } from "../../python/module-facts.ts";
import { isDeciding, type Link, type Program } from "../program.ts";
import type { Reach } from "../reach/find-reach.ts";
import { regionsAround } from "../reach/regions.ts";
import { parametersOf, receiverAt } from "../reach/written-calls.ts";
import type { Concurrency } from "./concurrency.ts";
import { findOwnStarts, findStarters, type Start } from "./starters.ts";

type Starters = ReadonlyMap<number, number>;

/** Work that a function starts piece by piece and then waits for: it runs side by side today. */
export interface GatheredWork {
  readonly index: number;
  /** The first place where it is started again and again. */
  readonly start: Start;
}

const REPEATS: ReadonlySet<string> = new Set([
  "for",
  "while",
  "comprehension",
  "generator-expression",
]);

/**
 * Functions of the product that start work in a loop, also through a pool class or a wrapper of the
 * program's own, and wait for it themselves. What only starts it (a server's accept loop) loses
 * nothing when `spawn` becomes `create_task`.
 */
export function findGatheredWork(
  program: Program,
  reach: Reach,
  concurrency: Concurrency,
): readonly GatheredWork[] {
  const ownStarts = findOwnStarts(program, reach, concurrency);
  const starters = findStarters(program, ownStarts);
  const pools = findPools(program, starters, concurrency);
  const joiners = findJoiners(program, reach, concurrency);
  return program.nodes.flatMap((node, index): readonly GatheredWork[] => {
    if (node.isTest === true || node.isLibrary === true) return [];
    const links = (program.callees[index] ?? []).filter(
      (link) => link.isInline && isDeciding(link),
    );
    const starts = [...(ownStarts[index] ?? []), ...startsThrough(links, starters)];
    const repeated = starts
      .filter(({ site, callee }) => isRepeated(program, index, site) || startsMany(callee))
      .sort((a, b) => a.line - b.line || a.site - b.site);
    const start = repeated.find((each) => isJoined(index, each, links));
    return start === undefined ? [] : [{ index, start }];
  });

  function startsMany(callee: number | undefined): boolean {
    if (callee === undefined) return false;
    const links = (program.callees[callee] ?? []).filter((link) => starters.has(link.to));
    return startsThrough(links, starters).some(({ site }) => isRepeated(program, callee, site));
  }

  function isJoined(index: number, start: Start, links: readonly Link[]): boolean {
    const turn = repetition(program, index, start.site);
    const waits = reach
      .usesOf(index)
      .filter(
        ({ api, line, how }) => concurrency.joins(api) && how !== "import" && line >= start.line,
      );
    // `spawn(f).wait()` in each turn of a loop runs one after the other today.
    const isOutside = (site: number) =>
      turn === undefined || !regionsAround(program, program.nodes[index], site).includes(turn);
    if (waits.some(({ site }) => isOutside(site))) return true;
    const joined = links.filter(({ to }) => joiners.has(to)).flatMap(({ edge }) => edge.sites);
    if (joined.some(({ site, line }) => line >= start.line && isOutside(site))) return true;
    const owner = start.callee === undefined ? undefined : pools.classOf(start.callee);
    return links.some(({ to, edge: { how } }) => {
      const other = pools.classOf(to);
      if (other === undefined) return false;
      if (owner === undefined) return how === "with" && pools.extendsEventlets(other);
      if (!pools.areRelated(owner, other)) return false;
      if (how === "with") return true;
      return reach.mustAwait(to) && (!starters.has(to) || startsMany(to));
    });
  }
}

/** Functions that wait for what they are given: `def wait_all(pool): pool.waitall()`. */
function findJoiners(program: Program, reach: Reach, { joins }: Concurrency): ReadonlySet<number> {
  const joiners = program.nodes.flatMap((_, index) => {
    const own = parametersOf(program, index);
    const isOwn = ({ api, how, site }: EventletUse) =>
      joins(api) && how === "call" && own.includes(receiverAt(program, index, site));
    return reach.usesOf(index).some(isOwn) ? [index] : [];
  });
  return new Set(joiners);
}

function startsThrough(links: readonly Link[], starters: Starters): readonly Start[] {
  return links
    .filter(({ to }) => starters.has(to))
    .flatMap(({ to, edge }) =>
      edge.sites.map(({ site, line }) => ({ site, line, calls: edge.to, callee: to })),
    );
}

/** The innermost loop or comprehension around a place. */
function repetition(program: Program, index: number, site: number): RegionFacts | undefined {
  return regionsAround(program, program.nodes[index], site).find(({ kind }) => REPEATS.has(kind));
}

const isRepeated = (program: Program, index: number, site: number): boolean =>
  repetition(program, index, site) !== undefined;

/** Classes of the program that are pools: they extend one of Eventlet's, or have a method that starts. */
interface Pools {
  /** The pool class that a method belongs to. */
  classOf(index: number): ClassInfo | undefined;
  extendsEventlets(pool: ClassInfo): boolean;
  areRelated(one: ClassInfo, other: ClassInfo): boolean;
}

function findPools(
  { graph, indexOf }: Program,
  starters: Starters,
  { poolOf }: Concurrency,
): Pools {
  const extendsEventlets = ({ ancestors }: ClassInfo): boolean =>
    ancestors.some((ancestor) => poolOf(ancestor) !== undefined);
  const startsWork = ({ methods }: ClassInfo): boolean =>
    Object.values(methods).some((id) => starters.has(indexOf(id) ?? -1));
  const own = new Set(graph.classes.filter(startsWork).map(({ id }) => id));
  const classes = graph.classes.filter(
    (each) =>
      own.has(each.id) || extendsEventlets(each) || each.ancestors.some((id) => own.has(id)),
  );
  const byMethod = new Map(
    classes.flatMap((each) =>
      Object.values(each.methods).map((id) => [indexOf(id) ?? -1, each] as const),
    ),
  );
  return {
    classOf: (index) => byMethod.get(index),
    extendsEventlets,
    areRelated: (one, other) =>
      one.id === other.id || one.ancestors.includes(other.id) || other.ancestors.includes(one.id),
  };
}
