import type { Knowledge } from "../catalogue.ts";
import type { Climates } from "../findings.ts";
import type { GraphView } from "../graph-view.ts";
import { markGreenThreads } from "../patching/find-green-starts.ts";
import { byEntry, type Patching } from "../patching/find-processes.ts";
import type { Run } from "../patching/runs.ts";
import { readCallLinks } from "./call-links.ts";
import { NO_CLIMATES } from "./climates.ts";
import { findClimates } from "./find-climates.ts";
import { findExecutions } from "./find-executions.ts";

/**
 * What each process executes: from that follows whether it starts green threads, and under what
 * patching functions run. The tests' processes tell of the tests only.
 */
export function followProcesses(
  view: GraphView,
  knowledge: Knowledge,
  patching: Patching,
): { readonly patching: Patching; readonly climates: Climates } {
  const { looseModules } = patching;
  const links = readCallLinks(view);
  const isTest = ({ process }: Run): boolean => process.kind === "test";
  const follow = (runs: readonly Run[]) =>
    markGreenThreads(view, knowledge, links, findExecutions(links, runs, looseModules));
  const executions = follow(patching.runs.filter((run) => !isTest(run)));
  const tests = follow(patching.runs.filter(isTest));
  const runs = [...executions, ...tests].map(({ run }) => run);
  return {
    patching: { ...patching, runs, processes: runs.map(({ process }) => process).sort(byEntry) },
    climates: patching.isLibrary
      ? NO_CLIMATES
      : findClimates({ view, knowledge, links, executions, tests, looseModules }),
  };
}
