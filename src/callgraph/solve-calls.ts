import { byCodeUnits } from "../by-code-units.ts";
import { groupBy } from "../group-by.ts";
import type { ModuleFacts } from "../python/module-facts.ts";
import type { CallEdge, CallGraph, GraphNode, UnresolvedReason } from "./call-graph.ts";
import { describeClasses } from "./edges/class-infos.ts";
import { findEntryPoints } from "./edges/entry-points.ts";
import { externalCall, References } from "./edges/external-records.ts";
import { findByName } from "./edges/fallback.ts";
import { findCalls } from "./edges/found-calls.ts";
import { bySite, EdgeDrafts, siteRef } from "./edges/graph-edges.ts";
import type { NodeIndex } from "./edges/graph-nodes.ts";
import { indexNodes } from "./edges/graph-nodes.ts";
import { describeImports } from "./edges/module-imports.ts";
import type { UnresolvedCall } from "./edges/unresolved.ts";
import { findUnresolved } from "./edges/unresolved.ts";
import { findStatementOrder } from "./order/statement-order.ts";
import type { DeclaredEntry } from "./program/declared-entry.ts";
import type { ExternalSymbols } from "./program/external-symbols.ts";
import { Program } from "./program/program.ts";
import { findTestPaths } from "./program/test-support.ts";
import {
  declareProduct,
  declareTests,
  orderModules,
  type Pieces,
  settleProduct,
  settleTests,
  useClones,
} from "./solver/propagate.ts";
import { Moments, type StatementOrder } from "./state/moments.ts";
import { Solving } from "./state/solving.ts";

export interface SolveInput {
  /** The repository's modules; their order does not matter. */
  readonly modules: readonly ModuleFacts[];
  /** Installed packages that are read on demand. */
  readonly libraries: readonly ModuleFacts[];
  /** Files that are tests by their names; what only they import may be test code too. */
  readonly testPaths: ReadonlySet<string>;
  readonly declaredEntries: readonly DeclaredEntry[];
  readonly externals: ExternalSymbols;
  /** The standard library has the module; absent: no name is shadowed. */
  readonly isStandard?: (name: string) => boolean;
  readonly options: {
    /** Values moved or rules run before the solver gives up. */
    readonly maxSteps: number;
    /** Steps after which the program is followed less finely; absent: by its size. */
    readonly fineSteps?: number;
    /** Definitions that a call resolved by name alone may have. */
    readonly fallbackCap: number;
    /** Integers of constraints up to which objects of one class are told apart (objects-apart.ts). */
    readonly smallProgram?: number;
  };
}

/** The whole program's call graph: who calls whom, where, how, and how sure that is. */
export function solveCalls(given: SolveInput): CallGraph {
  const first = solveOnce(given);
  const order = orderFor(first);
  return order === undefined ? first.graph : solveOnce(given, order).graph;
}

interface Solution {
  readonly s: Solving;
  readonly graph: CallGraph;
}

/** What the order of statements tells of a small program that is solved without it. */
export function orderFor({ s, graph }: Solution): StatementOrder | undefined {
  return s.apart.isOn && graph.isComplete ? findStatementOrder(s, graph) : undefined;
}

function solveOnce(given: SolveInput, known?: StatementOrder): Solution {
  const program = new Program(byPath(given.modules), byPath(given.libraries), given.isStandard);
  const input = { ...given, testPaths: findTestPaths(program, given.testPaths) };
  const s = startSolving(program, input, sizeOf(program.modules));
  const order = orderModules(s, input.testPaths);
  declareProduct(s, order);
  declareTests(s, order);
  s.moments = new Moments(s, known);
  const { maxSteps } = input.options;
  const isComplete =
    drain(settleProduct(s, order, maxSteps)) && drain(settleTests(s, order, maxSteps));
  return { s, graph: describeGraph(s, input, isComplete) };
}

/** `expectedSize`: about how many integers of constraints there will be. */
export function startSolving(
  program: Program,
  { externals, declaredEntries, options }: Omit<SolveInput, "libraries">,
  expectedSize: number,
): Solving {
  const s = new Solving(program, externals, declaredEntries, expectedSize);
  s.fineSteps = options.fineSteps;
  s.apart.smallProgram = options.smallProgram ?? s.apart.smallProgram;
  useClones(s);
  return s;
}

/** Integers of constraints. */
export function sizeOf(modules: readonly ModuleFacts[]): number {
  return modules.reduce((sum, { code }) => sum + code.length, 0);
}

