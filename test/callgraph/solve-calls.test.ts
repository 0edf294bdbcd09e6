import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { adjacency, readFixture, readTexts, solve } from "./solve-fixture.ts";

const CASES = fileURLToPath(new URL("../fixtures/callgraph/", import.meta.url));

/** Objects of one class are one, as in a large program. */
const AS_LARGE = { options: { maxSteps: 1_000_000, fallbackCap: 5, smallProgram: 0 } };

describe("the whole edge set of small programs", () => {
  for (const name of readdirSync(CASES).sort()) {
    test(name, async () => {
      const folder = join(CASES, name);
      const isAsLarge = name.startsWith("confidence-");
      const graph = solve(readFixture(folder), isAsLarge ? AS_LARGE : {});
      const text = `${JSON.stringify(adjacency(graph), undefined, 2)}\n`;
      await expect(text).toMatchFileSnapshot(join(folder, "expected.json"));
    });
  }
});

test("the order of the files does not change the graph", () => {
  const modules = readdirSync(CASES)
    .slice(0, 40)
    .flatMap((name) =>
      readFixture(join(CASES, name)).map((facts) => ({
        ...facts,
        path: `${name}/${facts.path}`,
        module: `${name.replaceAll("-", "_")}.${facts.module}`,
      })),
    );
  const one = solve(modules);
  const other = solve([...modules].reverse());
  expect(JSON.stringify(other.edges)).toBe(JSON.stringify(one.edges));
  expect(JSON.stringify(other.entryPoints)).toBe(JSON.stringify(one.entryPoints));
});

test("a solver that runs out of steps says so", () => {
  const modules = readTexts({ "main.py": "def f():\n    g()\ndef g():\n    pass\nf()\n" });
  const graph = solve(modules, { options: { maxSteps: 1, fallbackCap: 5 } });
  expect(graph.isComplete).toBe(false);
});

test("what is caught may be a tuple that holds itself, however deep", () => {
  const text =
    "def retry(call):\n    handled = (ValueError, KeyError)\n    while True:\n        try:\n            return call()\n        except handled:\n            handled = ((handled, handled[0], handled[1]), (handled[0], handled[1]), (handled[1], handled[0]))\n\nretry(print)\n";
  const graph = solve(readTexts({ "m.py": text }), {
    options: { maxSteps: 10_000, fallbackCap: 5 },
  });
  expect(graph.isComplete).toBe(true);
});

test("sites, conditions and manners of an edge", () => {
  const text =
    "class A:\n    @property\n    def p(self):\n        return 1\n\ndef f(a):\n    return A().p\n";
  const graph = solve(readTexts({ "m.py": text }));
  const edge = graph.calleesOf("m.f").find(({ to }) => to === "m.A.p");
  expect(edge).toMatchObject({ kind: "call", how: "property", confidence: "certain" });
  expect(edge?.sites).toMatchObject([{ line: 7, column: 11 }]);
  expect(graph.callersOf("m.A.p").map(({ from }) => from)).toEqual(["m.f"]);
  expect(graph.node("m.A.p")).toMatchObject({
    kind: "method",
    line: 3,
    decoratorLine: 2,
    class: "m.A",
  });
});

test("unresolved calls are counted by reason and listed", () => {
  const text = "def f(x):\n    x()\n    x.anything()\n    undefined_name()\n    f(1)()\n";
  const graph = solve(readTexts({ "m.py": text }));
  expect(graph.unresolved).toMatchObject({ "unknown-name": 1, "unknown-parameter": 2 });
  expect(graph.unresolvedSites.map(({ site, reason }) => [site.line, reason])).toContainEqual([
    4,
    "unknown-name",
  ]);
});

test("classes, overrides and override families", () => {
  const text =
    "import threading\nclass A(threading.Thread):\n    def run(self):\n        self.step()\n    def step(self):\n        pass\nclass B(A):\n    def step(self):\n        pass\n";
  const graph = solve(readTexts({ "m.py": text }));
  expect(graph.overrideFamilies).toEqual([["m.A.step", "m.B.step"]]);
  expect(graph.externalOverrides).toEqual({ "m.A.run": "threading.Thread.run" });
  expect(graph.classes.find(({ id }) => id === "m.B")?.ancestors.slice(0, 2)).toEqual([
    "m.A",
    "threading.Thread",
  ]);
});

