import type { CallGraph, FunctionId } from "../callgraph/call-graph.ts";
import type { PricingInput } from "./price-functions.ts";

/** Entry kinds that are priced as a program of their own. */
const PROGRAM_KINDS = new Set(["main", "console-script", "service", "wsgi-app", "rpc-endpoint"]);
const SERVICE_KINDS = new Set(["service", "wsgi-app", "rpc-endpoint"]);
/** Uses that make a program one that serves. */
const SERVING_CATEGORIES = new Set(["wsgi-server", "websocket", "rpc", "server"]);

export interface ServiceEntry {
  readonly entry: FunctionId;
  readonly path: string;
  /** It serves: loop, start and stop, deployment. Otherwise it is a command. */
  readonly serves: boolean;
}

/** The program's entry points that reach Eventlet, one per file: a script's guard and its `main` are one. */
export function findServices({ graph, findings, readiness }: PricingInput): ServiceEntry[] {
  const reaching = new Set(readiness.verdicts.map((verdict) => verdict.function));
  const serving = new Set(
    findings.uses
      .filter(({ category }) => SERVING_CATEGORIES.has(category))
      .map((use) => use.function),
  );
  const own = findings.processes.filter(
    ({ entry, kind }) =>
      PROGRAM_KINDS.has(kind) && reaching.has(entry) && graph.node(entry)?.isTest !== true,
  );
  const functions = new Set(
    own.filter(({ entry }) => graph.node(entry)?.kind !== "module").map(({ path }) => path),
  );
  const isGuardOfMain = ({ entry, path }: { entry: FunctionId; path: string }) =>
    graph.node(entry)?.kind === "module" && functions.has(path);
  // A WSGI callable that another function calls is a handler or a layer of the one application.
  const isLayer = ({ entry, kind }: { entry: FunctionId; kind: string }) =>
    kind === "wsgi-app" &&
    graph.callersOf(entry).some(({ from }) => from !== entry && graph.node(from)?.isTest !== true);
  const seen = new Set<FunctionId>();
  return own.flatMap((process) => {
    if (isGuardOfMain(process) || isLayer(process) || seen.has(process.entry)) return [];
    seen.add(process.entry);
    const serves = SERVICE_KINDS.has(process.kind) || runsAny(process.entry, serving, graph);
    return [{ entry: process.entry, path: process.path, serves }];
  });
}

function runsAny(entry: FunctionId, wanted: ReadonlySet<FunctionId>, graph: CallGraph): boolean {
  const reached = new Set([entry]);
  // A Set also visits what is added while it is being walked, so it is its own worklist.
  for (const id of reached) {
    if (wanted.has(id)) return true;
    for (const { to } of graph.calleesOf(id)) reached.add(to);
  }
  return false;
}
