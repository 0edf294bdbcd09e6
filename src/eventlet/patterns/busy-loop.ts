import type { ArgumentValue } from "../../callgraph/call-graph.ts";
import { say } from "../../sentence.ts";
import type { Pattern } from "./pattern.ts";

const SLEEPS: ReadonlySet<string> = new Set(["eventlet.greenthread.sleep", "time.sleep"]);

/** `sleep(0)`: a place that only lets others run. */
export const busyLoop: Pattern = {
  id: "busy-loop",
  find: ({ view, uses }) => {
    const yielding = new Set(
      uses.filter(({ yields }) => yields).map(({ function: id, site }) => `${id}:${site}`),
    );
    return view.graph.externalCalls
      .filter(({ callee, arguments: values }) => SLEEPS.has(callee) && isZero(values))
      .filter(({ caller, site }) => yielding.has(`${caller}:${site.site}`))
      .map(({ caller, site }) => ({
        function: caller,
        line: site.line,
        detail: view
          .regionsAt(caller, site.site)
          .some(({ kind }) => kind === "for" || kind === "while")
          ? say`sleep(0) in a loop lets others run`
          : say`sleep(0) lets others run`,
      }));
  },
};

function isZero(values: readonly ArgumentValue[]): boolean {
  if (values.length === 0) return true;
  return values[0]?.constants?.length === 1 && values[0].constants[0] === 0;
}
