import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { LooseModules } from "../patching/loose-modules.ts";
import type { Run } from "../patching/runs.ts";
import type { CallLinks } from "./call-links.ts";

/** What one process can execute. Arrays hold 1 at the number of what is meant (see `CallLinks`). */
export interface Execution {
  readonly run: Run;
  /** Modules that can be there: this process imports them, or nobody knows who does. */
  readonly loads: Uint8Array;
  /** Reached from the process's entry, and by importing its modules. */
  readonly entered: Uint8Array;
  /**
   * The same with what only something outside calls, a framework or a library: as far as is known it
   * may do so wherever the function's module is imported.
   */
  readonly executes: Uint8Array;
  /** Of these what the process tells of: a tool, an example or a test tells nothing of the product that it calls. */
  readonly tells: Uint8Array;
}

/**
 * A process executes what its entry leads to, by calls, starts and callbacks alike, guesses included;
 * but only functions of modules that it imports: a value that another process made is not there.
 */
export function findExecutions(
  links: CallLinks,
  runs: readonly Run[],
  { unclaimed }: LooseModules,
): readonly Execution[] {
  return runs.map((run) => executionOf(links, run, unclaimed));
}

function executionOf(links: CallLinks, run: Run, unclaimed: ReadonlySet<FunctionId>): Execution {
  const { ids, standings, moduleOf, callees, guarded, open, numberOf } = links;
  const loads = Uint8Array.from(ids, (id) =>
    run.run.modules.has(id) || unclaimed.has(id) ? 1 : 0,
  );
  const executes = new Uint8Array(ids.length);
  const walk = (starts: readonly number[]): void => {
    const queue = [...starts];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (at < 0 || executes[at] === 1 || loads[moduleOf[at] ?? -1] !== 1) continue;
      executes[at] = 1;
      queue.push(...(callees[at] ?? []));
    }
  };
  const entry = numberOf(run.process.entry);
  const modules = [...run.run.modules].map(numberOf);
  // A command that is found by name is not reached from the entry, but what it patches for starts there.
  const commands = run.run.patches.map(({ patch }) => numberOf(patch.function));
  walk([entry, ...(guarded.get(moduleOf[entry] ?? -1) ?? []), ...modules, ...commands]);
  const entered = executes.slice();
  walk(modules.flatMap((module) => open.get(module) ?? []));
  const standing = standings[entry] ?? 0;
  const tells = executes.map((each, number) => ((standings[number] ?? 0) < standing ? 0 : each));
  return { run, loads, entered, executes, tells };
}
