import type { ExternalCall, FunctionId } from "../../callgraph/call-graph.ts";
import type { Text } from "../../sentence.ts";
import type { Knowledge } from "../catalogue.ts";
import { findApi } from "../find-api.ts";
import type { GraphView } from "../graph-view.ts";
import { patchedGroups } from "./patched-groups.ts";

/** A call that patches, before it is known in which processes it runs. */
export interface FoundPatch {
  readonly function: FunctionId;
  readonly path: string;
  readonly line: number;
  readonly site: number;
  readonly groups: readonly string[];
  readonly isCertain: boolean;
  /** As written, as far as its values are known: `eventlet.monkey_patch(os=False)`. */
  readonly how: string;
  readonly error?: Text;
  /** It stands under `if` or in `try`: two modes. */
  readonly isConditional: boolean;
}

/** All calls that patch, in order of path and line. */
export function findPatchCalls(view: GraphView, knowledge: Knowledge): readonly FoundPatch[] {
  const found: FoundPatch[] = [];
  for (const call of view.graph.externalCalls) {
    const entry = findApi(knowledge, call.callee);
    if (entry?.patches === undefined || view.graph.node(call.caller)?.isLibrary === true) continue;
    const patched =
      entry.patches === "keywords"
        ? patchedGroups(call.arguments, knowledge.patching)
        : { groups: entry.patches, isCertain: true };
    found.push({
      function: call.caller,
      path: view.pathOf(call.caller),
      line: call.site.line,
      site: call.site.site,
      ...patched,
      how: describe(call),
      isConditional: view
        .regionsAt(call.caller, call.site.site)
        .some(({ kind }) => kind === "condition" || kind === "try" || kind === "except"),
    });
  }
  return found;
}

function describe({ callee, arguments: values }: ExternalCall): string {
  const name = callee === "eventlet.patcher.monkey_patch" ? "eventlet.monkey_patch" : callee;
  const written = values.map(({ keyword, constants }) => {
    const value = constants?.length === 1 ? pythonOf(constants[0] ?? null) : "…";
    return keyword === undefined ? value : `${keyword}=${value}`;
  });
  return `${name}(${written.join(", ")})`;
}

function pythonOf(value: string | number | boolean | null): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
