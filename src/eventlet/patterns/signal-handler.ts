import { say } from "../../sentence.ts";
import type { Pattern } from "./pattern.ts";

/** Handlers of signals in a program that runs a hub: functions, not `SIG_IGN`, in a process that needs Eventlet. */
export const signalHandler: Pattern = {
  id: "signal-handler",
  find: ({ view, uses, climates }) => {
    const reaching = new Set(uses.filter(({ how }) => how !== "import").map((use) => use.function));
    if (reaching.size === 0) return [];
    const hasHub = (id: string) =>
      climates.isUnknown(id) ||
      climates.known.some((climate) => climate.usesEventlet && climate.executes(id));
    return view.graph.edges
      .filter(
        ({ from, to, runsIn }) =>
          runsIn === "signal" && view.graph.node(to)?.kind !== "external" && hasHub(from),
      )
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
