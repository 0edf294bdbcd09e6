import { say } from "../../sentence.ts";
import type { Pattern } from "./pattern.ts";

const FORKS: ReadonlySet<string> = new Set(["os.fork", "os.forkpty", "pty.fork"]);

/** Forks in a program that runs a hub. */
export const forkWithThreads: Pattern = {
  id: "fork-with-threads",
  find: ({ view, uses }) => {
    if (uses.length === 0) return [];
    const edges = view.graph.edges.filter(({ to }) => FORKS.has(to));
    return edges.flatMap(({ from, to, sites }) =>
      sites.map(({ line }) => ({ function: from, line, detail: say`${to}() copies the hub` })),
    );
  },
};
