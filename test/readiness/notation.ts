import type {
  CallEdge,
  CallGraph,
  EdgeHow,
  EntryPoint,
  ExternalCall,
  GraphNode,
} from "../../src/callgraph/call-graph.ts";
import type { EventletFindings, EventletUse, Process } from "../../src/eventlet/findings.ts";
import type { ModuleFacts, ScopeFacts } from "../../src/python/module-facts.ts";
import { plainGraph } from "../callgraph/plain-graph.ts";
import { APIS, type Api } from "./apis.ts";

/**
 * Programs for tests, one chain a line:
 *
 *     main ~> handle -> recv          `->` calls, `~>` starts a green thread, `-?>` possibly calls
 *     report -property-> Vol.size     `-how->` calls in that manner
 *     oldest =sorted=> age            hands over to a function that calls back before it returns
 *     handler =signal.signal/signal=> on_term      … that calls back elsewhere (`/runsIn`)
 *     f =eventlet.timeout.with_timeout=> g         … and is itself waited for, where apis.ts says so
 *
 * A name of apis.ts at the end of a chain is a use of that API by the function before it.
 */
export interface Details {
  readonly nodes?: Readonly<Record<string, Partial<GraphNode> & Partial<NodeFacts>>>;
  readonly families?: readonly (readonly string[])[];
  readonly externalOverrides?: Readonly<Record<string, string>>;
  readonly entries?: Readonly<Record<string, EntryPoint["kind"]>>;
  readonly processes?: readonly Partial<Process>[];
  readonly externalCalls?: readonly ExternalCall[];
  readonly isComplete?: boolean;
}

interface NodeFacts {
  readonly decorators: readonly string[];
  readonly isGenerator: boolean;
  readonly isAsync: boolean;
}

export interface TestProgram {
  readonly graph: CallGraph;
  readonly findings: EventletFindings;
}

interface Arrow {
  readonly kind: CallEdge["kind"];
  readonly how: EdgeHow;
  readonly confidence: CallEdge["confidence"];
  readonly through?: string;
  readonly runsIn?: NonNullable<CallEdge["runsIn"]>;
}

export function programOf(text: string, details: Details = {}): TestProgram {
  const edges: CallEdge[] = [];
  const uses: EventletUse[] = [];
  const names = new Set<string>(Object.keys(details.nodes ?? {}));
  let line = 10;
  for (const chain of text.split(/\n|;/)) {
    const parts = chain
      .trim()
      .split(/\s+/)
      .filter((part) => part !== "");
    if (parts[0] !== undefined) names.add(parts[0]);
    for (let at = 0; at + 2 < parts.length; at += 2) {
      const [from = "", arrowText = "", to = ""] = parts.slice(at, at + 3);
      line += 1;
      const arrow = readArrow(arrowText);
      const known = APIS[to];
      const isTest = details.nodes?.[from]?.isTest === true;
      if (known !== undefined) {
        uses.push(useOf(known, { from, line, arrow, isTest }));
        continue;
      }
      const through = Object.values(APIS).find((each) => each.api === arrow.through);
      if (through?.needsAwait === true) uses.push(useOf(through, { from, line, arrow, isTest }));
      names.add(to);
      edges.push({ from, to, ...arrow, sites: [{ line, column: 4, site: -1 }] });
    }
  }
  return {
    graph: graphOf([...names].sort(), mergeEdges(edges), details),
    findings: findingsOf(uses, details),
  };
}

function readArrow(text: string): Arrow {
  if (text === "->") return { kind: "call", how: "call", confidence: "certain" };
  if (text === "-?>") return { kind: "call", how: "fallback", confidence: "possible" };
  if (text === "~>") {
    return {
      kind: "spawn",
      how: "argument",
      confidence: "certain",
      through: "eventlet.greenthread.spawn",
      runsIn: "green-thread",
    };
  }
  const callback = /^=([\w.<>]+)(?:\/([\w-]+))?=>$/.exec(text);
  if (callback !== null) {
    const runsIn = (callback[2] ?? "caller") as NonNullable<CallEdge["runsIn"]>;
    const kind = runsIn === "native-thread" ? "spawn" : "callback";
    return { kind, how: "argument", confidence: "certain", through: callback[1] ?? "", runsIn };
  }
  const how = /^-([\w-]+)->$/.exec(text)?.[1];
  if (how === undefined) throw new Error(`unknown arrow ${text}`);
  return { kind: "call", how: how as EdgeHow, confidence: "certain" };
}

