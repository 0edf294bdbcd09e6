import { expect, test } from "vitest";
import { SmallSets } from "../../src/callgraph/int-tables.ts";
import { adjacency, readTexts, solve } from "./solve-fixture.ts";

/** Hundreds of functions in one list or attribute: each is called, though what all are given meets in the first ones only. */

const edgesOf = (text: string) =>
  adjacency(
    solve(readTexts({ "m.py": text }), {
      options: { maxSteps: 1_000_000, fallbackCap: 5, smallProgram: 0 },
    }),
  );

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test("every function of a registry of 200 is called", () => {
  const handlers = numbers(200).map((n) => `@handler\ndef on_${n}(event):\n    pass\n`);
  const edges = edgesOf(`
HANDLERS = []
def handler(function):
    HANDLERS.append(function)
    return function
${handlers.join("")}
def dispatch(event):
    for each in HANDLERS:
        each(event)
dispatch({})
`);
  const expected = numbers(200).map((n) => `m.on_${n} (possible)`);
  expect(edges["m.dispatch"]).toEqual(expected.sort());
});

test("so is every class that a list names", () => {
  const classes = numbers(100).map(
    (n) => `class Rule${n}:\n    def __init__(self):\n        pass\n`,
  );
  const edges = edgesOf(`
${classes.join("")}
RULES = [${numbers(100)
    .map((n) => `Rule${n}`)
    .join(", ")}]
def load():
    return [each() for each in RULES]
load()
`);
  const made = Object.values(edges).flat();
  for (const n of numbers(100)) expect(made).toContain(`m.Rule${n}.__init__ (possible)`);
});

test("of methods registered in one class by two families each family calls its own", () => {
  const family = (name: string, call: string) => {
    const methods = numbers(8).map(
      (n) =>
        `    @version(${n})\n    def ${name.toLowerCase()}_${n}(self, request):\n        pass\n`,
    );
    return `
class ${name}:
${methods.join("")}
    def ${call}(self, request):
        for each in VERSIONS:
            each.function(self, request)
${name}().${call}({})
`;
  };
  const edges = edgesOf(`
VERSIONS = []
class Versioned:
    def __init__(self, number, function):
        self.number = number
        self.function = function
def version(number):
    def decorate(function):
        VERSIONS.append(Versioned(number, function))
        return function
    return decorate
${family("Controller", "run")}
${family("View", "show")}
`);
  const methodsOf = (name: string) =>
    numbers(8).map((n) => `m.${name}.${name.toLowerCase()}_${n} (possible)`);
  expect(edges["m.Controller.run"]).toEqual(methodsOf("Controller"));
  expect(edges["m.View.show"]).toEqual(methodsOf("View"));
});

test("every row of a large table of routes is read, also behind what else is in it", () => {
  const routes = numbers(40);
  const controllers = routes.map(
    (n) => `class C${n}:\n    def __init__(self):\n        pass\nc${n} = partial(make, C${n})\n`,
  );
  const rows = routes.map(
    (n) => `    ("/${n}", {"GET": [c${n}, "index"], "POST": [c${n}, "create"]}),\n`,
  );
  const edges = edgesOf(`
from functools import partial
def make(controller):
    return controller()
${controllers.join("")}
ROUTES = (
    ("", "/"),
${rows.join("")})
def load(custom=()):
    for path, methods in ROUTES + custom:
        if isinstance(methods, str):
            continue
        for method, info in methods.items():
            info[0]()
load()
`);
  expect(edges["m.load"]).toEqual(["<builtin>.dict.items", "<builtin>.isinstance", "m.make"]);
  const made = routes.map((n) => `m.C${n}.__init__`);
  expect(edges["m.make"]?.map((each) => each.replace(/ .*/, ""))).toEqual(made.sort());
});

test("a walk down tables in tables comes to an end", () => {
  const table = (depth: number): string =>
    depth === 0
      ? "[print, 'x']"
      : `[${numbers(20)
          .map((n) => (n < 18 ? `[${n}, 'a']` : table(depth - 1)))
          .join(", ")}]`;
  const edges = edgesOf(`
TABLE = ${table(3)}
def walk(rows):
    for row in rows:
        if isinstance(row, list):
            walk(row + [row])
        elif callable(row):
            row()
walk(TABLE)
`);
  expect(edges["m.walk"]).toContain("m.walk");
});

test("a set of numbers keeps as many as it is given", () => {
  const sets = new SmallSets(16);
  const first = numbers(11).map((n) => n * 7);
  let set = sets.make();
  for (const each of first) sets.put(set, first.length, each);
  for (let size = 12; size <= 1000; size += 1) set = sets.add(set, size, (size - 1) * 7);
  expect(numbers(1000).every((n) => sets.has(set, 1000, n * 7))).toBe(true);
  expect(sets.has(set, 1000, 3)).toBe(false);
});
