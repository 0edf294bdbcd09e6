import { describe, expect, test } from "vitest";
import { findingsOf, usesOf } from "./programs.ts";

const WORKER = "import time\n\ndef work():\n    time.sleep(1)\n";
const ALL = ["os", "psycopg", "select", "socket", "subprocess", "thread", "time"];

describe("a process is patched by what its entry imports", () => {
  const files = {
    "app/__init__.py": "",
    "app/work.py": WORKER,
    "app/patched.py":
      "import eventlet\neventlet.monkey_patch()\nfrom app.work import work\n\ndef main():\n    work()\n",
    "app/plain.py": "from app.other import other\n\ndef main():\n    other()\n",
    "app/other.py": "import time\n\ndef other():\n    time.sleep(1)\n",
  };
  const findings = findingsOf(files, { scripts: ["app.patched:main", "app.plain:main"] });

  test("the module that the patched process imports is green", () => {
    expect(usesOf(findings, "app/work.py")).toEqual(["4 call time.sleep !A"]);
    expect(findings.patchedGroups["app.work"]).toEqual(ALL);
  });

  test("the module that only the other process imports is not", () => {
    expect(usesOf(findings, "app/other.py")).toEqual([]);
    expect(findings.patchedGroups["app.other"]).toBeUndefined();
  });

  test("each process tells what is patched in it, and by what", () => {
    expect(
      findings.processes.map(({ entry, patchedGroups, patchedBy }) => ({
        entry,
        patchedGroups,
        patchedBy,
      })),
    ).toEqual([
      {
        entry: "app.patched.main",
        patchedGroups: ALL,
        patchedBy: [{ path: "app/patched.py", line: 2 }],
      },
      { entry: "app.plain.main", patchedGroups: [], patchedBy: [] },
    ]);
  });
});

test("a package that patches in __init__ patches whoever imports a module of it", () => {
  const findings = findingsOf(
    {
      "app/__init__.py": "",
      "app/cmd/__init__.py": "import eventlet\neventlet.monkey_patch(os=False)\n",
      "app/cmd/run.py": "import time\n\ndef main():\n    time.sleep(1)\n",
    },
    { scripts: ["app.cmd.run:main"] },
  );
  expect(usesOf(findings, "app/cmd/run.py")).toEqual(["4 call time.sleep !A"]);
  expect(findings.patchCalls[0]).toMatchObject({ how: "eventlet.monkey_patch(os=False)" });
  expect(findings.processes[0]?.patchedGroups).not.toContain("os");
});

test("keywords that a module keeps in a dictionary are those that are patched", () => {
  const findings = findingsOf(
    {
      "app/__init__.py": "",
      "app/patches.py":
        "import eventlet\n\nMODULES = dict(socket=True, time=True)\n\ndef patch():\n    eventlet.monkey_patch(**MODULES)\n",
      "app/run.py":
        "from app import patches\npatches.patch()\nimport time\n\ndef main():\n    time.sleep(1)\n",
    },
    { scripts: ["app.run:main"] },
  );
  expect(usesOf(findings, "app/run.py")).toEqual(["6 call time.sleep !A"]);
  expect(findings.processes[0]?.patchedGroups).toEqual(["socket", "time"]);
});

test("a file without main guard that patches and that nothing imports is a program", () => {
  const findings = findingsOf({
    "app.py": "import eventlet\neventlet.monkey_patch()\nimport time\ntime.sleep(1)\n",
  });
  expect(usesOf(findings, "app.py")).toContain("4 call time.sleep !A");
  expect(findings.processes.map(({ entry }) => entry)).toEqual(["app"]);
});

test("a patch inside a wrapper runs where the wrapper is called", () => {
  const findings = findingsOf(
    {
      "app/__init__.py": "",
      "app/green.py": "import eventlet\n\ndef patch():\n    eventlet.monkey_patch()\n",
      "app/run.py":
        "from app import green\ngreen.patch()\nimport time\n\ndef main():\n    time.sleep(1)\n",
    },
    { scripts: ["app.run:main"] },
  );
  expect(usesOf(findings, "app/run.py")).toEqual(["6 call time.sleep !A"]);
  expect(findings.patterns.map(({ pattern }) => pattern)).toContain("patch-inside-function");
});