/** Without a pause. */
export function drain<Result>(pieces: Pieces<Result>): Result {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

/** The graph as others see it, of a program that is solved. */
export function describeGraph(
  s: Solving,
  input: Pick<SolveInput, "testPaths" | "declaredEntries" | "options">,
  isComplete: boolean,
): CallGraph {
  const { program } = s;
  // No rule runs any more: what the rules hold would be kept as long as the results are gathered.
  s.actions.length = 0;
  s.flow.close();
  const index = indexNodes(program, input.testPaths);
  const unresolved = findUnresolved(s);
  const calls = gatherCalls(s, index, unresolved, input);
  const references = gatherReferences(s, index);
  const nodes = [...index.nodes, ...externalNodes(index, calls.edges)].sort((a, b) =>
    byCodeUnits(a.id, b.id),
  );
  return {
    modules: program.modules,
    nodes,
    edges: calls.edges,
    externalCalls: calls.externalCalls,
    externalReferences: references,
    ...describeClasses(s, index.ids, input.testPaths),
    entryPoints: findEntryPoints({ s, index, edges: calls.edges, declared: input.declaredEntries }),
    ...describeImports(s, index.ids),
    ...describeUnresolved(s, index, unresolved, calls.lost),
    steps: s.flow.steps,
    isComplete: isComplete && !s.flow.bounds.isNarrow,
    ...lookups(nodes, calls.edges),
  };
}

export function byPath(modules: readonly ModuleFacts[]): readonly ModuleFacts[] {
  return [...modules].sort((left, right) => byCodeUnits(left.path, right.path));
}

function gatherCalls(
  s: Solving,
  index: NodeIndex,
  unresolved: readonly UnresolvedCall[],
  { testPaths, options }: Pick<SolveInput, "testPaths" | "options">,
) {
  const drafts = new EdgeDrafts(s, index.ids);
  const externalCalls = new Map<string, ReturnType<typeof externalCall>>();
  const lost = findCalls(s, unresolved, (call) => {
    drafts.add(call);
    if (call.target >= 0 || !s.outside.isDescribed(-1 - call.target)) return;
    const key = `${call.site}|${call.target}|${call.meta.how}`;
    if (!externalCalls.has(key)) externalCalls.set(key, externalCall(s, index.ids, call));
  });
  const isTest = (module: number) => testPaths.has(s.program.facts(module).path);
  const guesses = findByName(s, unresolved, { cap: options.fallbackCap, isTest });
  for (const call of guesses) drafts.add(call);
  return {
    lost,
    edges: drafts.edges(),
    externalCalls: [...externalCalls.values()].sort(
      (left, right) =>
        byCodeUnits(left.caller, right.caller) ||
        bySite(left.site, right.site) ||
        byCodeUnits(left.callee, right.callee) ||
        byCodeUnits(left.how, right.how),
    ),
  };
}

function gatherReferences(s: Solving, index: NodeIndex) {
  const references = new References(s, index.ids);
  references.addDeclared();
  for (let at = 0; at < s.log.reads.length; at += 3) {
    const [site, attribute] = [s.log.reads.at(at), s.log.reads.at(at + 1)];
    references.addValues(site, attribute, "read");
    const member = s.log.dataMembers.get(attribute);
    if (member !== undefined) references.add(site, member, "read");
  }
  return references.sorted();
}

function externalNodes(index: NodeIndex, edges: readonly CallEdge[]): readonly GraphNode[] {
  const own = new Set(index.ids);
  const names = new Set(edges.map(({ to }) => to).filter((name) => !own.has(name)));
  return [...names].map((id) => ({ id, kind: "external" as const }));
}

function describeUnresolved(
  s: Solving,
  index: NodeIndex,
  calls: readonly UnresolvedCall[],
  lost: number,
) {
  const unresolved: Record<UnresolvedReason, number> = {
    "unknown-receiver": 0,
    "unknown-name": 0,
    "unknown-parameter": 0,
    "unknown-result": 0,
    dynamic: 0,
    budget: s.flow.saturated + lost,
  };
  const unresolvedSites = calls.map(({ site, reason, text }) => {
    unresolved[reason] += 1;
    return {
      function: index.ids[s.program.scopeOfSite(site)] as string,
      site: siteRef(s, site),
      reason,
      text,
    };
  });
  unresolvedSites.sort(
    (left, right) => byCodeUnits(left.function, right.function) || bySite(left.site, right.site),
  );
  return { unresolved, unresolvedSites };
}

function lookups(nodes: readonly GraphNode[], edges: readonly CallEdge[]) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = groupBy(edges, ({ to }) => to);
  const callees = groupBy(edges, ({ from }) => from);
  return {
    node: (id: string) => byId.get(id),
    callersOf: (id: string) => callers.get(id) ?? [],
    calleesOf: (id: string) => callees.get(id) ?? [],
  };
}
