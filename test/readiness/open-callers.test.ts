import { expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessedSource } from "./source.ts";

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
