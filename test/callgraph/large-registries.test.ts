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

test("a set of numbers keeps as many as it is given", () => {
  const sets = new SmallSets(16);
  const first = numbers(11).map((n) => n * 7);
  let set = sets.make();
  for (const each of first) sets.put(set, first.length, each);
  for (let size = 12; size <= 1000; size += 1) set = sets.add(set, size, (size - 1) * 7);
  expect(numbers(1000).every((n) => sets.has(set, 1000, n * 7))).toBe(true);
  expect(sets.has(set, 1000, 3)).toBe(false);
});
