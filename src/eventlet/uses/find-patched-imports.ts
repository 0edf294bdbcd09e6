import { byCodeUnits } from "../../by-code-units.ts";
import type { CallEdge } from "../../callgraph/call-graph.ts";
import type { Knowledge } from "../catalogue.ts";
import { findApi } from "../find-api.ts";
import type { GraphView } from "../graph-view.ts";
import { rootOf } from "../root-of.ts";
import type { Mention } from "./mention.ts";

const IMPORT = "eventlet.patcher.import_patched";
/** What texts have: `reply.status.startswith("2")` is no call into the package. */
const TEXT_METHODS =
  /\.(decode|encode|endswith|format|lower|replace|split|startswith|strip|upper)$/;

/**
 * Calls into packages that `eventlet.import_patched("package")` loaded with green modules. They wait in
 * a process that patches nothing, which is what the import is for. Of a package that is not described
 * nobody knows which of its calls do: likely each; making an object possibly, an exception never.
 */
export function findPatchedImports(view: GraphView, knowledge: Knowledge): readonly Mention[] {
  const entry = findApi(knowledge, `${IMPORT}.any`);
  const modules = patchedModules(view);
  if (entry === undefined || modules.length === 0) return [];
  return view.graph.edges.flatMap((edge): readonly Mention[] => {
    const { from, to, kind, how } = edge;
    const isMeant =
      kind === "call" && how === "call" && modules.some((name) => to.startsWith(`${name}.`));
    if (!isMeant || !mayWait(knowledge, to)) return [];
    const confidence = confidenceOf(edge);
    return edge.sites.map((site) => ({
      entry,
      function: from,
      ...site,
      how: "call",
      confidence,
      arguments: [],
    }));
  });
}

/** The names that are imported with green modules: not of modules of the repository, which are read themselves. */
function patchedModules(view: GraphView): readonly string[] {
  const names = view.graph.externalCalls
    .filter(({ callee }) => callee === IMPORT)
    .flatMap(({ arguments: [name] }) => name?.constants ?? [])
    .filter((name): name is string => typeof name === "string" && name !== "");
  return [...new Set(names)]
    .filter((name) => view.moduleNamed(name) === undefined)
    .sort(byCodeUnits);
}

function mayWait(knowledge: Knowledge, callee: string): boolean {
  if (TEXT_METHODS.test(callee) || /(Error|Exception)(\.\w+)?$/.test(callee)) return false;
  const described = findApi(knowledge, callee);
  if (described !== undefined) return described.needsAwait === "yes";
  // Of a package that is described all calls that wait are: `urllib3.Retry(3)` is none of them.
  return !knowledge.libraries.some(({ importNames }) => importNames.includes(rootOf(callee)));
}

/** A name in capitals is a class, as Python's style guide (PEP 8) has it. */
function confidenceOf({ to, confidence }: CallEdge): Mention["confidence"] {
  const isClass = /\.(_*[A-Z]\w*|__init__)$/.test(to);
  return isClass || confidence === "possible" ? "possible" : "likely";
}
