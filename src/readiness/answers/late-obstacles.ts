import { say } from "../../sentence.ts";
import type { Sighting } from "../obstacles/obstacle.ts";
import type { PlanModel } from "../plans/plan-model.ts";
import { isBeneath, isDeciding, type Program } from "../program.ts";
import type { Families } from "../reach/families.ts";
import type { Decision } from "../verdicts/decide-verdicts.ts";

export interface LateInput {
  readonly program: Program;
  readonly families: Families;
  readonly decisions: ReadonlyMap<number, Decision>;
  readonly model: PlanModel;
}

/** Obstacles that only the verdicts and the units show: cycles of calls, callers of both kinds. */
export function findLateObstacles(input: LateInput, index: number): readonly Sighting[] {
  return [...recursion(input, index), ...bothKindsOfCallers(input, index)];
}

function recursion({ program, model, families }: LateInput, index: number): Sighting[] {
  const unit = model.unitOf(index);
  if (unit === undefined) return [];
  // `super().start()` calls another member of the family, and comes to its end.
  const relatives = families.membersOf(index).filter((member) => member !== index);
  const within = (program.callees[index] ?? []).find(
    (link) =>
      link.isInline &&
      isDeciding(link) &&
      model.unitOf(link.to) === unit &&
      !relatives.includes(link.to),
  );
  if (within === undefined) return [];
  const members = model.units[unit]?.length ?? 1;
  const detail =
    members === 1
      ? say`calls itself`
      : say`calls ${within.edge.to} in a cycle or family of ${members}`;
  return [{ id: "recursion", line: within.edge.sites[0]?.line ?? 1, detail }];
}

function bothKindsOfCallers({ program, decisions }: LateInput, index: number): Sighting[] {
  if (decisions.get(index)?.block?.kind !== "caller") return [];
  const callers = (program.callers[index] ?? [])
    .filter((link) => link.isInline && isDeciding(link))
    .map(({ from }) => from)
    .filter((from) => !isBeneath(program, from, index));
  const free = callers.find((from) => decisions.get(from)?.verdict === "asyncio-ready");
  const stuck = callers.find((from) => decisions.get(from)?.block !== undefined);
  if (free === undefined || stuck === undefined) return [];
  const [asyncId, syncId] = [program.nodes[free]?.id ?? "", program.nodes[stuck]?.id ?? ""];
  return [
    {
      id: "sync-and-async-callers",
      line: program.nodes[index]?.line ?? 1,
      detail: say`${asyncId} can await it, ${syncId} cannot`,
    },
  ];
}
