import { describe, expect, test } from "vitest";
import { findSignals } from "../../src/eventlet/find-signals.ts";
import { say } from "../../src/sentence.ts";
import { knowledge } from "./knowledge.ts";
import { findingsOf } from "./programs.ts";

const rulesIn = (path: string, text: string): readonly string[] =>
  findSignals(knowledge, [{ path, text }]).map(({ line, rule }) => `${line} ${rule}`);

describe("files outside the code", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["requirements.txt", "# deps\neventlet==0.33.3\nflask\n", ["2 dep-req", "2 dep-req-hash"]],
    ["requirements.txt", "eventlet-utils==1.0\n", []],
    [
      "Dockerfile",
      'FROM python\nCMD ["gunicorn", "-k", "eventlet", "app:app"]\n',
      ["2 run-gunicorn-k"],
    ],
    [
      "run.sh",
      "gunicorn --worker-class eventlet app:app\nARGS='--worker-class eventlet'\n",
      ["1 run-gunicorn-k", "2 run-gunicorn-wclass-multiline"],
    ],
    [
      "deploy/app.service",
      "ExecStart=/bin/celery -A p worker -P eventlet\n",
      ["1 run-celery-worker"],
    ],
    [
      "gunicorn.conf.py",
      'workers = 2\nworker_class = "eventlet"\n',
      ["2 conf-gunicorn-py", "2 run-worker-class-env"],
    ],
    [".env", "EVENTLET_HUB=asyncio\nSECRET=x\n", ["1 env-hub"]],
    ["docs/guide.rst", "We run on Eventlet.\n", ["1 doc-eventlet"]],
    [
      "devstack/plugin.sh",
      "subnet pool create $SUBNETPOOL_NAME_V4\nUSE_TPOOL=1\nuse_tpool = 1\neventlet_tpool=2\n",
      ["2 conf-eventlet", "3 conf-eventlet", "4 conf-eventlet"],
    ],
  ])("%s: %j", (path, text, expected) => {
    expect(rulesIn(path, text)).toEqual(expected);
  });

  test("tells what a line means, and shows it", () => {
    const [signal] = findSignals(knowledge, [
      { path: "Procfile", text: "web: gunicorn -k eventlet app:app\n" },
    ]);
    expect(signal).toMatchObject({
      kind: "deployment",
      line: 1,
      what: "web: gunicorn -k eventlet app:app",
      severity: "high",
    });
  });

  test("never shows values of environment files", () => {
    const [signal] = findSignals(knowledge, [
      { path: "prod.env", text: "EVENTLET_THREADPOOL_SIZE=50\n" },
    ]);
    expect(signal?.what).toBe("EVENTLET_THREADPOOL_SIZE=…");
  });
});

describe("a removal that is announced", () => {
  const isRemoval = (line: string) =>
    findSignals(knowledge, [{ path: "CHANGES.md", text: `${line}\n` }]).some(
      ({ rule }) => rule === "doc-removal",
    );

  test.each([
    "Eventlet support is deprecated and will be removed",
    "A later release will remove eventlet entirely and rely on native threads",
    "Dropped support for `eventlet`",
    "Replace all use of eventlet by threads",
    "Migrate away from eventlet",
    "The eventlet removal begins",
  ])("%s", (line) => {
    expect(isRemoval(line)).toBe(true);
  });

  test.each([
    "Remove unused arguments from the eventlet server options",
    "Remove the error about eventlet and gevent",
    "Replaced gevent with eventlet",
    "Dropped a workaround that eventlet 0.30 needed",
  ])("not: %s", (line) => {
    expect(isRemoval(line)).toBe(false);
  });
});

test("tests that mock Eventlet are found in the source", () => {
  const findings = findingsOf({
    "tests/test_app.py":
      "from unittest import mock\n\n@mock.patch('eventlet.sleep')\ndef test_it(sleep):\n    pass\n",
  });
  expect(findings.signals.map(({ kind, line, rule }) => ({ kind, line, rule }))).toEqual([
    { kind: "test", line: 3, rule: "code-mock-patch" },
  ]);
});

describe("the asyncio hub", () => {
  const hub = (specifier: string, text = "import eventlet\n") =>
    findingsOf(
      { "m.py": text },
      { dependencies: [{ name: "eventlet", specifier, path: "setup.cfg", line: 3 }] },
    ).hub;

  test.each([
    ["==0.33.3", "no"],
    ["==0.40.3", "yes"],
    ["<0.35", "no"],
    [">=0.30", "yes"],
    ["", "unknown"],
  ])("eventlet%s: %s", (specifier, expected) => {
    expect(hub(specifier).isAllowed).toBe(expected);
  });

  test("a test environment's pin of the oldest release is not what the program runs with", () => {
    const place = { name: "eventlet", path: "tox.ini", line: 8 };
    const dependencies = [
      { ...place, specifier: "==0.20.1", scope: "test" },
      { ...place, specifier: "==0.25.0", scope: "constraint" },
      { ...place, specifier: ">=0.25.0", scope: "runtime" },
    ];
    expect(findingsOf({ "m.py": "import eventlet\n" }, { dependencies }).hub).toMatchObject({
      eventletVersion: ">=0.25.0",
      isAllowed: "yes",
    });
  });

  test("chosen by a call", () => {
    expect(hub("", "import eventlet.hubs\neventlet.hubs.use_hub('asyncio')\n")).toMatchObject({
      switched: true,
      where: [{ path: "m.py", line: 2 }],
    });
  });

  test("hindered by several readers of one descriptor", () => {
    const text = "from eventlet import debug\ndebug.hub_prevent_multiple_readers(False)\n";
    expect(hub("", text).blockers).toEqual([
      { path: "m.py", line: 2, what: say`several readers of one file descriptor` },
    ]);
  });
});

test("libraries are shown with their version and what becomes of them", () => {
  const { libraries } = findingsOf(
    {
      "m.py":
        "import eventlet\neventlet.monkey_patch()\nimport requests\n\ndef f():\n    requests.get('x')\n\nif __name__ == '__main__':\n    f()\n",
    },
    { dependencies: [{ name: "Requests", specifier: ">=2", path: "setup.cfg", line: 4 }] },
  );
  expect(libraries).toMatchObject([
    {
      library: { id: "LIB-requests", fidelity: "adapt" },
      version: ">=2",
      declaredAt: { path: "setup.cfg", line: 4 },
      imports: 1,
      calls: 1,
      functions: 1,
      suspends: true,
    },
  ]);
});

test("of packages that are described together only those in use are named", () => {
  const name = (text: string, declared: readonly string[]) =>
    findingsOf(
      { "m.py": text },
      { dependencies: declared.map((each) => ({ name: each, specifier: "", path: "r", line: 1 })) },
    ).libraries.map(({ library }) => library.distribution);
  expect(name("import neutron_lib.context\n", [])).toEqual(["neutron-lib"]);
  expect(name("import os_brick\n", ["os-vif"])).toEqual(["os-brick / os-vif"]);
});
