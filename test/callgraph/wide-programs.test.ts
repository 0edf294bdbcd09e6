import { expect, test } from "vitest";
import { adjacency, readTexts, solve } from "./solve-fixture.ts";

/** Programs in which very much meets: solving comes to an end, and the graph says when it is coarse. */

const solveText = (text: string, options: { maxSteps?: number; fineSteps?: number } = {}) =>
  solve(readTexts({ "m.py": text }), {
    options: { maxSteps: 1_000_000, fallbackCap: 5, smallProgram: 0, ...options },
  });

test("trees of dataclasses that hold each other are compared and shown once", () => {
  const graph = solveText(`
from dataclasses import dataclass
@dataclass
class Leaf:
    label: "Label"
@dataclass
class Pair:
    left: object
    right: object
class Label:
    def __eq__(self, other):
        return True
    def __repr__(self):
        return ""
def grow(tree, depth):
    if depth == 0:
        return Leaf(Label())
    tree = Pair(grow(tree, depth - 1), tree)
    tree.right = Pair(tree, grow(tree, depth - 1))
    return tree
def check():
    one, other = grow(Leaf(Label()), 3), grow(Pair(Leaf(Label()), None), 2)
    return one == other and str(one) != repr([one, other])
check()
`);
  expect(graph.isComplete).toBe(true);
  expect(graph.steps).toBeLessThan(5_000);
  const called = adjacency(graph)["m.check"]?.map((edge) => edge.split(" ")[0]);
  expect(called).toEqual(expect.arrayContaining(["m.Label.__eq__", "m.Label.__repr__"]));
});

const numbers = Array.from({ length: 40 }, (_, index) => index);
/** Classes of formulas: whatever is added to whatever else gives one of them. */
const FORMULAS = `
${numbers
  .map(
    (n) => `class Term${n}:
    def __add__(self, other):
        return Term${(n + 1) % 40}() if self is other else other + self
`,
  )
  .join("")}
def total(first):
    return ${numbers.map((n) => `Term${n}() + first`).join(" + ")}
total(Term0())
`;

test("a program wider than its steps is followed less finely, and the graph says so", () => {
  const fine = solveText(FORMULAS);
  expect(fine.isComplete).toBe(true);
  const coarse = solveText(FORMULAS, { fineSteps: 2_000 });
  expect(coarse.isComplete).toBe(false);
  expect(coarse.steps).toBeLessThan(fine.steps / 2);
  expect(adjacency(coarse)["m.<module>"]).toEqual(adjacency(fine)["m.<module>"]);
});
