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
