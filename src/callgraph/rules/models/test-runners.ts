import type { Calling } from "../../state/call-shapes.ts";
import { derivesFrom } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { markInstantiated } from "../calls/receivers.ts";
import type { Builtin } from "./builtin-functions.ts";

/**
 * What runs tests makes an object of each test class in the calling module and calls its methods by
 * name (https://docs.python.org/3/library/unittest.html#organizing-test-code).
 */
export const TEST_RUNNERS: Readonly<Record<string, Builtin>> = Object.fromEntries(
  [
    "unittest.main",
    "unittest.main.TestProgram",
    "unittest.TextTestRunner.run",
    "unittest.runner.TextTestRunner.run",
    "unittest.TestSuite.run",
    "unittest.suite.TestSuite.run",
    "unittest.TestCase.run",
    "unittest.case.TestCase.run",
    "unittest.TestCase.debug",
    "unittest.case.TestCase.debug",
  ].map((name) => [name, runTests]),
);

const TEST_CASES: ReadonlySet<string> = new Set([
  "unittest.TestCase",
  "unittest.case.TestCase",
  "unittest.IsolatedAsyncioTestCase",
  "unittest.async_case.IsolatedAsyncioTestCase",
]);
const TEST_METHOD = /^(test|(setUp|tearDown|setUpClass|tearDownClass|asyncSetUp|asyncTearDown)$)/;

function runTests(s: Solving, calling: Calling): boolean {
  if (calling.origin < 0) return false;
  const module = s.program.moduleOfSite(calling.origin);
  // What stands in a test file is an entry by its name: whoever starts it, the file's last line hardly ever.
  if (s.testModules.has(module)) return false;
  for (const [index, scope] of s.program.classScopes.entries()) {
    if (s.program.moduleOf(scope) !== module || !derivesFrom(s, index, TEST_CASES)) continue;
    markInstantiated(s, index);
    runMethods(s, calling, index);
  }
  return false;
}

function runMethods(s: Solving, { origin }: Calling, index: number): void {
  const through = "unittest.TestCase.run";
  const meta = s.log.meta({ how: "override", kind: "callback", through, runsIn: "framework" });
  const names = new Set<number>();
  for (const ancestor of s.hierarchy.order(index)) {
    for (const name of ancestor < 0 ? [] : s.program.methods(ancestor).keys()) names.add(name);
  }
  for (const name of names) {
    if (!TEST_METHOD.test(s.text(name))) continue;
    const callee = attributeOf(s, s.instance(index), name);
    s.call({ dst: -1, callee, origin, meta, args: [] });
  }
}
