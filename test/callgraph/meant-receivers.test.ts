import { expect, test } from "vitest";
import { adjacency, readTexts, solve } from "./solve-fixture.ts";

/** Classes that have nothing to do with each other, with a method of one name each. */
function classes(count: number, prefix: string): string {
  return Array.from(
    { length: count },
    (_, at) => `class ${prefix}${at}:\n    def save(self):\n        pass\n`,
  ).join("");
}

function listed(count: number, prefix: string): string {
  return Array.from({ length: count }, (_, at) => `${prefix}${at}()`).join(", ");
}

test("of many classes that arrive the annotated one is meant, the others are guesses", () => {
  const text = `${classes(9, "C")}
def use(x: C3):
    x.save()

for each in [${listed(9, "C")}]:
    use(each)
`;
  const edges = adjacency(solve(readTexts({ "m.py": text })));
  expect(edges["m.use"]).toContain("m.C3.save (likely)");
  expect(edges["m.use"]).toContain("m.C4.save (possible)");
});

test("a class that hooks stores is one of all whose attribute is set there", () => {
  const hook = "class Hooked:\n    def __setattr__(self, name, value):\n        pass\n";
  const use = (how: string) =>
    `${hook}${classes(9, "C")}
def use(x):
    ${how}

for each in [Hooked(), ${listed(9, "C")}]:
    use(each)
`;
  for (const how of ["x.size = 1", 'setattr(x, "size", 1)']) {
    const edges = adjacency(solve(readTexts({ "m.py": use(how) })));
    expect(edges["m.use"]).toContain("m.Hooked.__setattr__ (possible)");
  }
});

test("a hook for every read gives each name its own attribute, however many names there are", () => {
  const count = 400;
  const numbers = Array.from({ length: count }, (_, at) => at);
  // So long that not each of so many names can have a copy of it.
  const long = "        seen = [key, key]\n".repeat(30);
  const text = `class Controller:
    def __getattribute__(self, key):
${long}        def select(*args):
            return args
        if key == "select":
            return select
        return object.__getattribute__(self, key)
class Wide(Controller):
${numbers.map((at) => `    def m${at}(self):\n        pass`).join("\n")}
wide = Wide()
${numbers.map((at) => `def use${at}():\n    wide.m${at}()`).join("\n")}
`;
  const edges = adjacency(solve(readTexts({ "m.py": text })));
  const last = edges[`m.use${count - 1}`] ?? [];
  expect(last).toContain(`m.Wide.m${count - 1}`);
  expect(last.filter((each) => each.startsWith("m.Wide."))).toEqual([`m.Wide.m${count - 1}`]);
});

test("a method of one class that only a mixture binds to an object of another is not called on it", () => {
  const text = `class A:
    def first(self):
        pass
class B:
    def second(self):
        pass
table = {}
def fill(name, method):
    table[name] = method
fill("first", A.first)
fill("second", B.second)
def call(name):
    table[name].__get__(A())()
call(input())
`;
  const edges = adjacency(solve(readTexts({ "m.py": text })));
  expect(edges["m.call"]).toContain("m.A.first (likely)");
  expect((edges["m.call"] ?? []).filter((each) => each.startsWith("m.B.second"))).toEqual([]);
});
