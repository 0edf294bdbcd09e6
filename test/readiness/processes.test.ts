import { describe, expect, test } from "vitest";
import { assessedFiles } from "./source.ts";

const PATCHED = "import eventlet\neventlet.monkey_patch()\n";

/** What reaches Eventlet, the entries and the body of the server left out. */
function reaching(files: Readonly<Record<string, string>>, options = {}): readonly string[] {
  const { verdicts } = assessedFiles(files, options).readiness;
  return verdicts
    .map((verdict) => verdict.function)
    .filter((id) => !/\.main$|^app\.server$/.test(id));
}

describe("a patched name waits where a patched process executes it", () => {
  const files = {
    "app/__init__.py": "",
    "app/shared.py":
      "import time\nimport eventlet\n\ndef both():\n    time.sleep(1)\n\ndef tool_only():\n    time.sleep(1)\n\ndef named():\n    eventlet.sleep(1)\n",
    "app/server.py": `${PATCHED}from app import shared\n\ndef main():\n    shared.both()\n`,
    "app/tool.py":
      "from app import shared\n\ndef main():\n    shared.both()\n    shared.tool_only()\n    shared.named()\n",
  };
  const { of } = assessedFiles(files, { scripts: ["app.server:main", "app.tool:main"] });

  test("the function that both run suspends, the one that only the plain process runs does not", () => {
    expect(of("app.shared.both")).toMatchObject({ reach: "suspends", via: ["monkey-patch"] });
    expect(of("app.shared.tool_only")).toBeUndefined();
  });

  test("what names Eventlet suspends in the plain process too, and is all that does there", () => {
    expect(of("app.tool.main")).toMatchObject({ reach: "suspends", via: ["eventlet"] });
    expect(of("app.tool.main")?.evidence[0]?.calls).toBe("app.shared.named");
  });
});

describe("a value that one process made is not in another", () => {
  const client =
    "import sys\nfrom app import wire\n\ndef ask(sock):\n    return wire.recv(sock)\n\ndef complain():\n    sys.stderr.write('no')\n\ndef main():\n    import socket\n    ask(socket.create_connection(('a', 1)))\n    complain()\n";
  const files = {
    "app/__init__.py": "",
    "app/wire.py":
      "try:\n    import eventlet.green.select as select\nexcept ImportError:\n    import select\n\ndef recv(handle):\n    select.select([handle], [], [])\n    return handle.recv(4)\n",
    "app/log.py":
      "import eventlet\n\nclass Logger:\n    def write(self, text):\n        eventlet.sleep(0)\n",
    "app/server.py":
      "import sys\nimport eventlet\nfrom app import log, wire\n\ndef serve(sock):\n    wire.recv(sock)\n\ndef main():\n    sys.stderr = log.Logger()\n    eventlet.spawn(serve, eventlet.connect(('a', 1)))\n",
    "app/client.py": client,
  };
  const found = reaching(files, { scripts: ["app.server:main", "app.client:main"] });

  test("the server waits in what they share", () => {
    expect(found).toEqual(expect.arrayContaining(["app.wire.recv", "app.server.serve"]));
  });

  test("a client that can do without Eventlet does not, nor in the server's log", () => {
    expect(found.filter((id) => id.startsWith("app.client"))).toEqual([]);
  });

  test("where nobody needs Eventlet, the name alone counts", () => {
    const { "app/server.py": _, ...rest } = files;
    expect(reaching(rest, { scripts: ["app.client:main"] })).toContain("app.client.ask");
  });
});