function mergeEdges(edges: readonly CallEdge[]): CallEdge[] {
  const merged = new Map<string, CallEdge>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to} ${edge.kind} ${edge.how} ${edge.through}`;
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined ? edge : { ...before, sites: [...before.sites, ...edge.sites] },
    );
  }
  return [...merged.values()];
}

function useOf(
  known: Api,
  {
    from,
    line,
    arrow,
    isTest,
  }: {
    readonly from: string;
    readonly line: number;
    readonly arrow: Arrow;
    readonly isTest: boolean;
  },
): EventletUse {
  return {
    function: from,
    path: "app.py",
    line,
    column: 4,
    site: -1,
    how: "call",
    isTest,
    ...known,
    confidence: arrow.confidence,
  };
}

function graphOf(
  names: readonly string[],
  edges: readonly CallEdge[],
  details: Details,
): CallGraph {
  const scopes: ScopeFacts[] = [];
  const nodes = names.map((id, at): GraphNode => {
    const {
      decorators = [],
      isGenerator = false,
      isAsync = false,
      ...node
    } = details.nodes?.[id] ?? {};
    scopes.push(scopeFor(id, { decorators, isGenerator, isAsync }));
    const isMethod = /(^|\.)[A-Z]\w*\.\w+$/.test(id);
    return {
      id,
      kind: isMethod ? "method" : "function",
      path: "app.py",
      line: at + 1,
      endLine: at + 1,
      module: 0,
      scope: at,
      ...(isMethod ? { class: id.slice(0, id.lastIndexOf(".")) } : {}),
      ...node,
    };
  });
  const entryPoints = Object.entries(details.entries ?? {}).map(([id, kind]) => ({
    function: id,
    kind,
    path: "app.py",
    line: 1,
    because: kind,
  }));
  return plainGraph(nodes, edges, {
    modules: [factsOf(scopes)],
    externalCalls: details.externalCalls ?? [],
    entryPoints,
    overrideFamilies: details.families ?? [],
    externalOverrides: details.externalOverrides ?? {},
    isComplete: details.isComplete ?? true,
  });
}

function scopeFor(id: string, { decorators, isGenerator, isAsync }: NodeFacts): ScopeFacts {
  return {
    kind: "function",
    name: id,
    qualifiedName: id,
    parent: -1,
    line: 1,
    column: 0,
    endLine: 1,
    names: [],
    callable: { parameters: [], isAsync, isGenerator, returns: 0, yields: -1, sends: -1 },
    decorators: decorators.map((text) => ({ variable: 0, site: -1, text })),
    statements: 1,
    complexity: 1,
    hasDocstring: false,
    isStub: false,
    globalWrites: [],
  };
}

function factsOf(scopes: readonly ScopeFacts[]): ModuleFacts {
  return {
    path: "app.py",
    module: "app",
    isPackage: false,
    lines: 100,
    strings: [],
    scopes,
    sites: new Int32Array(0),
    regions: [],
    types: [],
    variableCount: 1,
    code: new Int32Array(0),
    imports: [],
    diagnostics: [],
  };
}

function findingsOf(uses: readonly EventletUse[], details: Details): EventletFindings {
  const processes = (details.processes ?? []).map((process) => ({
    entry: "main",
    kind: "main",
    path: "app.py",
    line: 1,
    patchedGroups: ["socket", "time"],
    patchedBy: [],
    startsGreenThreads: true,
    ...process,
  }));
  return {
    uses,
    patchCalls: [],
    processes,
    patchedGroups: {},
    signals: [],
    libraries: [],
    unknownPackages: [],
    patterns: [],
    hub: { switched: false, where: [], isAllowed: "unknown", blockers: [] },
  };
}
