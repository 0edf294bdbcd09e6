import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { GraphView } from "../graph-view.ts";
import type { Run } from "./runs.ts";

/** Modules of which nobody knows all the processes that load them. */
export interface LooseModules {
  /**
   * Modules that no process is seen to import (drivers that settings name), and those of plugins whose
   * group nobody names.
   */
  readonly unclaimed: ReadonlySet<FunctionId>;
  /** The same with all that those of the product import: whoever loads them loads that too. */
  readonly all: ReadonlySet<FunctionId>;
}

/** `plugins`: modules that any process may load, besides those that are seen to. */
export function findLooseModules(
  view: GraphView,
  runs: readonly Run[],
  plugins: ReadonlySet<FunctionId>,
): LooseModules {
  const claimed = new Set(runs.flatMap((run) => claimedBy(view, run)));
  const unclaimed = new Set(
    [...view.modules.keys()].filter(
      (id) => !view.isTest(id) && (!claimed.has(id) || plugins.has(id)),
    ),
  );
  const own = [...unclaimed].filter((id) => view.standingOf(id) === 0);
  return { unclaimed, all: new Set([...unclaimed, ...importClosure(view, own)]) };
}

/** What a tool or an example imports of the product may as well run in a process of the product that is not seen. */
function claimedBy(view: GraphView, { process, run }: Run): readonly FunctionId[] {
  const standing = view.standingOf(process.entry);
  return [...run.modules].filter((module) => view.standingOf(module) >= standing);
}

function importClosure(view: GraphView, modules: readonly FunctionId[]): ReadonlySet<FunctionId> {
  const reached = new Set(modules);
  // A Set also visits what is added while it is being walked, so it is its own worklist.
  for (const module of reached) {
    for (const { to, isTypeOnly } of view.importsOf(module)) {
      if (!isTypeOnly && !view.isTest(to)) reached.add(to);
    }
  }
  return reached;
}
