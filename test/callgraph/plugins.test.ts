import { expect, test } from "vitest";
import { adjacency, knowing, readTexts, solve } from "./solve-fixture.ts";

const entry = (name: string, target: string) => ({
  target,
  group: "shop.drivers",
  name,
  path: "setup.cfg",
  line: 1,
});
const declaredEntries = [entry("one", "shop.drivers:One"), entry("two", "shop.drivers:Two")];
const drivers = {
  "shop/__init__.py": "",
  "shop/drivers.py": `
class Base:
    def __init__(self, settings):
        settings.read()
class One(Base):
    def go(self):
        pass
class Two(Base):
    def go(self):
        pass
class Other(Base):
    def go(self):
        pass
`,
  "shop/settings.py": "class Settings:\n    def read(self):\n        pass\n",
};

test("a driver that a manager loads by its group is any plugin declared for it", () => {
  const graph = solve(
    readTexts({
      ...drivers,
      "shop/main.py": `
from stevedore import driver
from shop.settings import Settings
def main(name):
    manager = driver.DriverManager("shop.drivers", name, invoke_on_load=True, invoke_args=(Settings(),))
    manager.driver.go()
`,
    }),
    { declaredEntries },
  );
  const edges = adjacency(graph);
  expect(edges["shop.main.main"]).toEqual([
    "shop.drivers.Base.__init__",
    "shop.drivers.One.go (likely)",
    "shop.drivers.Two.go (likely)",
    "stevedore.driver.DriverManager",
    "stevedore.driver.DriverManager.driver.go",
  ]);
  expect(edges["shop.drivers.Base.__init__"]).toEqual(["shop.settings.Settings.read"]);
  expect(graph.moduleImports.map(({ within, to }) => [within, to])).toContainEqual([
    "shop.main.main",
    "shop.drivers",
  ]);
});

test("without invoke_on_load the driver is what was loaded", () => {
  const text = `
from stevedore import driver
def load():
    return driver.DriverManager(namespace="shop.drivers", name="one").driver
def main(settings):
    load()(settings).go()
`;
  const edges = adjacency(solve(readTexts({ ...drivers, "m.py": text }), { declaredEntries }));
  expect(edges["m.load"]).toEqual(["stevedore.driver.DriverManager"]);
  expect(edges["m.main"]).toEqual([
    "m.load",
    "shop.drivers.Base.__init__",
    "shop.drivers.One.go (likely)",
    "shop.drivers.Two.go (likely)",
    "stevedore.driver.DriverManager.driver",
  ]);
});

test("extensions are handed to a mapped function and found by iterating", () => {
  const text = `
from stevedore import extension
def visit(plugin, word):
    plugin.obj.go()
def main(settings):
    manager = extension.ExtensionManager("shop.drivers", invoke_on_load=True, invoke_args=[settings])
    manager.map(visit, "word")
def each(settings):
    for one in extension.ExtensionManager("shop.drivers"):
        one.plugin(settings)
`;
  const edges = adjacency(solve(readTexts({ ...drivers, "m.py": text }), { declaredEntries }));
  const own = (id: string) => edges[id]?.filter((to) => /^(m|shop)\./.test(to));
  expect(own("m.visit")).toEqual(["shop.drivers.One.go (likely)", "shop.drivers.Two.go (likely)"]);
  expect(own("m.main")).toEqual(["m.visit", "shop.drivers.Base.__init__"]);
  expect(own("m.each")).toEqual(["shop.drivers.Base.__init__"]);
});

test("a class that derives from a manager is gone through like one", () => {
  const text = `
import stevedore
from shop.settings import Settings
class Drivers(stevedore.named.NamedExtensionManager):
    def __init__(self, names):
        self.by_name = {}
        super().__init__("shop.drivers", names, invoke_on_load=True, invoke_args=(Settings(),))
        for extension in self:
            self.by_name[extension.name] = extension
    def go(self):
        for extension in self.by_name.values():
            extension.obj.go()
    def one(self, name):
        self[name].obj.go()
def main():
    Drivers(["one"]).go()
`;
  const externals = knowing({
    symbols: {
      "stevedore.named.NamedExtensionManager": { kind: "class" },
      "stevedore.named.NamedExtensionManager.__init__": { kind: "function" },
    },
  });
  const modules = readTexts({ ...drivers, "m.py": text });
  const edges = adjacency(solve(modules, { declaredEntries, externals }));
  const own = (id: string) => edges[id]?.filter((to) => /^(m|shop)\./.test(to));
  const both = ["shop.drivers.One.go (likely)", "shop.drivers.Two.go (likely)"];
  expect(own("m.Drivers.__init__")).toEqual(["shop.drivers.Base.__init__"]);
  expect(own("m.Drivers.go")).toEqual(both);
  expect(own("m.Drivers.one")).toEqual(both);
});

