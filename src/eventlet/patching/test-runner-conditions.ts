import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { GraphView } from "../graph-view.ts";

/**
 * How a program asks whether a test runner has loaded it: the runner's module is there, pytest's
 * variable is set (its documentation, "PYTEST_CURRENT_TEST environment variable"), or the mark that
 * pytest's documentation advised a `conftest.py` to leave behind.
 */
const ASKS = [
  /^["'](nose2?|_?pytest|unittest2?|testtools|stestr)["'] in sys\.modules(\.keys\(\))?$/,
  /^sys\.modules\.get\(["'](nose2?|_?pytest|unittest2?)["']\)( is not None)?$/,
  /^hasattr\(sys, ["']_called_from_test["']\)$/,
  /^["']PYTEST_CURRENT_TEST["'] in os\.environ(\.keys\(\))?$/,
  /^os\.(environ\.get|getenv)\(["']PYTEST_CURRENT_TEST["'](, \w+)?\)( is not None)?$/,
] as const;

/** Only test runs pass the condition. One that is not seen whole may hold anything: false. */
export function asksForTestRunner(condition: string): boolean {
  if (condition.endsWith("…")) return false;
  return condition.split(" or ").every((choice) => choice.split(" and ").some(isQuestion));
}

function isQuestion(part: string): boolean {
  const bare = part.trim().replace(/^\((.*)\)$/, "$1");
  return ASKS.some((ask) => ask.test(bare));
}

/** Whether a process gets to a place in a function, as far as the conditions around it tell. */
export type Passes = (id: FunctionId, site: number) => boolean;

/** What no process of the product gets to: the places below a question for a test runner. */
export function passesInProduct(view: GraphView): Passes {
  return (id, site) =>
    !view
      .regionsAt(id, site)
      .some(({ kind, text }) => kind === "condition" && asksForTestRunner(text));
}

/** A test's process gets everywhere. */
export const passesInTests: Passes = () => true;
