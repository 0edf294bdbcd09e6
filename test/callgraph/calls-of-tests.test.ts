import { expect, test } from "vitest";
import { adjacency, readTexts, solve } from "./solve-fixture.ts";

/** What the tests of one module call of a large program they follow together. */

const PRODUCT = `
class Volume:
    def attach(self): pass
class Image:
    def fetch(self): pass

def checked(thing):
    report = {"thing": thing, "kind": type(thing)}
    for key, each in report.items():
        print("%s: %s" % (key, each))
    return thing

class Record:
    @classmethod
    def load(cls, row):
        return cls.fill(cls(), row)
    @classmethod
    def fill(cls, record, row):
        return record
class Host(Record):
    def boot(self): pass
class Zone(Record):
    def list(self): pass

def plug():
    checked(Volume()).attach()
def show():
    checked(Image()).fetch()
plug()
show()
`;

const TESTS = `
from storage import Host, Image, Volume, Zone, checked

def first():
    pass
def second():
    pass

def test_first_is_given_back():
    checked(first)()
def test_second_is_given_back():
    checked(second)()
def test_host():
    Host.load({}).boot()
def test_zone():
    Zone.load({}).list()
def test_volume():
    volume = checked(Volume())
    volume.attach()
def test_image():
    image = checked(Image())
    image.fetch()
`;

const graph = (tests: string, copies = 1) => {
  const paths = [...Array(copies).keys()].map((each) => `test_storage_${each}.py`);
  const files = Object.fromEntries(paths.map((path) => [path, tests]));
  return solve(readTexts({ "storage.py": PRODUCT, ...files }), {
    testPaths: new Set(paths),
    options: { maxSteps: 1_000_000, fallbackCap: 5, smallProgram: 0 },
  });
};

test("the program's own calls, functions handed over and class methods are told apart, by whomever", () => {
  const edges = adjacency(graph(TESTS));
  expect(edges["storage.plug"]).toContain("storage.Volume.attach");
  expect(edges["storage.show"]).toContain("storage.Image.fetch");
  const of = (name: string) => edges[`test_storage_0.${name}`] ?? [];
  const kept = (name: string) => of(name).filter((each) => /first|second|boot|list/.test(each));
  expect(kept("test_first_is_given_back")).toEqual(["test_storage_0.first"]);
  expect(kept("test_second_is_given_back")).toEqual(["test_storage_0.second"]);
  expect(kept("test_host")).toEqual(["storage.Host.boot"]);
  expect(kept("test_zone")).toEqual(["storage.Zone.list"]);
  expect(of("test_volume")).toContain("storage.Volume.attach");
  expect(of("test_image")).toContain("storage.Image.fetch");
});

test("one test more of a module costs less than one of a module of its own", () => {
  const call = "    checked(Volume()).attach()\n";
  const head = "from storage import Volume, checked\n";
  const body = (number: number) => `def test_${number}():\n${call}`;
  const numbers = [...Array(20).keys()];
  const together = graph(head + numbers.map(body).join("")).steps;
  const apart = graph(head + body(0), numbers.length).steps;
  expect(together).toBeLessThan(apart * 0.6);
});
