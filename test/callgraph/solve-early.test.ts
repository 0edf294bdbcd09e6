import { expect, test } from "vitest";
import type { CallGraph } from "../../src/callgraph/call-graph.ts";
import type { SolveInput } from "../../src/callgraph/solve-calls.ts";
import { drain, solveCalls } from "../../src/callgraph/solve-calls.ts";
import { solveEarly } from "../../src/callgraph/solve-early.ts";
import { externals, readTexts } from "./solve-fixture.ts";

const PROGRAM = {
  "app/__init__.py": "",
  "app/core.py": `
class Task:
    def run(self, then):
        then(self)

def start(task):
    task.run(lambda done: finish(done))

def finish(done):
    pass
`,
  "app/tests/__init__.py": "",
  "app/tests/fakes.py": "class Fake:\n    def run(self, then):\n        then(None)\n",
  "app/tests/test_core.py": `
import unittest
from app import core
from app.tests import fakes

class Special(core.Task):
    def run(self, then):
        super().run(then)

class TestCore(unittest.TestCase):
    def test_start(self):
        core.start(Special())
        core.start(fakes.Fake())
`,
};

const isTest = (path: string) => path.includes("/tests/");

function inputOf(texts: Readonly<Record<string, string>>): SolveInput {
  return {
    modules: readTexts(texts),
    libraries: [],
    testPaths: new Set(Object.keys(texts).filter(isTest)),
    declaredEntries: [],
    externals,
    options: { maxSteps: 1_000_000, fallbackCap: 5 },
  };
}

/** Solved while these files were not read yet. */
function solvedEarly(
  texts: Readonly<Record<string, string>>,
  isUnread: (path: string) => boolean,
): CallGraph | undefined {
  const input = inputOf(texts);
  const unread = input.modules.filter(({ path }) => isUnread(path));
  const modules = input.modules.filter(({ path }) => !isUnread(path));
  const solveRest = drain(solveEarly({ ...input, modules, unread }));
  return solveRest(unread, input.options.maxSteps);
}

test("a program solved while its tests are read has the graph that it has otherwise", () => {
  const early = solvedEarly(PROGRAM, isTest);
  expect(early?.callersOf("app.tests.test_core.Special.run")).toHaveLength(1);
  expect(JSON.stringify(early)).toBe(JSON.stringify(solveCalls(inputOf(PROGRAM))));
});

test("tests that the program imports must be read, no others", () => {
  const demo = "from app import core\nfrom app.tests.fakes import Fake\ncore.start(Fake())\n";
  const texts = { ...PROGRAM, "app/demo.py": demo };
  expect(solvedEarly(texts, isTest)).toBeUndefined();
  const early = solvedEarly(texts, (path) => path.endsWith("test_core.py"));
  expect(JSON.stringify(early)).toBe(JSON.stringify(solveCalls(inputOf(texts))));
});

test("a test file that a name made at run time leads to is not missed", () => {
  const demo =
    'import importlib\nfakes = importlib.import_module("app.tests.fakes")\nfakes.Fake().run(print)\n';
  expect(solvedEarly({ ...PROGRAM, "app/demo.py": demo }, isTest)).toBeUndefined();
});

test("test code outside the tests' folders shows without the tests, or all is solved anew", () => {
  const base = "import unittest\nclass Base(unittest.TestCase):\n    pass\n";
  const user = "from app import base\nclass TestMore(base.Base):\n    pass\n";
  const used = { ...PROGRAM, "app/base.py": base, "app/tests/test_more.py": user };
  expect(JSON.stringify(solvedEarly(used, isTest))).toBe(JSON.stringify(solveCalls(inputOf(used))));
  const unused = { ...PROGRAM, "app/base.py": base };
  expect(JSON.stringify(solvedEarly(unused, isTest))).toBe(
    JSON.stringify(solveCalls(inputOf(unused))),
  );
  const input = inputOf(used);
  const unread = input.modules.filter(({ path }) => isTest(path));
  const modules = input.modules.filter(({ path }) => !isTest(path));
  const silent = unread.map((facts) => ({ ...facts, imports: [] }));
  const solveRest = drain(solveEarly({ ...input, modules, unread: silent }));
  expect(solveRest(unread, input.options.maxSteps)).toBeUndefined();
});

test("steps that run out while the tests are read decide nothing", () => {
  const input = inputOf(PROGRAM);
  const unread = input.modules.filter(({ path }) => isTest(path));
  const modules = input.modules.filter(({ path }) => !isTest(path));
  const options = { maxSteps: 1, fallbackCap: 5 };
  expect(drain(solveEarly({ ...input, modules, unread, options }))(unread, 1)).toBeUndefined();
});