test("code below the main guard patches its own process only", () => {
  const findings = findingsOf(
    {
      "app/__init__.py": "",
      "app/run.py":
        "import time\nimport eventlet\n\ndef main():\n    time.sleep(1)\n\nif __name__ == '__main__':\n    eventlet.monkey_patch()\n    main()\n",
      "app/cli.py": "from app import run\n\ndef main():\n    run.main()\n",
    },
    { scripts: ["app.cli:main"] },
  );
  const groups = Object.fromEntries(
    findings.processes.map(({ entry, patchedGroups }) => [entry, patchedGroups.length]),
  );
  expect(groups).toEqual({ "app.cli.main": 0, "app.run": 7 });
});

test("imports that keep originals before the patch are its hazards", () => {
  const findings = findingsOf({
    "run.py":
      "from time import sleep\nimport requests\nimport os\nimport eventlet\neventlet.monkey_patch()\n\nif __name__ == '__main__':\n    sleep(1)\n",
  });
  expect(findings.patchCalls[0]?.importedBefore).toEqual([
    { module: "time.sleep", path: "run.py", line: 1 },
    { module: "requests", path: "run.py", line: 2 },
  ]);
  expect(findings.patterns.map(({ pattern }) => pattern)).toContain("import-order-hazard");
});

describe("patched without a call of its own", () => {
  const files = {
    "site/__init__.py": "",
    "site/app.py":
      "import time\nfrom flask import Flask\n\napp = Flask(__name__)\n\n@app.route('/')\ndef index():\n    time.sleep(1)\n    return ''\n",
  };

  test("gunicorn's worker class patches the application", () => {
    const findings = findingsOf(files, {
      signalFiles: [{ path: "Procfile", text: "web: gunicorn -k eventlet -w 1 site.app:app\n" }],
    });
    expect(usesOf(findings, "site/app.py")).toContain("8 call time.sleep !A");
  });

  test("another worker class does not", () => {
    const findings = findingsOf(files, {
      signalFiles: [{ path: "Procfile", text: "web: gunicorn -k gthread site.app:app\n" }],
    });
    expect(usesOf(findings, "site/app.py")).toEqual([]);
  });
});

describe("a library that uses Eventlet and starts no process", () => {
  const findings = findingsOf({
    "lib/__init__.py": "",
    "lib/core.py":
      "import time\nimport eventlet\n\ndef wait():\n    eventlet.sleep(0)\n    time.sleep(1)\n",
  });

  test("is taken to be patched by its user: a guess, and marked so", () => {
    expect(usesOf(findings, "lib/core.py")).toEqual([
      "5 call eventlet.greenthread.sleep !A",
      "6 call time.sleep !A?",
    ]);
    expect(findings.diagnostics?.map(({ code }) => code)).toEqual(["patched-by-its-user"]);
  });

  test("one with a script of its own is, where it asks whether it is patched", () => {
    const asking = findingsOf({
      "lib/__init__.py": "",
      "lib/core.py":
        "import time\nfrom eventlet import patcher\n\ndef wait():\n    if patcher.is_monkey_patched('time'):\n        time.sleep(1)\n\nif __name__ == '__main__':\n    wait()\n",
    });
    expect(usesOf(asking, "lib/core.py")).toContain("6 call time.sleep !A?");
    expect(asking.diagnostics?.map(({ code }) => code)).toEqual(["patched-by-its-user"]);
  });

  test("one that imports what cannot do without Eventlet, or has green threads started, is", () => {
    const privileged =
      "import time\nfrom oslo_privsep import capabilities\n\ndef wait():\n    time.sleep(1)\n";
    const timed =
      "import time\nfrom oslo_service import loopingcall\n\ndef wait():\n    time.sleep(1)\n\ndef poll():\n    loopingcall.FixedIntervalLoopingCall(wait).start(1)\n";
    for (const text of [privileged, timed]) {
      const driven = findingsOf({ "lib/__init__.py": "", "lib/core.py": text });
      expect(usesOf(driven, "lib/core.py")).toContain("5 call time.sleep !A?");
    }
  });

  test("one that never names Eventlet is not", () => {
    const plain = findingsOf({ "lib/__init__.py": "", "lib/core.py": WORKER });
    expect(plain.uses).toEqual([]);
    expect(plain.diagnostics).toEqual([]);
  });
});

