import { describe, expect, test } from "vitest";
import { assessedFiles } from "./source.ts";

const TESTS = `import time
import unittest
import eventlet
import fixtures
import pytest

eventlet.monkey_patch()

class Plain(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        time.sleep(1)

    def setUp(self):
        time.sleep(1)
        self.addCleanup(self.clean)

    def clean(self):
        time.sleep(1)

    def helper(self):
        time.sleep(1)

    def test_it(self):
        self.helper()

class Loop(unittest.IsolatedAsyncioTestCase):
    def test_it(self):
        time.sleep(1)

class Waits(fixtures.Fixture):
    def _setUp(self):
        time.sleep(1)

@pytest.fixture
def server():
    time.sleep(1)

def test_it(server):
    time.sleep(1)
`;

describe("what a test runner calls", () => {
  const { of } = assessedFiles({ "tests/test_all.py": TESTS, "app.py": "" });
  const obstaclesOf = (id: string) => of(`tests.test_all.${id}`)?.obstacles.map((each) => each.id);

  test.each([
    ["Plain.test_it", "unless its class is an"],
    ["Plain.setUp", "asyncSetUp"],
    ["Plain.clean", "addAsyncCleanup"],
    ["server", "pytest_asyncio.fixture"],
    ["test_it", "pytest-asyncio"],
  ])("%s can be async, but not as it stands", (id, needed) => {
    expect(of(`tests.test_all.${id}`)).toMatchObject({ verdict: "asyncio-ready" });
    const sighting = of(`tests.test_all.${id}`)?.obstacles.find((each) => each.id === "test-case");
    expect(JSON.stringify(sighting?.detail)).toContain(needed);
    expect(JSON.stringify(of(`tests.test_all.${id}`)?.reason)).toContain(needed);
  });

  test.each(["Plain.setUpClass", "Waits._setUp"])("%s has no asynchronous twin", (id) => {
    expect(of(`tests.test_all.${id}`)).toMatchObject({ verdict: "awaitlet-candidate" });
    expect(obstaclesOf(id)).toContain("override-external");
  });

  test("a helper of the class, and a case that has a loop, need nothing", () => {
    expect(obstaclesOf("Plain.helper")).not.toContain("test-case");
    expect(obstaclesOf("Loop.test_it")).not.toContain("test-case");
    expect(of("tests.test_all.Plain.test_it")?.twin).toBe("unittest.IsolatedAsyncioTestCase");
  });
});

test("a test case changes with the class that it extends, not with those beside it", () => {
  const { of } = assessedFiles({
    "app.py": "",
    "tests/test_all.py": `import unittest
import eventlet

class Base(unittest.TestCase):
    def setUp(self):
        self.x = 1

class Quiet(Base):
    def setUp(self):
        super().setUp()

class Waits(Base):
    def setUp(self):
        super().setUp()
        eventlet.sleep(1)

class Child(Waits):
    def setUp(self):
        super().setUp()
`,
  });
  expect(of("tests.test_all.Base.setUp")).toBeUndefined();
  expect(of("tests.test_all.Quiet.setUp")).toBeUndefined();
  expect(of("tests.test_all.Waits.setUp")).toMatchObject({ verdict: "asyncio-ready" });
  expect(of("tests.test_all.Child.setUp")).toMatchObject({ verdict: "asyncio-ready" });
});
