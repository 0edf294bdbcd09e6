import type { CallGraph } from "../callgraph/call-graph.ts";
import type { ApiEntry, Knowledge } from "./catalogue.ts";

/**
 * What is said of a program's own calls: where it makes green threads through a library, that library's
 * waits are green, whatever is patched (`futurist.waiters` beside `futurist.GreenThreadPoolExecutor`).
 */
export function withGreenCompanions(graph: CallGraph, knowledge: Knowledge): Knowledge {
  const called = new Set<string>();
  for (const { callee } of graph.externalCalls) {
    called.add(callee);
    called.add(callee.slice(0, callee.lastIndexOf(".")));
  }
  const apis = [...knowledge.apis].map(([name, entry]): [string, ApiEntry] => {
    if (entry.greenWith?.some((each) => called.has(each)) !== true) return [name, entry];
    const { patchedBy, ...others } = entry;
    return [name, others];
  });
  return { ...knowledge, apis: new Map(apis) };
}
