import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { Knowledge } from "../catalogue.ts";
import { findApi } from "../find-api.ts";
import type { GraphView } from "../graph-view.ts";
import type { Patching } from "./find-processes.ts";

/** The processes with whether any code that they reach starts a second green thread. */
export function markGreenThreads(
  view: GraphView,
  knowledge: Knowledge,
  patching: Patching,
): Patching {
  const starters = greenStarters(view, knowledge);
  const startersIn = (groups: readonly string[]): ReadonlySet<FunctionId> =>
    new Set(
      [...starters]
        .filter(([, needs]) =>
          needs.some((need) => need.length === 0 || groups.some((group) => need.includes(group))),
        )
        .map(([id]) => id),
    );
  const processes = patching.runs.map(({ process, run, isHosted }) => {
    // A command found by name is not reached from the entry, but what it patches for starts there.
    const commands = run.patches.map(({ patch }) => patch.function);
    const from = [process.entry, ...run.modules, ...commands];
    return {
      ...process,
      startsGreenThreads:
        isHosted === true || reachesAny(view, from, startersIn(process.patchedGroups)),
    };
  });
  const byEntry = new Map(processes.map((each) => [`${each.kind} ${each.entry}`, each]));
  return {
    ...patching,
    processes: patching.processes.map((each) => byEntry.get(`${each.kind} ${each.entry}`) ?? each),
  };
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

function reachesAny(
  view: GraphView,
  from: readonly FunctionId[],
  wanted: ReadonlySet<FunctionId>,
): boolean {
  const reached = new Set(from);
  // A Set also visits what is added while it is being walked, so it is its own worklist.
  for (const id of reached) {
    if (wanted.has(id)) return true;
    for (const { to } of view.graph.calleesOf(id)) reached.add(to);
  }
  return false;
}
