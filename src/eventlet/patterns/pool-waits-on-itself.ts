import type { FunctionId } from "../../callgraph/call-graph.ts";
import { say } from "../../sentence.ts";
import type { GraphView } from "../graph-view.ts";
import { named, type Pattern, type PatternContext, usesOf } from "./pattern.ts";

const POOL_SPAWNS: ReadonlySet<string> = new Set([
  "eventlet.greenpool.GreenPool.spawn",
  "eventlet.greenpool.GreenPool.spawn_n",
  "eventlet.greenpool.GreenPool.imap",
  "eventlet.greenpool.GreenPool.starmap",
  "eventlet.greenpool.GreenPile.spawn",
  "futurist.GreenThreadPoolExecutor.submit",
]);
const WAITS = named(
  "eventlet.greenthread.GreenThread.wait",
  "eventlet.greenpool.GreenPool.waitall",
  "eventlet.greenpool.GreenMap.__next__",
  "eventlet.greenpool.GreenPile.__next__",
  "eventlet.greenpool.GreenPile",
  "eventlet.greenpool.GreenMap",
  "futurist.GreenFuture.result",
  "eventlet.event.Event.wait",
);

/**
 * A task of a pool that spawns into a pool and waits for what it spawned: with one pool of a fixed
 * size for both, parents hold all places while they wait for their children. Whether it is the same
 * pool is not known here, so the finding is a risk with its path, not a proof.
 */
export const poolWaitsOnItself: Pattern = {
  id: "pool-waits-on-itself",
  find: (context) => {
    const { view } = context;
    const waiting = new Set(usesOf(context, WAITS).map((use) => use.function));
    return view.graph.edges
      .filter(({ kind, through }) => kind === "spawn" && POOL_SPAWNS.has(through ?? ""))
      .flatMap(({ from, to, sites }) => {
        const path = findNested(view, to, waiting);
        const [site] = sites;
        if (path === undefined || site === undefined) return [];
        const spawner = {
          path: view.pathOf(from),
          line: site.line,
          what: say`${from} spawns ${to}`,
        };
        const steps = path.map((id) => ({
          path: view.pathOf(id),
          line: view.lineOf(id),
          what: say`${id} runs in the pool`,
        }));
        const found = path.at(-1) ?? to;
        return [
          {
            function: found,
            line: waitLine(context, found),
            detail: say`spawns into a pool and waits, while it runs in a pool itself`,
            evidence: [spawner, ...steps],
          },
        ];
      });
  },
};

/** The shortest inline path from a pool's task to a function that spawns into a pool and waits. */
function findNested(
  view: GraphView,
  task: FunctionId,
  waiting: ReadonlySet<FunctionId>,
): readonly FunctionId[] | undefined {
  const paths = new Map<FunctionId, readonly FunctionId[]>([[task, [task]]]);
  for (const [id, path] of paths) {
    const spawns = view.graph
      .calleesOf(id)
      .some(({ kind, through }) => kind === "spawn" && POOL_SPAWNS.has(through ?? ""));
    if (spawns && waiting.has(id)) return path;
    if (path.length > 12) continue;
    for (const { to, kind, confidence } of view.graph.calleesOf(id)) {
      if (kind !== "call" || confidence === "possible" || paths.has(to)) continue;
      if (view.graph.node(to)?.path !== undefined) paths.set(to, [...path, to]);
    }
  }
  return undefined;
}

function waitLine(context: PatternContext, id: FunctionId): number {
  const use = usesOf(context, WAITS).find((each) => each.function === id);
  return use?.line ?? context.view.lineOf(id);
}
