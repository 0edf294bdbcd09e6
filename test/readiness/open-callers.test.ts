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
