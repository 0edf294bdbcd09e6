import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { Knowledge } from "../catalogue.ts";
import { findApi } from "../find-api.ts";
import type { GraphView } from "../graph-view.ts";
import type { CallLinks } from "../processes/call-links.ts";
import type { Execution } from "../processes/find-executions.ts";

/** The executions, whose processes now tell whether what they enter starts a second green thread. */
export function markGreenThreads(
  view: GraphView,
  knowledge: Knowledge,
  { numberOf }: CallLinks,
  executions: readonly Execution[],
): readonly Execution[] {
  const starters = [...greenStarters(view, knowledge)];
  return executions.map((execution) => {
    const { run, entered } = execution;
    const groups = run.process.patchedGroups;
    const startsGreenThreads =
      run.isHosted === true ||
      starters.some(
        ([id, ways]) =>
          entered[numberOf(id)] === 1 &&
          ways.some((needs) => needs.length === 0 || groups.some((group) => needs.includes(group))),
      );
    return { ...execution, run: { ...run, process: { ...run.process, startsGreenThreads } } };
  });
}

/**
 * Functions that start green threads, with what has to be patched for each way of doing so: nothing
 * for Eventlet's own, `thread` for native threads, which are green when patched.
 */
function greenStarters(
  view: GraphView,
  knowledge: Knowledge,
): ReadonlyMap<FunctionId, readonly (readonly string[])[]> {
  const starters = new Map<FunctionId, (readonly string[])[]>();
  const note = (id: FunctionId, name: string): void => {
    const api = findApi(knowledge, name);
    if (api?.startsGreenThread !== true) return;
    starters.set(id, [...(starters.get(id) ?? []), api.patchedBy ?? []]);
  };
  for (const { caller, callee } of view.graph.externalCalls) note(caller, callee);
  // `spawn(serve)`: the function is named, and called by what takes it.
  for (const { user, name, how } of view.graph.externalReferences) {
    if (how === "argument") note(user, name);
  }
  return starters;
}
