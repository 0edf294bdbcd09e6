import type { ArgumentValue } from "../../callgraph/call-graph.ts";
import { type Sentence, say } from "../../sentence.ts";
import type { Pattern } from "./pattern.ts";

/** Pools and the size that each is given: the concurrency that has to be rebuilt. */
export const boundedPool: Pattern = {
  id: "bounded-pool",
  find: ({ view }) =>
    view.graph.externalCalls
      .filter(({ callee }) => POOLS[callee.replace(/\.__init__$/, "")] !== undefined)
      .map(({ caller, site, callee, arguments: values }) => ({
        function: caller,
        line: site.line,
        detail: say`${callee.split(".").at(-1) ?? callee}: ${sizeOf(values, POOLS[callee] ?? 1000)}`,
      })),
};

/** Class → the size that it has when none is given (eventlet/greenpool.py, eventlet/pools.py). */
const POOLS: Readonly<Record<string, number>> = {
  "eventlet.greenpool.GreenPool": 1000,
  "eventlet.greenpool.GreenPile": 1000,
  "eventlet.pools.Pool": 4,
  "futurist.GreenThreadPoolExecutor": 1000,
};

function sizeOf(values: readonly ArgumentValue[], standard: number): Sentence {
  const given = values.find(
    ({ position, keyword }) =>
      (keyword === undefined && position === 0) ||
      /^(size|size_or_pool|max_size|max_workers)$/.test(keyword ?? ""),
  );
  if (given === undefined) return say`size ${standard}, the default`;
  const sizes = (given.constants ?? []).filter((value) => value !== null);
  return sizes.length === 0 ? say`a size that is set elsewhere` : say`size ${sizes.map(String)}`;
}
