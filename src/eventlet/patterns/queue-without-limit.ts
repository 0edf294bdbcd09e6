import type { ArgumentValue } from "../../callgraph/call-graph.ts";
import { say } from "../../sentence.ts";
import { findApi } from "../find-api.ts";
import type { Pattern } from "./pattern.ts";

/** Queues that nothing limits, among Eventlet's own. */
export const queueWithoutLimit: Pattern = {
  id: "queue-without-limit",
  find: ({ view, knowledge }) =>
    view.graph.externalCalls
      .filter(({ callee, arguments: values }) => {
        const entry = findApi(knowledge, callee);
        if (entry?.via !== "eventlet" || entry.capacity === undefined) return false;
        return isUnlimited(values, entry.capacity.unlimited);
      })
      .map(({ caller, site, callee }) => ({
        function: caller,
        line: site.line,
        detail: say`${callee.split(".").at(-1) ?? callee} without maxsize`,
      })),
};

function isUnlimited(values: readonly ArgumentValue[], unlimited: readonly unknown[]): boolean {
  const [size] = values;
  if (size === undefined) return true;
  return size.constants?.length === 1 && unlimited.includes(size.constants[0]);
}
