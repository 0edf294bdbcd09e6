import { describe, expect, test } from "vitest";
import { PATTERNS } from "../../src/eventlet/patterns/index.ts";
import { plural } from "../../src/sentence.ts";
import { knowledge } from "./knowledge.ts";
import { findingsOf } from "./programs.ts";

test("every described pattern has its detector, and every detector its description", () => {
  expect(PATTERNS.map(({ id }) => id)).toEqual([...knowledge.patterns.keys()].sort());
});

/** Line and name of every pattern in one file. */
function patternsIn(body: string): readonly string[] {
  const text = `import os, signal, threading, time\nimport eventlet\nfrom eventlet import greenthread, hubs, patcher, pools, queue, tpool, wsgi\n${body}`;
  return findingsOf({ "m.py": text })
    .patterns.map(({ line, pattern }) => `${line} ${pattern}`)
    .filter((each) => !each.endsWith("import-order-hazard"));
}

describe("recognised", () => {
  test.each<readonly [string, string, readonly string[]]>([
    [
      "a WSGI server",
      "def main(app):\n    wsgi.server(eventlet.listen(('', 1)), app)\n",
      ["5 wsgi-server-on-eventlet"],
    ],
    ["a pool and its size", "pool = eventlet.GreenPool(7)\n", ["4 bounded-pool"]],
    [
      "kill and link",
      "def f(g):\n    gt = eventlet.spawn(f, 1)\n    gt.link(f)\n    gt.kill()\n",
      ["6 kill-or-link"],
    ],
    [
      "a delayed call with its cancel",
      "def f():\n    timer = eventlet.spawn_after(1, f)\n    timer.cancel()\n",
      ["5 cancelled-delayed-call"],
    ],
    ["a delayed call alone is none", "def f():\n    eventlet.spawn_after(1, f)\n", []],
    [
      "a timeout around a block",
      "def f():\n    with eventlet.Timeout(1):\n        eventlet.sleep(2)\n",
      ["5 timeout-around-block"],
    ],
    [
      "state per green thread",
      "from eventlet import corolocal\nstate = corolocal.local()\n",
      ["5 greenlet-local-state"],
    ],
    ["the thread pool", "def f():\n    tpool.execute(len, [])\n", ["5 thread-pool-offload"]],
    ["a fork", "def f():\n    eventlet.sleep(1)\n    os.fork()\n", ["6 fork-with-threads"]],
    [
      "a signal handler",
      "def stop(number, frame):\n    eventlet.spawn_n(print)\n\ndef f():\n    signal.signal(1, stop)\n",
      ["8 signal-handler"],
    ],
    [
      "what is no handler",
      "def f():\n    eventlet.sleep(1)\n    signal.signal(1, signal.SIG_IGN)\n",
      [],
    ],
    [
      "a loop that yields",
      "def f():\n    for _ in range(9):\n        eventlet.sleep(0)\n",
      ["6 busy-loop"],
    ],
    ["the hub's inside", "def f(fd):\n    hubs.trampoline(fd, read=True)\n", ["5 hub-internals"]],
    ["a queue without limit", "q = queue.LifoQueue()\n", ["4 queue-without-limit"]],
    ["a queue with one is none", "q = queue.LifoQueue(3)\n", []],
    ["originals", "real = patcher.original('threading')\n", ["4 original-modules"]],
    ["two worlds", "def f():\n    return patcher.is_monkey_patched('thread')\n", ["5 dual-mode"]],
    [
      "a subclass, and a pool of items",
      "class Clients(pools.Pool):\n    def create(self):\n        return object()\n",
      ["4 database-connection-pool", "4 subclass-of-green-class"],
    ],
    [
      "a conditional patch",
      "if os.environ.get('GREEN'):\n    eventlet.monkey_patch()\n",
      ["5 patch-inside-function"],
    ],
  ])("%s", (_, body, expected) => {
    expect(patternsIn(body)).toEqual(expected);
  });

  test("a task of a pool that waits for tasks of the pool", () => {
    const body =
      "pool = eventlet.GreenPool(2)\n\ndef child():\n    eventlet.sleep(1)\n\ndef parent():\n    gt = pool.spawn(child)\n    gt.wait()\n\ndef main():\n    pool.spawn(parent).wait()\n";
    expect(patternsIn(body)).toEqual(["4 bounded-pool", "11 pool-waits-on-itself"]);
  });

  test("a signal handler of a program that needs no Eventlet costs nothing", () => {
    const handler =
      "import signal\n\ndef stop(number, frame):\n    print(number)\n\ndef main():\n    signal.signal(1, stop)\n";
    const guard = "\nif __name__ == '__main__':\n    main()\n";
    const { patterns } = findingsOf({
      "tool.py": handler + guard,
      "server.py": `import eventlet\neventlet.monkey_patch()\n${handler}${guard}`,
    });
    expect(
      patterns.filter(({ pattern }) => pattern === "signal-handler").map(({ path }) => path),
    ).toEqual(["server.py"]);
  });

  test("tests that use Eventlet are told by module", () => {
    const findings = findingsOf({
      "app.py": "import eventlet\n",
      "tests/test_app.py":
        "import eventlet\n\ndef test_it():\n    eventlet.sleep(0.1)\n    eventlet.sleep(0.1)\n",
    });
    expect(
      findings.patterns.filter(({ pattern }) => pattern === "tests-depend-on-hub"),
    ).toMatchObject([
      {
        path: "tests/test_app.py",
        line: 4,
        isTest: true,
        detail: plural(
          2,
          "# use of Eventlet in this test module",
          "# uses of Eventlet in this test module",
        ),
      },
    ]);
  });
});

test("a finding carries its price and its evidence", () => {
  const findings = findingsOf({ "m.py": "import eventlet\n\ndef f(gt):\n    eventlet.kill(gt)\n" });
  expect(findings.patterns).toMatchObject([
    {
      pattern: "kill-or-link",
      function: "m.f",
      path: "m.py",
      line: 4,
      points: knowledge.patterns.get("kill-or-link")?.points,
      evidence: [{ path: "m.py", line: 4, what: "eventlet.greenthread.kill" }],
    },
  ]);
});