describe("code of which nobody knows all processes", () => {
  const files = {
    "app/__init__.py": "",
    "app/driver.py":
      "import time\nfrom app import helper\n\nclass Driver:\n    def go(self):\n        time.sleep(1)\n        helper.wait()\n",
    "app/helper.py": "import time\n\ndef wait():\n    time.sleep(1)\n",
    "app/server.py": `${PATCHED}\ndef main():\n    eventlet.sleep(1)\n`,
    "app/tool.py": "from app.helper import wait\n\ndef main():\n    wait()\n",
  };
  const scripts = ["app.server:main", "app.tool:main"];

  test("a driver that settings name may run in the patched one, with what it calls", () => {
    const { of } = assessedFiles(files, { scripts });
    expect(of("app.driver.Driver.go")).toMatchObject({ reach: "suspends", confidence: "likely" });
    expect(of("app.helper.wait")).toMatchObject({ reach: "suspends", confidence: "likely" });
  });

  test("a plugin runs where its group is named", () => {
    const plugins = { "app.drivers": ["app.driver:Driver"] };
    const plain = {
      ...files,
      "app/tool.py": `${files["app/tool.py"]}\nGROUP = 'app.drivers'\n`,
    };
    expect(reaching(plain, { scripts, plugins })).toEqual([]);
    const patched = {
      ...plain,
      "app/server.py": `${files["app/server.py"]}\nGROUP = 'app.drivers'\n`,
    };
    expect(assessedFiles(patched, { scripts, plugins }).of("app.driver.Driver.go")).toMatchObject({
      reach: "suspends",
      confidence: "certain",
    });
  });

  test("what only something outside calls runs where its module is imported", () => {
    const handlers = {
      "app/__init__.py": "",
      "app/handlers.py":
        "import time\n\nclass Handler:\n    def on_call(self):\n        time.sleep(1)\n",
      "app/server.py": `${PATCHED}from app import handlers\n\ndef main():\n    eventlet.sleep(1)\n`,
      "app/tool.py": "from app import handlers\n\ndef main():\n    handlers.Handler().on_call()\n",
    };
    const { of } = assessedFiles(handlers, { scripts });
    expect(of("app.handlers.Handler.on_call")).toBeUndefined();
    const unseen = { ...handlers, "app/tool.py": "from app import handlers\n\ndef main(): ...\n" };
    expect(assessedFiles(unseen, { scripts }).of("app.handlers.Handler.on_call")).toMatchObject({
      reach: "suspends",
    });
  });
});

test("migrations run in the program that calls Alembic", () => {
  const files = {
    "app/__init__.py": "",
    "app/versions/one.py":
      "import time\nfrom alembic import op\n\ndef upgrade():\n    time.sleep(1)\n",
    "app/server.py": `${PATCHED}\ndef main():\n    eventlet.sleep(1)\n`,
    "app/manage.py":
      "from alembic import command\n\ndef main():\n    command.upgrade(None, 'head')\n",
  };
  const scripts = ["app.server:main", "app.manage:main"];
  expect(reaching(files, { scripts })).toEqual([]);
  const patched = { ...files, "app/manage.py": `${PATCHED}${files["app/manage.py"]}` };
  expect(reaching(patched, { scripts })).toContain("app.versions.one.upgrade");
});

test("a product loads no plugin of its tests", () => {
  const files = {
    "app/__init__.py": "",
    "app/tool.py": "import time\n\nGROUP = 'app.drivers'\n\ndef main():\n    time.sleep(1)\n",
    "app/server.py": `${PATCHED}\ndef main():\n    eventlet.sleep(1)\n`,
    "tests/__init__.py": PATCHED,
    "tests/fake.py": "class Fake: ...\n",
  };
  const { of } = assessedFiles(files, {
    scripts: ["app.server:main", "app.tool:main"],
    plugins: { "app.drivers": ["tests.fake:Fake"] },
  });
  expect(of("app.tool.main")).toBeUndefined();
});

test("a program by its first line is a process, with or without a main guard", () => {
  const tool = "import time\n\ndef go():\n    time.sleep(1)\n\ngo()\n";
  const files = {
    "app/__init__.py": "",
    "app/server.py": `${PATCHED}\ndef main():\n    eventlet.sleep(1)\n`,
    "tool.py": tool,
  };
  const scripts = ["app.server:main"];
  expect(reaching(files, { scripts })).toContain("tool.go");
  expect(reaching({ ...files, "tool.py": `#!/usr/bin/python\n${tool}` }, { scripts })).toEqual([]);
});

test("the proof names the patch, and a process that executes both", () => {
  const files = {
    "app/__init__.py": "",
    "app/work.py": "import time\n\ndef work():\n    time.sleep(1)\n",
    "app/driver.py": "import time\n\ndef drive():\n    time.sleep(1)\n",
    "app/server.py": `${PATCHED}from app import work\n\ndef main():\n    work.work()\n    eventlet.sleep(1)\n`,
  };
  const { of } = assessedFiles(files, { scripts: ["app.server:main"] });
  const patch = "eventlet.monkey_patch()";
  expect(of("app.work.work")?.patching).toMatchObject({
    message: "Green because the process of {0} is patched: `{1}` in {2}.",
    values: ["app.server.main", patch, "app/server.py:2"],
  });
  expect(of("app.driver.drive")?.patching).toMatchObject({
    message: "Green if what loads it is patched as {0} is: `{1}` in {2}.",
    values: ["app.server.main", patch, "app/server.py:2"],
  });
});

