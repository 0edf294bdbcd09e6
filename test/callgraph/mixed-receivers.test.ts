import { expect, test } from "vitest";
import { adjacency, readTexts, solve } from "./solve-fixture.ts";

/** So many classes that an attribute or an operator could mean, beside a text. */
const COUNT = 20;

function program(use: string): string {
  const classes = Array.from(
    { length: COUNT },
    (_, at) =>
      `class C${at}:\n    @property\n    def size(self):\n        pass\n    def __len__(self):\n        pass\n`,
  );
  const all = classes.map((_, at) => `C${at}()`).join(", ");
  return `${classes.join("")}\ndef use(x):\n    ${use}\n\nfor each in [${all}, "text"]:\n    use(each)\n`;
}

test("a property stays possible however much else arrives", () => {
  const edges = adjacency(solve(readTexts({ "m.py": program("x.size") })));
  expect(edges["m.use"]).toContain("m.C7.size (possible)");
});

test("a protocol that everything takes part in tells nothing of one class among twenty and a text", () => {
  const edges = adjacency(solve(readTexts({ "m.py": program("len(x)") })));
  expect(edges["m.use"]).not.toContain("m.C7.__len__ (possible)");
});

test("a method that most of what arrives shares is possible beside texts", () => {
  const text = program("len(x)").replaceAll(/(class C\d+):/g, (_, head) => `${head}(Base):`);
  const shared = text.replaceAll("    def __len__(self):\n        pass\n", "");
  const base = "class Base:\n    def __len__(self):\n        pass\n";
  const edges = adjacency(solve(readTexts({ "m.py": base + shared })));
  expect(edges["m.use"]).toContain("m.Base.__len__ (possible)");
});

test("a manager is asked, not the arguments of the call that makes it", () => {
  const text = `from contextlib import contextmanager
@contextmanager
def opened(path):
    yield path
def use():
    with opened("a/b") as path:
        return path
use()
`;
  const { edges } = solve(readTexts({ "m.py": text }));
  const manner = ({ to, how }: (typeof edges)[number]) => to === "m.opened" && how === "with";
  expect(edges.filter(manner).map(({ confidence }) => confidence)).toEqual(["certain"]);
});

test("a sequence that grows at the front in a loop does not grow without end", () => {
  const text = "def f(): pass\nrow = []\nfor each in range(9):\n    row = [f] + row\nrow[0]()\n";
  const graph = solve(readTexts({ "m.py": text }));
  expect(graph.isComplete).toBe(true);
  expect(graph.callersOf("m.f")).not.toEqual([]);
});
