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

/**
 * Like a library of formulas: classes below one base that answer to operators or leave them to the right operand, made by
 * functions that any of them may come out of, with operators between such values everywhere.
 */
function formulas(classes: number, places: number): string {
  const kinds = Array.from(
    { length: classes },
    (_, n) => `class Kind${n}(Formula):
    is_flat = True
    def __radd__(self, other):
        return Kind${(n + 1) % classes}(other, self)
`,
  );
  const functions = Array.from(
    { length: places },
    (_, n) => `def combine${n}(left, right):
    if left + right == right - left:
        return combine${(n + 1) % places}(right, left)
    return left * right
`,
  );
  return `
class Formula:
    def __new__(cls, *args):
        made = object.__new__(cls)
        made.args = args
        return made
    def __add__(self, other):
        if not isinstance(other, Formula):
            return NotImplemented
        return self.args[0]
    def __sub__(self, other):
        return NotImplemented
    __rsub__ = __mul__ = __add__
    def __eq__(self, other):
        return self.args == other.args
${kinds.join("")}
def any_of():
    return [${kinds.map((_, n) => `Kind${n}()`).join(", ")}]
${functions.join("")}
for one in any_of():
    for other in any_of():
        combine0(one, other)
`;
}

test("operators between all classes cost what the two sides cost, not what the pairs of both would", () => {
  const [few, many] = [10, 40].map((classes) => solveText(formulas(classes, 40)));
  expect(few?.isComplete && many?.isComplete).toBe(true);
  expect((many?.steps ?? 0) / (few?.steps ?? 1)).toBeLessThan(8);
  const callees = adjacency(few as NonNullable<typeof few>)["m.combine7"]?.map(
    (edge) => edge.split(" ")[0],
  );
  expect(callees).toEqual(
    expect.arrayContaining(["m.Formula.__add__", "m.Formula.__eq__", "m.Kind7.__radd__"]),
  );
});

test("twice as many places cost twice as much", () => {
  const [some, twice] = [40, 80].map((places) => solveText(formulas(30, places)).steps);
  expect((twice ?? 0) / (some ?? 1)).toBeLessThan(2.1);
});

/** Keys of many classes that are looked up at many places, and whose comparison may give any of them (a lazy proxy's does). */
function keys(classes: number, places: number): string {
  const kinds = Array.from(
    { length: classes },
    (_, n) => `class Key${n}:
    def __hash__(self):
        return hash(self.name)
    def __eq__(self, other):
        return any_of(other)
`,
  );
  const functions = Array.from(
    { length: places },
    (_, n) => `def look${n}(table, key):
    return table[key] if key in table else None
`,
  );
  return `
${kinds.join("")}
def any_of(place):
    return [${kinds.map((_, n) => `Key${n}()`).join(", ")}][place]
${functions.join("")}
for key in [${kinds.map((_, n) => `Key${n}()`).join(", ")}]:
    ${functions.map((_, n) => `look${n}({}, key)`).join("; ")}
`;
}

test("what a comparison gives that nobody looks at is not kept for each class at each place", () => {
  const [few, many] = [20, 40].map((classes) => solveText(keys(classes, 40)));
  expect(many?.isComplete).toBe(true);
  expect(many?.steps).toBeLessThan(2.5 * (few?.steps ?? 0));
});
