import type { ClassInfo } from "../../callgraph/call-graph.ts";
import { say, type Text } from "../../sentence.ts";
import { isCoroutine } from "../program.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** Runners call tests and never await them: what each needs so that its `async def` is not passed over. */
export const testCases: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => {
    const { node, name } = subject;
    const info = context.lookups.classes.get(node.class ?? "");
    const line = node.line ?? 1;
    if (isOf(info, "fixtures.Fixture") && /^(_setUp|setUp|cleanUp)$/.test(name)) {
      return [without(line, `fixtures.Fixture.${name}`)];
    }
    if (WITHOUT_TWIN.test(name) && isOf(info, TEST_CASE)) {
      return [without(line, `${TEST_CASE}.${name}`)];
    }
    if (node.isTest === true && info === undefined && /^(setUp|tearDown)Module$/.test(name)) {
      return [without(line, `unittest's ${name}()`)];
    }
    const detail = isOf(info, TEST_CASE)
      ? inTestCase(subject, info, context)
      : underPytest(subject, context);
    const through = isOf(info, TEST_CASE) ? TEST_CASE : "pytest";
    return detail === undefined ? [] : [{ id: "test-case", line, detail, through }];
  },
};

const TEST_CASE = "unittest.TestCase";
/** Called of the class, with no loop around, also by `IsolatedAsyncioTestCase`. */
const WITHOUT_TWIN = /^(setUpClass|tearDownClass)$/;
const TWINS: Readonly<Record<string, string>> = {
  setUp: "asyncSetUp",
  tearDown: "asyncTearDown",
};

const isOf = (info: ClassInfo | undefined, base: string): boolean =>
  info?.ancestors.includes(base) === true;

function without(line: number, through: string): Sighting {
  const name = say`\`${through}\``;
  return {
    id: "override-external",
    line,
    detail: say`called by ${name}, which has no asynchronous twin`,
    through: name,
  };
}

function inTestCase(
  { node, name }: Subject,
  info: ClassInfo | undefined,
  { lookups }: ObstacleContext,
): Text | undefined {
  const twin = TWINS[name];
  if (twin !== undefined) {
    return say`unittest does not await it: it becomes \`${twin}\` of an \`IsolatedAsyncioTestCase\``;
  }
  const entries = lookups.entriesOf.get(node.id) ?? [];
  if (entries.some(({ because }) => because.endsWith("TestCase.addCleanup"))) {
    return say`unittest does not await it: it is handed to \`addAsyncCleanup\` of an \`IsolatedAsyncioTestCase\``;
  }
  if (!name.startsWith("test") || isOf(info, "unittest.IsolatedAsyncioTestCase")) return undefined;
  return say`unittest does not await it: an \`async def\` test is passed over unless its class is an \`IsolatedAsyncioTestCase\``;
}

function underPytest(
  { node, index, scope }: Subject,
  { lookups, program }: ObstacleContext,
): Text | undefined {
  if (node.isTest !== true || isCoroutine(program, index)) return undefined;
  if (scope?.decorators.some(({ text }) => /^(pytest\.)?fixture\b/.test(text)) === true) {
    return say`pytest does not await it: it becomes a \`pytest_asyncio.fixture\``;
  }
  const isEntry = lookups.entriesOf.get(node.id)?.some(({ kind }) => kind === "test") === true;
  return isEntry
    ? say`pytest does not await it without a plugin such as pytest-asyncio`
    : undefined;
}
