import { describe, expect, test } from "vitest";
import { assessedFiles } from "./source.ts";

const SLEEPS = "import eventlet\n\neventlet.sleep()\n\ndef spawn(f):\n    eventlet.spawn(f)\n";

describe("importing a module whose body waits", () => {
  const files = {
    "app/__init__.py": "",
    "app/hub.py": SLEEPS,
    "app/lazy.py": "from app import helper\nhelper.start()\n",
    "app/helper.py": "import eventlet\n\ndef start():\n    eventlet.sleep(1)\n",
    "app/controller.py": "from app import hub\n\ndef load():\n    import app.hub\n",
    "app/plugins.py": "def load():\n    import app.lazy\n\ndef boot():\n    load()\n",
    "app/other.py": "import json\n",
    "app/run.py":
      "from app import controller, other, plugins\n\ndef main():\n    controller.load()\n    plugins.boot()\n",
  };
  const { of } = assessedFiles(files, { scripts: ["app.run:main"] });

  test("suspends, and stays as it is: the body has to change", () => {
    expect(of("app.hub")).toMatchObject({ verdict: "redesign" });
    expect(of("app.controller")).toMatchObject({
      reach: "suspends",
      verdict: "asyncio-ready",
      needsAwait: false,
      confidence: "likely",
    });
    expect(of("app.controller")?.evidence.map(({ line, calls }) => [line, calls])).toEqual([
      [1, "app.hub"],
      [3, "eventlet.greenthread.sleep"],
    ]);
    expect(JSON.stringify(of("app.controller")?.reason)).toContain("runs a body that waits");
  });

  test("leads on to what imports the importer, and to no other module", () => {
    expect(of("app.run")).toMatchObject({ reach: "suspends", needsAwait: false });
    expect(of("app.other")).toBeUndefined();
    expect(of("app.helper")).toBeUndefined();
  });

  test("in a function is the first import only of what no module imports", () => {
    expect(of("app.controller.load")).toBeUndefined();
    expect(of("app.plugins.load")).toMatchObject({ reach: "suspends", needsAwait: false });
    expect(of("app.plugins.boot")).toMatchObject({ reach: "suspends", needsAwait: false });
  });
});

test("what waits below a main guard does not run because of an import", () => {
  const { of } = assessedFiles(
    {
      "app/__init__.py": "",
      "app/tool.py": "import eventlet\n\nif __name__ == '__main__':\n    eventlet.sleep(1)\n",
      "app/run.py": "from app import tool\nimport eventlet\n\ndef main():\n    eventlet.sleep(1)\n",
    },
    { scripts: ["app.run:main"] },
  );
  expect(of("app.run.main")).toMatchObject({ reach: "suspends" });
  expect(of("app.run")).not.toMatchObject({ reach: "suspends" });
});

describe("importing a library's module whose body waits", () => {
  const files = {
    "app/__init__.py": "",
    "app/patch.py": "import eventlet\n\neventlet.monkey_patch()\n",
    "app/volumes.py":
      "from os_brick.initiator import connector\n\ndef load():\n    import os_brick.initiator.connector\n",
    "app/typed.py":
      "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from os_brick.initiator import connector\n",
    "app/exceptions.py": "from os_brick import exception\n",
    "app/repositories.py": "def clone():\n    import git\n",
    "app/run.py":
      "import app.patch\nfrom app import exceptions, repositories, typed, volumes\n\ndef main():\n    volumes.load()\n    repositories.clone()\n",
  };
  const { of } = assessedFiles(files, { scripts: ["app.run:main"] });

  test("suspends, and what imports the importer does", () => {
    expect(of("app.volumes")).toMatchObject({
      reach: "suspends",
      verdict: "asyncio-ready",
      needsAwait: false,
    });
    expect(of("app.volumes")?.evidence.map(({ line, calls }) => [line, calls])).toEqual([
      [1, "os_brick.initiator.connector"],
    ]);
    expect(of("app.run")).toMatchObject({ reach: "suspends", needsAwait: false });
  });

  test("not below TYPE_CHECKING, nor another module of the library", () => {
    expect(of("app.typed")).toBeUndefined();
    expect(of("app.exceptions")).toBeUndefined();
  });

  test("in a function is the first import only of what no module imports", () => {
    expect(of("app.volumes.load")).toBeUndefined();
    expect(of("app.repositories.clone")).toMatchObject({ reach: "suspends", needsAwait: false });
  });

  test("waits for nothing where nothing is patched", () => {
    const { "app/patch.py": _, ...unpatched } = files;
    const plain = assessedFiles(
      { ...unpatched, "app/patch.py": "" },
      { scripts: ["app.run:main"] },
    );
    expect(plain.of("app.volumes")).toBeUndefined();
  });
});
