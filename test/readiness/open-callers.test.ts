import { expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessedFiles, assessedSource } from "./source.ts";

const TEXT = `import eventlet
class Checks:
    def run(self):
        self.count()
    def count(self):
        self.ask()
    def ask(self):
        eventlet.sleep(1)
    def all(self):
        CHECKS.append(self.run)
CHECKS = []
`;

test("what an undecided function calls is undecided with it", () => {
  const { of } = assessedSource(TEXT);
  expect(of("Checks.run")).toMatchObject({ verdict: "undetermined" });
  expect(of("Checks.count")).toMatchObject({
    verdict: "undetermined",
    reasonCode: "unresolved-dispatch",
  });
  expect(inEnglish(of("Checks.ask")?.reason ?? "")).toContain("app.Checks.count calls it");
});

test("not what something keeps synchronous anyway, nor what only others call", () => {
  const text = `${TEXT}class Kept:
    def __init__(self, checks):
        checks.ask()
def other():
    eventlet.sleep(2)
Kept(Checks())
other()
`;
  const { of } = assessedSource(text);
  expect(of("Checks.ask")).toMatchObject({ verdict: "awaitlet-candidate" });
  expect(of("Checks.count")).toMatchObject({ verdict: "undetermined" });
  expect(of("other")).toMatchObject({ verdict: "asyncio-ready" });
});

/** What the decorator puts in the place of `build` is in a table that others fill. */
const HIDING = `import eventlet
def guarded(function):
    return WRAPPERS[function.__name__](function)
WRAPPERS = {}
class Builder:
    @guarded
    def build(self):
        self.clean()
    def clean(self):
        eventlet.sleep(1)
`;

test("undecided is what a decorator replaces and nothing is seen to call, and what that calls", () => {
  const { of } = assessedSource(HIDING);
  const undecided = { verdict: "undetermined", reasonCode: "unresolved-dispatch" };
  expect(of("Builder.build")).toMatchObject(undecided);
  expect(of("Builder.clean")).toMatchObject(undecided);
});

test("not where its wrapper calls it, nor below a decorator that gives it back", () => {
  const wrapping = HIDING.replace(
    "    return WRAPPERS[function.__name__](function)",
    "    def wrapper(*args):\n        return function(*args)\n    return wrapper",
  );
  expect(assessedSource(wrapping).of("Builder.build")).toMatchObject({ verdict: "asyncio-ready" });
  const marking = HIDING.replace(
    "    return WRAPPERS[function.__name__](function)",
    "    function.guard = True\n    marked = function\n    return marked",
  );
  expect(assessedSource(marking).of("Builder.clean")).toMatchObject({ verdict: "asyncio-ready" });
  const made = HIDING.replace("def guarded(function):", "def guarded(level):")
    .replace(
      "    return WRAPPERS[function.__name__](function)",
      "    def mark(function):\n        function.level = level\n        return function\n    return mark",
    )
    .replace("@guarded", "@guarded(2)");
  expect(assessedSource(made).of("Builder.clean")).toMatchObject({ verdict: "asyncio-ready" });
});

/** A mailbox of a library calls what the panel holds. */
const PANEL = `import eventlet
from acme import Mailbox
class Panel:
    data = {}
    @classmethod
    def register(cls, name=None):
        def inner(function):
            cls.data[name or function.__name__] = function
            return function
        return inner
def noted(function):
    function.is_noted = True
    return function
@Panel.register()
def refill(state):
    drain(state)
@noted
def count(state):
    eventlet.sleep(2)
def drain(state):
    eventlet.sleep(1)
Mailbox(handlers=Panel.data)
`;

test("what a decorator of the program puts into a collection is called by whoever goes through that", () => {
  const { of } = assessedSource(PANEL);
  expect(of("refill")).toMatchObject({
    verdict: "undetermined",
    reasonCode: "unresolved-dispatch",
  });
  expect(of("drain")).toMatchObject({ verdict: "undetermined" });
  expect(of("count")).toMatchObject({ verdict: "asyncio-ready" });
});

test("not where the program itself is seen to call what it has collected", () => {
  const text = PANEL.replace(
    "Mailbox(handlers=Panel.data)",
    "def serve(name):\n    Panel.data[name](name)\nserve('refill')",
  );
  expect(assessedSource(text).of("refill")).toMatchObject({ verdict: "asyncio-ready" });
});

test("Sphinx calls the `setup` of an extension, which imports something of Sphinx", () => {
  const { of } = assessedSource(`import eventlet
from sphinx.util.docutils import SphinxDirective
def setup(app):
    eventlet.sleep(1)
`);
  expect(of("setup")).toMatchObject({ verdict: "awaitlet-candidate" });
});

test("a class of a package that only tests name keeps nothing of the product synchronous", () => {
  const files = {
    "shop/__init__.py": "",
    "shop/driver.py": `import eventlet
from oslo_utils import importutils
class Driver:
    def __init__(self, configuration):
        self.helper = importutils.import_class(configuration.helper)()
    def export(self):
        self.helper.create(executor=self.run)
    def run(self):
        eventlet.sleep(1)
def main(configuration):
    driver = Driver(configuration)
    driver.export()
    driver.run()
`,
    "tests/test_driver.py": `from shop import driver
class Configuration:
    helper = "foo.module.Helper"
def test_driver():
    driver.main(Configuration())
`,
  };
  const { verdicts } = assessedFiles(files).readiness;
  const run = verdicts.find(({ function: id }) => id === "shop.driver.Driver.run");
  expect(inEnglish(run?.reason ?? "")).not.toContain("foo.module");
  expect(run).toMatchObject({ verdict: "asyncio-ready" });
});
