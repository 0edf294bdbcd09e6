import { say } from "../../sentence.ts";
import { findPatchCalls } from "../patching/find-patch-calls.ts";
import type { Pattern } from "./pattern.ts";

/** Patches whose being made depends on the path taken. */
export const patchInsideFunction: Pattern = {
  id: "patch-inside-function",
  find: ({ view, knowledge }) =>
    findPatchCalls(view, knowledge)
      .filter((patch) => patch.isConditional || view.graph.node(patch.function)?.kind !== "module")
      .map(({ function: id, line, how, isConditional }) => ({
        function: id,
        line,
        detail: isConditional ? say`${how} under a condition` : say`${how} inside a function`,
      })),
};
