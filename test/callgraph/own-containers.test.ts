import { expect, test } from "vitest";
import { adjacency, readTexts, solve } from "./solve-fixture.ts";

/** Instances of classes that derive from builtin containers, in a program of any size. */

const edgesOf = (text: string) =>
  adjacency(
    solve(readTexts({ "m.py": text }), {
      options: { maxSteps: 1_000_000, fallbackCap: 5, smallProgram: 0 },
    }),
  );

const THINGS = `
class Cat:
    def name(self): pass
class Dog:
    def name(self): pass
`;

test("two lists of a class that leaves its initialiser to list hold each its own", () => {
  const edges = edgesOf(`${THINGS}
class Page(list):
    pass
def cats():
    for each in Page([Cat()]):
        each.name()
def dogs():
    Page([Dog()])[0].name()
cats()
dogs()
`);
  expect(edges).toEqual({
    m: ["m.Cat", "m.Dog", "m.Page", "m.cats", "m.dogs"],
    "m.Cat": [],
    "m.Cat.name": [],
    "m.Dog": [],
    "m.Dog.name": [],
    "m.Page": [],
    "m.cats": ["m.Cat.name"],
    "m.dogs": ["m.Dog.name"],
  });
});

test("so do those of a class with an initialiser, own or inherited; attributes they have in common", () => {
  const edges = edgesOf(`${THINGS}
class Page(list):
    def __init__(self, entries, owner):
        super().__init__(entries)
        self.owner = owner
class Sheet(Page):
    pass
class Table(dict):
    def __init__(self, entry):
        dict.__init__(self)
        self["entry"] = entry
cats = Page([Cat()], Cat())
dogs = Sheet([Dog()], Dog())
more = Sheet([Cat()], Cat())
def lists():
    cats[0].name()
def inherited():
    for each in dogs:
        each.name()
def attribute():
    more.owner.name()
def table():
    Table(Cat())["entry"].name()
def other():
    Table(Dog()).get("entry").name()
lists()
inherited()
attribute()
table()
other()
`);
  expect(edges).toEqual({
    m: [
      "m.Cat",
      "m.Dog",
      "m.Page",
      "m.Page.__init__",
      "m.Sheet",
      "m.Table",
      "m.attribute",
      "m.inherited",
      "m.lists",
      "m.other",
      "m.table",
    ],
    "m.Cat": [],
    "m.Cat.name": [],
    "m.Dog": [],
    "m.Dog.name": [],
    "m.Page": [],
    "m.Page.__init__": ["<builtin>.list.__init__", "<builtin>.super"],
    "m.Sheet": [],
    "m.Table": [],
    "m.Table.__init__": ["<builtin>.dict.__init__"],
    "m.attribute": ["m.Cat.name (likely)", "m.Dog.name (likely)"],
    "m.inherited": ["m.Dog.name"],
    "m.lists": ["m.Cat.name"],
    "m.other": ["<builtin>.dict.get", "m.Dog.name", "m.Table.__init__"],
    "m.table": ["m.Cat.name", "m.Table.__init__"],
  });
});

test("a method finds what any of them holds, whoever calls it", () => {
  const edges = edgesOf(`${THINGS}
class Pets(list):
    def call(self):
        for each in self:
            each.name()
    def add(self, pet):
        self.append(pet)
def cats():
    Pets([Cat()]).call()
def dogs():
    pets = Pets()
    pets.add(Dog())
    pets[0].name()
cats()
dogs()
`);
  expect(edges).toEqual({
    m: ["m.Cat", "m.Dog", "m.Pets", "m.cats", "m.dogs"],
    "m.Cat": [],
    "m.Cat.name": [],
    "m.Dog": [],
    "m.Dog.name": [],
    "m.Pets": [],
    "m.Pets.add": ["<builtin>.list.append"],
    "m.Pets.call": ["m.Cat.name (likely)", "m.Dog.name (likely)"],
    "m.cats": ["m.Pets.call"],
    "m.dogs": ["m.Dog.name", "m.Pets.add"],
  });
});

test("of a class with very many those beyond the bound share what they hold, and lose nothing", () => {
  const pages = Array.from({ length: 40 }, (_, index) => index);
  const holds = (index: number) => (index % 2 === 0 ? "Cat" : "Dog");
  const lines = pages.map(
    (index) =>
      `p${index} = Page([${holds(index)}()])\ndef use${index}():\n    p${index}[0].name()\nuse${index}()\n`,
  );
  const edges = edgesOf(`${THINGS}\nclass Page(list):\n    pass\n${lines.join("")}`);
  const found = pages.map((index) => edges[`m.use${index}`]);
  const own = pages.map((index) => [`m.${holds(index)}.name`]);
  const isOwn = pages.filter((index) => found[index]?.join() === own[index]?.join());
  const shared = pages.filter((index) => !isOwn.includes(index));
  expect(isOwn).toHaveLength(32);
  expect(shared.map((index) => found[index])).toEqual(
    shared.map(() => ["m.Cat.name (likely)", "m.Dog.name (likely)"]),
  );
});
