import { say } from "../../sentence.ts";
import type { Pattern } from "./pattern.ts";

/** Handlers of signals in a program that runs a hub. */
export const signalHandler: Pattern = {
  id: "signal-handler",
  find: ({ view, uses }) => {
    const reaching = new Set(uses.filter(({ how }) => how !== "import").map((use) => use.function));
    if (reaching.size === 0) return [];
    return view.graph.edges
      .filter(({ runsIn }) => runsIn === "signal")
      .flatMap(({ from, to, sites }) =>
        sites.map(({ line }) => ({
          function: from,
          line,
          detail: reaching.has(to)
            ? say`${to} uses Eventlet`
            : say`${to} runs in whatever green thread is current`,
        })),
      );
  },
};