test("entry points by kind", () => {
  const text =
    "import threading\ndef main():\n    threading.Thread(target=work).start()\ndef work():\n    pass\ndef app(environ, start_response):\n    pass\nif __name__ == '__main__':\n    main()\n";
  const graph = solve(readTexts({ "m.py": text }), {
    declaredEntries: [
      { target: "m:main", group: "console_scripts", name: "tool", path: "setup.cfg", line: 3 },
    ],
  });
  const kinds = graph.entryPoints.map((entry) => [entry.function, entry.kind]);
  expect(kinds).toEqual([
    ["m", "main"],
    ["m.app", "wsgi-app"],
    ["m.main", "console-script"],
    ["m.work", "native-thread"],
  ]);
});

test("two modules of one dotted name keep apart", () => {
  const facts = readTexts({
    "a/m.py": "def f():\n    pass\nf()\n",
    "b/m.py": "def f():\n    pass\n",
  });
  const graph = solve(facts.map((each) => ({ ...each, module: "m" })));
  expect(graph.edges.map(({ from, to }) => [from, to])).toEqual([["m@a/m.py", "m.f@a/m.py"]]);
});

test("imports are records of their own", () => {
  const graph = solve(
    readTexts({
      "a.py": "import b\nimport os\n",
      "b.py": "try:\n    import a\nexcept ImportError:\n    a = None\n",
    }),
  );
  expect(graph.moduleImports).toMatchObject([
    { from: "a", to: "b", isOptional: false },
    { from: "b", to: "a", isOptional: true },
  ]);
  expect(graph.externalImports).toMatchObject([{ within: "a", module: "os", line: 2 }]);
});

test("a base class with many subclasses stands for all of them, as likely edges", () => {
  const subclasses = Array.from(
    { length: 30 },
    (_, index) => `class S${index}(Base):\n    def step(self):\n        pass\nS${index}().go()\n`,
  );
  const base = "class Base:\n    def go(self):\n        self.step()\n";
  const graph = solve(readTexts({ "m.py": base + subclasses.join("") }), AS_LARGE);
  const edges = graph.calleesOf("m.Base.go");
  expect(edges).toHaveLength(30);
  expect(new Set(edges.map(({ confidence }) => confidence))).toEqual(new Set(["likely"]));
});

test("what tests put in place of the real thing is a possible callee only", () => {
  const modules = readTexts({
    "app.py": "class App:\n    def run(self):\n        self.work()\n",
    "test_app.py": "import app\ndef fake():\n    pass\na = app.App()\na.work = fake\na.run()\n",
  });
  const graph = solve(modules, { testPaths: new Set(["test_app.py"]) });
  expect(graph.calleesOf("app.App.run")).toMatchObject([
    { to: "test_app.fake", confidence: "possible" },
  ]);
});

test("functions that only differ in their callers keep what they are given apart", () => {
  const text =
    "class Base:\n    def __init__(self):\n        self.part = self.make()\nclass A(Base):\n    def make(self):\n        return P()\n    def go(self):\n        self.part.run()\nclass B(Base):\n    def make(self):\n        return Q()\nclass P:\n    def run(self):\n        pass\nclass Q:\n    def run(self):\n        pass\nA().go()\nB()\n";
  const graph = solve(readTexts({ "m.py": text }));
  expect(graph.calleesOf("m.A.go").map(({ to }) => to)).toEqual(["m.P.run"]);
});

test("endless structures end", () => {
  const text =
    "import functools\nclass N:\n    def __init__(self, n):\n        self.n = n\ndef f(x):\n    return f(N(x))\np = None\nfor i in range(9):\n    p = functools.partial(p, i)\np(1)\nq = lambda g: g(g)\nq(q)\ns = ''\nwhile True:\n    s = s + 'a'\ndef spawn(*args):\n    return spawn(f, *args)\nspawn(1)\n";
  expect(solve(readTexts({ "m.py": text })).isComplete).toBe(true);
});

test("a library's call of a method that leads back to that call is made once", () => {
  const text = `from threading import Thread

class Again(Thread):
    def __init__(self):
        super().__init__()
        self.run = self.start

Again().start()
`;
  const graph = solve(readTexts({ "m.py": text }));
  expect(graph.isComplete).toBe(true);
  expect(graph.steps).toBeLessThan(1000);
});
