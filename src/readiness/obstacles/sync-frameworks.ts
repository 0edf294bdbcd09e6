import { say } from "../../sentence.ts";
import { isDeciding } from "../program.ts";
import type { Detector } from "./obstacle.ts";

/** Handlers of a framework that calls them and does not await: ready, but not under this framework. */
export const syncFrameworks: Detector = {
  looksAt: "waiting",
  detect: ({ index, node }, { program, lookups, catalogue }) => {
    const names = [
      ...(program.callers[index] ?? [])
        .filter((link) => isDeciding(link) && link.edge.kind === "callback")
        .map(({ edge }) => edge.through ?? ""),
      // A background task that it starts is nobody's handler.
      ...(lookups.entriesOf.get(node.id) ?? [])
        .filter(({ kind }) => kind !== "green-thread")
        .map(({ because }) => `${because}.`),
      program.graph.externalOverrides[node.id] ?? "",
    ];
    const found = catalogue.synchronous.find(({ pattern }) =>
      names.some((name) => pattern.test(name)),
    );
    if (found === undefined) return [];
    const { name, awaits, within } = found;
    const detail =
      within === undefined
        ? say`\`${name}\` does not await it: \`${awaits}\` does`
        : say`\`${name}\` does not await it and has no asyncio version: it becomes a handler of \`${awaits}\`, in \`${within}\` or another ASGI framework`;
    return [{ id: "sync-framework", line: node.line ?? 1, detail }];
  },
};
