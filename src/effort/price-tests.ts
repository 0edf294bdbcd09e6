import type { CallGraph, FunctionId } from "../callgraph/call-graph.ts";
import { byCodeUnits } from "../eventlet/graph-view.ts";
import type { WorkPackage } from "./estimate.ts";
import type { PackageMaker } from "./package-maker.ts";
import { type PricedFunction, type PricingInput, term } from "./price-functions.ts";

/**
 * Tests are priced from the repository's own: each test function that calls a changed function or
 * reaches Eventlet itself must be adapted; each changed function that no test reaches wants a first one.
 */
export function priceTests(
  input: PricingInput,
  functions: readonly PricedFunction[],
  make: PackageMaker,
): WorkPackage[] {
  const { graph, readiness, model } = input;
  const changed = new Set(
    functions.filter(({ terms }) => terms.length > 0).map(({ verdict }) => verdict.function),
  );
  if (changed.size === 0) return [];
  const touching = testsThatTouch(
    graph,
    changed,
    new Set(readiness.verdicts.map((verdict) => verdict.function)),
  );
  const adapted = [...touching].map(([path, tests]) =>
    make({
      id: `tests:${path}`,
      title: `Adapt the tests in ${path}`,
      kind: "tests",
      epic: "Tests",
      wave: 1,
      paths: [path],
      terms: [term(model, "test-module", 1), term(model, "test-function", tests)],
    }),
  );
  const untested = untestedFunctions(graph, changed);
  const first = make({
    id: "tests:new",
    title: "First tests for changed functions that no test reaches",
    kind: "tests",
    epic: "Tests",
    wave: 0,
    terms: [term(model, "untested-function", untested.length)],
  });
  return untested.length === 0 ? adapted : [first, ...adapted];
}

/** Changed functions that no chain of calls from a test reaches. */
export function untestedFunctions(
  graph: CallGraph,
  changed: ReadonlySet<FunctionId>,
): FunctionId[] {
  const reached = new Set(graph.nodes.filter(({ isTest }) => isTest === true).map(({ id }) => id));
  // A Set also visits what is added while it is being walked, so it is its own worklist.
  for (const id of reached) for (const { to } of graph.calleesOf(id)) reached.add(to);
  return [...changed].filter((id) => !reached.has(id)).sort(byCodeUnits);
}

/** Test file → number of its functions that call a changed function or reach Eventlet. */
function testsThatTouch(
  graph: CallGraph,
  changed: ReadonlySet<FunctionId>,
  reaching: ReadonlySet<FunctionId>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id, path, isTest, kind } of graph.nodes) {
    if (isTest !== true || path === undefined || kind === "module" || kind === "class-body")
      continue;
    const touches = reaching.has(id) || graph.calleesOf(id).some(({ to }) => changed.has(to));
    if (touches) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return counts;
}
