import { isDeciding, type Link } from "../program.ts";
import type { Families } from "../reach/families.ts";
import { isReaching } from "../reach/find-regions.ts";
import { type CutArc, FORBIDDEN, solveCut } from "./min-cut.ts";
import { isPlanned, type PlanInput } from "./plan-model.ts";
import type { SharedObjects } from "./shared-objects.ts";

export interface MembersInput extends Pick<PlanInput, "program" | "reach"> {
  readonly families: Families;
  readonly objects: SharedObjects;
}

/**
 * The functions and what has to migrate with them, reaching or not: what they call or start, for a
 * coroutine cannot wait for Eventlet; and the families of those that must be awaited, for a call
 * that may reach any member either awaits all of them or none.
 */
export function closeOver(
  input: MembersInput,
  functions: Iterable<number>,
  follows: (link: Link) => boolean = () => true,
): ReadonlySet<number> {
  const closed = new Set(functions);
  // A Set also visits what is added while it is being walked, so it is its own worklist.
  for (const index of closed) {
    for (const link of input.program.callees[index] ?? [])
      if (isDeciding(link) && follows(link)) closed.add(link.to);
    for (const member of kin(input, index)) closed.add(member);
  }
  return closed;
}

/**
 * A wave may take so many functions more to save one bridge. Judgement: they migrate in any case, so
 * that nothing is saved by leaving them; but a small wave is easier to try, to roll out and to undo.
 */
const WORTH_OF_BRIDGE = 4;

/**
 * The callers that migrate at once although the wave could leave them: they need nothing but what has
 * migrated, and spare the places at which Eventlet code would have to cross to it. Which of them is a
 * minimum cut between what has migrated and what stays: the fewest bridges, at the fewest functions.
 */
export function callersToTake(
  input: MembersInput,
  migrated: ReadonlySet<number>,
  mayMove: (index: number) => boolean,
): readonly number[] {
  const candidates = findCandidates(input, migrated, mayMove);
  const unitOf = new Map(candidates.map((index, unit) => [index, unit]));
  const linksOf = (lists: readonly (readonly Link[])[], index: number) =>
    (lists[index] ?? []).filter(isDeciding);
  const weigh = (links: readonly Link[]) =>
    links.reduce((sum, link) => sum + crossings(input, link) * WORTH_OF_BRIDGE, 0);
  const ifTaken = candidates.map((index) => {
    const callers = linksOf(input.program.callers, index);
    return 1 + weigh(callers.filter(({ from }) => !unitOf.has(from) && !migrated.has(from)));
  });
  const ifLeft = candidates.map((index) =>
    weigh(linksOf(input.program.callees, index).filter(({ to }) => migrated.has(to))),
  );
  const arcs = candidates.flatMap((index, from) =>
    [
      ...linksOf(input.program.callees, index).map((link) => ({ to: link.to, up: weigh([link]) })),
      ...kin(input, index).map((to) => ({ to, up: 0 })),
    ].flatMap(({ to, up }): readonly CutArc[] => {
      const unit = unitOf.get(to);
      return unit === undefined ? [] : [{ from, to: unit, down: FORBIDDEN, up }];
    }),
  );
  const costs = { asyncCost: Float64Array.from(ifTaken), syncCost: Float64Array.from(ifLeft) };
  const { isAsync } = solveCut({ ...costs, arcs });
  return candidates.filter((_, unit) => isAsync[unit] === 1);
}

/** Places at which a caller that has not migrated needs a bridge to a callee that has. */
function crossings(input: MembersInput, { from, to, edge, isInline }: Link): number {
  if (!isPlanned(input, to)) return 0;
  const crosses = isInline ? isPlanned(input, from) : edge.kind !== "call";
  return crosses ? edge.sites.length : 0;
}

/** What changes with the function: its family where it must be awaited, and who shares an object with it. */
function kin(
  { program, reach, families, objects }: MembersInput,
  index: number,
): readonly number[] {
  const own = objects.get(index) ?? [];
  if (!isPlanned({ program, reach }, index)) return own;
  return [
    ...own,
    ...families.membersOf(index).filter((member) => isPlanned({ program, reach }, member)),
  ];
}

/** The greatest set of functions that need nothing but what has migrated and each other. */
function findCandidates(
  input: MembersInput,
  migrated: ReadonlySet<number>,
  mayMove: (index: number) => boolean,
): readonly number[] {
  const { program, reach } = input;
  const left = new Set<number>();
  program.nodes.forEach(({ isTest, isLibrary }, index) => {
    if (isTest === true || isLibrary === true || migrated.has(index)) return;
    if (isReaching(reach, index) && mayMove(index)) left.add(index);
  });
  const needs = (index: number) => [
    ...(program.callees[index] ?? [])
      .filter((link) => isDeciding(link) && isReaching(reach, link.to))
      .map(({ to }) => to),
    ...kin(input, index),
  ];
  const isOut = (index: number) => !left.has(index) && !migrated.has(index);
  const dropped = [...left].filter((index) => needs(index).some(isOut));
  for (const index of dropped) left.delete(index);
  for (const gone of dropped) {
    const callers = (program.callers[gone] ?? []).filter(isDeciding).map(({ from }) => from);
    // An array's iterator also visits what is pushed while it runs.
    for (const index of [...callers, ...kin(input, gone)])
      if (left.delete(index)) dropped.push(index);
  }
  return [...left].sort((a, b) => a - b);
}