test("a method in which nothing waits is no entry, though foreign code calls it", () => {
  const files = {
    "app/__init__.py": "",
    "app/base.py":
      "from foreign import Plugin\n\nclass Base(Plugin):\n    def setup(self):\n        raise NotImplementedError\n",
    "app/net.py":
      "import eventlet\nfrom app.base import Base\n\nclass Net(Base):\n    def setup(self):\n        eventlet.sleep(1)\n",
  };
  const { of } = assessedFiles(files);
  expect(of("app.base.Base.setup")).toMatchObject({
    changesWith: "app.net.Net.setup",
    roles: ["intermediary"],
  });
  expect(of("app.net.Net.setup")?.roles).toContain("backend");
});

describe("tests run in processes of their own", () => {
  const waits = "import time\n\ndef test_it():\n    time.sleep(1)\n";
  const files = {
    "app/__init__.py": "",
    "app/work.py": "import time\n\ndef work():\n    time.sleep(1)\n",
    "app/server.py": `${PATCHED}from app import work\n\ndef main():\n    work.work()\n`,
    "tests/unit/test_patched.py": `${PATCHED}${waits}`,
    "tests/unit/test_mate.py": waits,
    "tests/unit/test_product.py": "from app import server\n\ndef test_main():\n    server.main()\n",
    "tests/integration/test_system.py":
      "import time\nfrom app import work\n\ndef test_it():\n    time.sleep(1)\n\ndef test_work():\n    work.work()\n",
    "tests/load.py": `${waits}\nif __name__ == '__main__':\n    test_it()\n`,
  };
  const { of } = assessedFiles(files, { scripts: ["app.server:main"] });

  test("what a test imports patches its process, whatever the test names", () => {
    expect(of("tests.unit.test_patched.test_it")).toMatchObject({ confidence: "certain" });
    expect(of("tests.unit.test_product.test_main")).toMatchObject({ confidence: "certain" });
  });

  test("what only its mates patch is likely: a runner imports them all, mostly", () => {
    expect(of("tests.unit.test_mate.test_it")).toMatchObject({
      reach: "suspends",
      confidence: "likely",
    });
  });

  test("another kind of tests, and a script, are other processes", () => {
    expect(of("tests.integration.test_system.test_it")).toBeUndefined();
    expect(of("tests.load.test_it")).toBeUndefined();
  });

  test("what the product waits for in a patched process, an unpatched test does not", () => {
    expect(of("app.work.work")).toMatchObject({ reach: "suspends" });
    expect(of("tests.integration.test_system.test_work")).toBeUndefined();
  });

  test("pytest loads the conftest.py of each folder above a test", () => {
    const patched = { ...files, "tests/conftest.py": PATCHED };
    const all = assessedFiles(patched, { scripts: ["app.server:main"] });
    expect(all.of("tests.integration.test_system.test_it")).toMatchObject({
      confidence: "certain",
    });
  });
});

describe("test code that lies in no folder of tests", () => {
  const files = {
    "app/__init__.py": "",
    "app/driver.py": "import time\n\ndef drive():\n    time.sleep(1)\n",
    "app/server.py": `${PATCHED}\ndef main():\n    eventlet.sleep(1)\n`,
    "lib/base.py":
      "import time\nimport unittest\nfrom lib import util\n\nclass Base(unittest.TestCase):\n    def ping(self):\n        time.sleep(1)\n        util.wait()\n",
    "lib/util.py": "import time\n\ndef wait():\n    time.sleep(1)\n",
    "tests/test_system.py":
      "from app import driver\nfrom lib.base import Base\n\nclass Ping(Base):\n    def test_ping(self):\n        self.ping()\n        driver.drive()\n",
  };

  test("is known by what it imports and who imports it: it runs where the tests do", () => {
    const { of } = assessedFiles(files, { scripts: ["app.server:main"] });
    expect(of("lib.base.Base.ping")).toBeUndefined();
    expect(of("lib.util.wait")).toBeUndefined();
    expect(of("app.driver.drive")).toMatchObject({ reach: "suspends", confidence: "likely" });
  });

  test("what the product imports is none", () => {
    const used = { ...files, "app/extra.py": "from lib import base\n" };
    const { of } = assessedFiles(used, { scripts: ["app.server:main"] });
    expect(of("lib.base.Base.ping")).toMatchObject({ reach: "suspends", confidence: "likely" });
  });
});