test("an unpatched call in a process with green threads blocks them", () => {
  const findings = findingsOf({
    "run.py":
      "import time\nimport eventlet\n\ndef work():\n    time.sleep(1)\n\ndef main():\n    eventlet.spawn(work).wait()\n\nif __name__ == '__main__':\n    main()\n",
  });
  expect(usesOf(findings, "run.py")).toContain("5 call time.sleep B");
});

test("a process that starts no second green thread says so", () => {
  const findings = findingsOf({
    "one.py":
      "import eventlet\neventlet.monkey_patch()\nimport time\n\nif __name__ == '__main__':\n    time.sleep(1)\n",
    "two.py":
      "import eventlet\neventlet.monkey_patch()\nimport time\n\nif __name__ == '__main__':\n    eventlet.spawn(time.sleep, 1).wait()\n",
  });
  expect(
    findings.processes.map(({ entry, startsGreenThreads }) => [entry, startsGreenThreads]),
  ).toEqual([
    ["one", false],
    ["two", true],
  ]);
});

test("a patch in a command that is found by name counts where its module is loaded, as likely", () => {
  const findings = findingsOf(
    {
      "app/__init__.py": "",
      "app/commands.py":
        "import time\n\nclass Run:\n    def main(self):\n        import eventlet\n        eventlet.monkey_patch()\n        time.sleep(1)\n",
      "app/run.py":
        "import app.commands as commands\n\ndef main(argv=None):\n    getattr(commands, argv[1])\n",
    },
    { scripts: ["app.run:main"] },
  );
  expect(findings.uses.find(({ api }) => api === "time.sleep")).toMatchObject({
    yields: true,
    confidence: "likely",
  });
});

describe("green threads that the entry is not seen to start", () => {
  test("a command found by name starts them where it patches", () => {
    const findings = findingsOf(
      {
        "app/__init__.py": "",
        "app/commands.py":
          "import time\n\nclass Run:\n    def main(self):\n        import eventlet\n        eventlet.monkey_patch()\n        eventlet.spawn(time.sleep, 1)\n",
        "app/run.py":
          "import app.commands as commands\n\ndef main(argv=None):\n    getattr(commands, argv[1])\n",
      },
      { scripts: ["app.run:main"] },
    );
    expect(findings.processes[0]).toMatchObject({
      entry: "app.run.main",
      startsGreenThreads: true,
    });
  });

  test("a server starts one for each request; rules that agree on a line tell of it once", () => {
    const findings = findingsOf(
      {
        "site.py": "def application(environ, start_response):\n    return []\n",
      },
      {
        signalFiles: [
          { path: "Procfile", text: "web: gunicorn --worker-class eventlet site:application\n" },
        ],
      },
    );
    expect(findings.processes).toMatchObject([
      { startsGreenThreads: true, patchedBy: [{ path: "Procfile", line: 1 }] },
    ]);
  });
});

test("native threads are green threads only where they are patched", () => {
  const files = {
    "one.py":
      "import threading\n\nif __name__ == '__main__':\n    threading.Thread(target=print).start()\n",
    "two.py":
      "import eventlet\neventlet.monkey_patch()\nimport threading\n\nif __name__ == '__main__':\n    threading.Thread(target=print).start()\n",
  };
  expect(
    findingsOf(files).processes.map(({ entry, startsGreenThreads }) => [entry, startsGreenThreads]),
  ).toEqual([
    ["one", false],
    ["two", true],
  ]);
});

test("a repository whose root is itself a package is read to the end", () => {
  const findings = findingsOf({
    "__init__.py": "",
    "serve.py":
      "import eventlet\neventlet.monkey_patch()\n\nif __name__ == '__main__':\n    eventlet.sleep(0)\n",
    "drivers/__init__.py": "",
    "drivers/slow.py": WORKER,
  });
  // The driver, which nothing is seen to import, lies in the package of the patched process.
  expect(usesOf(findings, "drivers/slow.py")).toEqual(["4 call time.sleep !A"]);
});