test("entry points of a group are loaded by name", () => {
  const text = `
from importlib.metadata import entry_points
def main(settings):
    for point in entry_points(group="shop.drivers"):
        point.load()(settings).go()
`;
  const edges = adjacency(solve(readTexts({ ...drivers, "m.py": text }), { declaredEntries }));
  expect(edges["m.main"]).toEqual(
    expect.arrayContaining([
      "shop.drivers.Base.__init__",
      "shop.drivers.One.go (likely)",
      "shop.drivers.Two.go (likely)",
    ]),
  );
  expect(edges["m.main"]).not.toContain("shop.drivers.Other.go");
});

const registry = `
from oslo_versionedobjects import base
from shop import things
class Registry(base.VersionedObjectRegistry):
    def registration_hook(self, cls, index):
        setattr(things, cls.obj_name(), cls)
@Registry.register
class Crate(base.VersionedObject):
    @classmethod
    def find(cls):
        pass
@Registry.register_if(True)
class Label(base.VersionedObjectDictCompat, base.VersionedObject):
    @classmethod
    def find(cls):
        pass
`;

test("a registry's hook sees one class at a time, so each name means its own class", () => {
  const files = {
    "shop/__init__.py": "",
    "shop/things.py": "",
    "shop/registry.py": registry,
    "m.py": "from shop import things\ndef main():\n    things.Label.find()\n",
  };
  const edges = adjacency(solve(readTexts(files)));
  expect(edges["shop.registry"]).toContain("shop.registry.Registry.registration_hook");
  expect(edges["m.main"]).toEqual(["shop.registry.Label.find"]);
});

test("a module that is imported by a text is imported there", () => {
  const files = {
    "a/__init__.py": "",
    "a/b.py": "",
    "m.py":
      "import importlib\ndef main():\n    importlib.import_module('a.b')\n    __import__('a')\n",
  };
  const { moduleImports } = solve(readTexts(files));
  expect(moduleImports.map(({ within, to, line }) => [within, to, line])).toEqual([
    ["m.main", "a.b", 3],
    ["m.main", "a", 4],
  ]);
});

test("a function that the knowledge describes so gives any that is declared for the group", () => {
  const loader = "acme.runtime.load_class_by_alias";
  const loadsGroup = { position: 1, keyword: "namespace" };
  const written = (call: string) => ({
    ...drivers,
    "shop/main.py": `
from acme import runtime
from shop.settings import Settings
def main(name):
    runtime.load_class_by_alias(${call})(Settings()).go()
`,
  });
  for (const call of ['name, "shop.drivers"', 'name, namespace="shop.drivers"']) {
    const graph = solve(readTexts(written(call)), {
      declaredEntries,
      externals: knowing({ symbols: { [loader]: { kind: "function", loadsGroup } } }),
    });
    expect(adjacency(graph)["shop.main.main"]).toEqual([
      loader,
      "shop.drivers.Base.__init__",
      "shop.drivers.One.go (likely)",
      "shop.drivers.Two.go (likely)",
    ]);
  }
});

test("an instance in the attribute that the knowledge names makes a class an endpoint", () => {
  const graph = solve(
    readTexts({
      "shop.py": `
import acme
class Orders:
    mark = acme.Mark()
    def place(self):
        pass
    def _check(self):
        pass
class Bills:
    other = acme.Mark()
    def send(self):
        pass
`,
    }),
    {
      externals: knowing({
        symbols: { "acme.Mark": { kind: "class", endpointAttribute: "mark" } },
      }),
    },
  );
  const entries = graph.entryPoints.filter(({ kind }) => kind === "rpc-endpoint");
  expect(entries.map(({ function: id, because }) => [id, because])).toEqual([
    ["shop.Orders.place", "acme.Mark"],
  ]);
});
