import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessedSource } from "./source.ts";

const lossesOf = (text: string) =>
  assessedSource(text).readiness.concurrencyLosses.map(({ function: id, line }) => `${id}:${line}`);

/** A pool of the program's own, with one of Eventlet's inside, and one that extends Eventlet's. */
const PILES = `import eventlet
from eventlet import GreenPool, queue

class ClosingPool(GreenPool):
    def __enter__(self):
        return self
    def __exit__(self, *exc):
        for thread in list(self.coroutines_running):
            thread.kill()

class Pile:
    def __init__(self, size):
        self._pool = GreenPool(size)
        self._answers = queue.LightQueue(size)
        self._open = 0
    def _run(self, work, given):
        self._answers.put(work(*given))
        self._open -= 1
    def spawn(self, work, *given):
        self._open += 1
        self._pool.spawn(self._run, work, given)
    def __iter__(self):
        return self
    def __next__(self):
        if self._open == 0:
            raise StopIteration
        return self._answers.get()

class Stream(Pile):
    def star(self, work, many):
        for given in many:
            self.spawn(work, *given)
        yield from self

def ask(node):
    eventlet.sleep(1)
    return node
`;

describe("pools of the program's own", () => {
  test("a pile that is filled in a loop and read", () => {
    const text = `${PILES}
def ask_all(nodes):
    pile = Pile(len(nodes))
    for node in nodes:
        pile.spawn(ask, node)
    return [answer for answer in pile]
`;
    expect(lossesOf(text)).toContain("app.ask_all:42");
  });

  test("a stream that fills itself, in its own method and where it is used", () => {
    const text = `${PILES}
def ask_each(nodes):
    stream = Stream(4)
    for answer in stream.star(ask, [(node,) for node in nodes]):
        print(answer)
`;
    expect(lossesOf(text)).toEqual(["app.Stream.star:32", "app.ask_each:41"]);
  });

  test("a pool whose end is the end of a `with`", () => {
    const text = `${PILES}
def pour(nodes, answers):
    with ClosingPool(len(nodes)) as pool:
        for node in nodes:
            pool.spawn(ask, node)
        return [answers.pop() for node in nodes]
`;
    expect(lossesOf(text)).toContain("app.pour:42");
  });

  test("not where one piece of work is started, nor in what starts it", () => {
    const text = `${PILES}
def ask_one(node):
    pile = Pile(1)
    pile.spawn(ask, node)
    return next(iter(pile))
`;
    expect(lossesOf(text)).toEqual(["app.Stream.star:32"]);
  });
});

describe("green threads that are started in a loop and waited for behind it", () => {
  const START = "import eventlet\ndef report(node):\n    eventlet.sleep(1)\n    return node\n";

  test("are awaited together", () => {
    const text = `${START}def report_all(nodes):
    threads = [eventlet.spawn(report, node) for node in nodes]
    return [thread.wait() for thread in threads]
`;
    const { concurrencyLosses } = assessedSource(text).readiness;
    expect(concurrencyLosses.map(({ function: id, line }) => [id, line])).toEqual([
      ["app.report_all", 6],
    ]);
    expect(inEnglish(concurrencyLosses[0]?.remedy ?? "")).toContain("await them together");
  });

  test("also through a wrapper that runs the work with something around it", () => {
    const text = `${START}import functools
def background(work, *given):
    @functools.wraps(work)
    def logged(*args):
        print(work)
        return work(*args)
    return eventlet.spawn(logged, *given)
def in_background(work, *given):
    return background(work, *given)
def report_all(nodes):
    threads = {}
    for node in nodes:
        threads[node] = in_background(report, node)
    return [thread.wait() for thread in threads.values()]
`;
    expect(lossesOf(text)).toEqual(["app.report_all:17"]);
  });

  test("also where another function waits for the pool that it is given", () => {
    const text = `${START}def wait_all(pool):
    pool.waitall()
def report_all(nodes):
    pool = eventlet.GreenPool(4)
    for node in nodes:
        pool.spawn(report, node)
    wait_all(pool)
def report_later(nodes):
    pool = eventlet.GreenPool(4)
    for node in nodes:
        pool.spawn(report, node)
    report(pool)
`;
    expect(lossesOf(text)).toEqual(["app.report_all:10"]);
  });

  test("not where each turn waits for its own, nor where nobody waits", () => {
    const text = `${START}def one_by_one(nodes):
    for node in nodes:
        eventlet.spawn(report, node).wait()
def serve(listener):
    while True:
        eventlet.spawn(report, listener.accept())
`;
    expect(lossesOf(text)).toEqual([]);
  });
});
