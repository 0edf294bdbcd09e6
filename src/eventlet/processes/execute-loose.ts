import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { CallLinks } from "./call-links.ts";

/**
 * What may run in a process nobody knows, 1 at the number of each such function: whoever loads the
 * modules runs them as any process would, with what only something outside calls. Guesses are left
 * out, for they would make nearly everything unknown.
 */
export function executeLoose(
  { ids, surely, open, numberOf }: CallLinks,
  modules: ReadonlySet<FunctionId>,
): Uint8Array {
  const starts = [...modules].map(numberOf);
  const executes = new Uint8Array(ids.length);
  const queue = [...starts, ...starts.flatMap((module) => open.get(module) ?? [])];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at < 0 || executes[at] === 1) continue;
    executes[at] = 1;
    queue.push(...(surely[at] ?? []));
  }
  return executes;
}
