import type { FunctionId } from "../callgraph/call-graph.ts";
import { groupBy } from "../group-by.ts";
import { say } from "../sentence.ts";
import type { WorkPackage } from "./estimate.ts";
import type { PackageMaker } from "./package-maker.ts";
import {
  type OptionName,
  type PricedFunction,
  type Pricing,
  type PricingInput,
  type TestFunction,
  term,
} from "./price-functions.ts";
import type { WorkWaves } from "./work-waves.ts";

/** How the ids of packages begin that write tests where there are none. */
export const FIRST_TESTS = "tests:new:";

/**
 * Tests are priced from the repository's own: each test function that calls a changed function or
 * reaches Eventlet itself must be adapted; each changed function that no test reaches wants a first one.
 */
export function priceTests(
  input: Pricing,
  {
    option,
    functions,
  }: { readonly option: OptionName; readonly functions: readonly PricedFunction[] },
  make: PackageMaker,
  waves: WorkWaves,
): WorkPackage[] {
  const priced = { option, functions: functions.filter(({ terms }) => terms.length > 0) };
  return [
    ...adaptedTests(input, priced, make, waves),
    ...firstTests(input, priced.functions, make, waves),
  ];
}

/** Functions that a test need not call to be changed itself: all that wait; for threads, that name Eventlet. */
function changedThemselves(
  { findings, readiness }: PricingInput,
  option: OptionName,
): ReadonlySet<FunctionId> {
  if (option !== "threads") return new Set(readiness.verdicts.map((verdict) => verdict.function));
  const named = findings.uses.filter(({ via, how }) => via === "eventlet" && how !== "import");
  return new Set(named.map((use) => use.function));
}

/** One package per test file, due with the first code that it tests. */
function adaptedTests(
  input: Pricing,
  {
    option,
    functions,
  }: { readonly option: OptionName; readonly functions: readonly PricedFunction[] },
  make: PackageMaker,
  { firstOf, epicOf }: WorkWaves,
): WorkPackage[] {
  const { model } = input;
  const changed = new Set(functions.map(({ verdict }) => verdict.function));
  if (changed.size === 0) return [];
  const reaching = changedThemselves(input, option);
  return [...testsThatTouch(input.tests, changed, reaching)].map(([path, { tests, tested }]) => {
    const wave = firstOf(tested);
    return make({
      id: `tests:${path}`,
      title: say`Adapt the tests in ${path}`,
      kind: "tests",
      epic: epicOf(wave),
      wave,
      functions: tests,
      paths: [path],
      terms: [term(model, "test-module", 1), term(model, "test-function", tests.length)],
    });
  });
}

/** One package per module and wave, due before its code changes. */
function firstTests(
  { tested, model }: Pricing,
  functions: readonly PricedFunction[],
  make: PackageMaker,
  { epicOf }: WorkWaves,
): WorkPackage[] {
  const groups = groupBy(
    functions.filter(({ verdict }) => !tested.has(verdict.function)),
    ({ path, verdict }) => `${path}@${verdict.wave}`,
  );
  return [...groups].map(([key, group]) => {
    const [{ path, verdict }] = group as [PricedFunction];
    return make({
      id: `${FIRST_TESTS}${key}`,
      title: say`Write first tests for ${path}`,
      kind: "tests",
      epic: epicOf(verdict.wave),
      wave: verdict.wave,
      functions: group.map((priced) => priced.verdict.function),
      paths: [path],
      terms: [term(model, "untested-function", group.length)],
    });
  });
}

interface TouchingTests {
  readonly tests: FunctionId[];
  /** Changed functions that they call; a test that reaches Eventlet otherwise stands for itself. */
  readonly tested: Set<FunctionId>;
}

/** Test file → its functions that call a changed function or reach Eventlet. */
function testsThatTouch(
  tests: readonly TestFunction[],
  changed: ReadonlySet<FunctionId>,
  reaching: ReadonlySet<FunctionId>,
): Map<string, TouchingTests> {
  const found = new Map<string, TouchingTests>();
  for (const { id, path, calls } of tests) {
    const called = calls.filter((each) => changed.has(each));
    const tested = called.length === 0 && reaching.has(id) ? [id] : called;
    if (tested.length === 0) continue;
    const entry = found.get(path) ?? { tests: [], tested: new Set() };
    found.set(path, entry);
    entry.tests.push(id);
    for (const each of tested) entry.tested.add(each);
  }
  return found;
}
