import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessedSource } from "./source.ts";

/** `id:line` of what was found on a function. */
function found(text: string, id: string): readonly string[] {
  const verdict = assessedSource(text).of(id);
  return (verdict?.obstacles ?? []).map((obstacle) => `${obstacle.id}:${obstacle.line}`);
}

const SOCKET = "import eventlet\neventlet.monkey_patch()\nimport threading\n";

describe("detectors on Python text", () => {
  test("a re-entrant lock taken twice makes the pair a redesign", () => {
    const text = `${SOCKET}lock = threading.RLock()
def put(k, v):
    with lock:
        eventlet.sleep(v)
def put2(a, b):
    with lock:
        put(a, 1)
        put(b, 2)
put2(1, 2)
`;
    const program = assessedSource(text);
    expect(program.of("put2")).toMatchObject({ verdict: "redesign" });
    expect(found(text, "put")).toContain("with-lock-across:6");
    expect(found(text, "put2")).toContain("rlock-reentrancy:10");
  });

  test("a Timeout inside a broad except becomes an ordinary exception", () => {
    const text = `import eventlet
def read(e):
    try:
        with eventlet.Timeout(5, False):
            return eventlet.sleep(9)
    except Exception:
        return None
`;
    const program = assessedSource(text);
    expect(program.of("read")).toMatchObject({ verdict: "asyncio-ready", needsAwait: true });
    const [first] = program.readiness.silentBreaks;
    expect(first).toMatchObject({ id: "timeout-baseexception", line: 4 });
    expect(inEnglish(first?.detail ?? "")).toContain("will catch it");
  });

  test("an `async def` that waits for Eventlet stays what it is, and the mix is a finding", () => {
    const text = `import eventlet
async def nap():
    eventlet.sleep(1)
`;
    const verdict = assessedSource(text).of("nap");
    expect(verdict).toMatchObject({ verdict: "asyncio-ready", labels: { balanced: "async" } });
    expect(inEnglish(verdict?.reason ?? "")).toContain("already");
    expect(found(text, "nap")).toContain("mixed-eventlet-awaitlet:3");
  });

  test("a wait whose result is tested at once, not every wait below an if", () => {
    const text = `import eventlet
def ready():
    eventlet.sleep(1)
    return True
def head():
    if ready():
        return 1
def body(flag):
    if flag:
        ready()
`;
    expect(found(text, "head")).toContain("unawaited-boolean:6");
    expect(found(text, "body").filter((each) => each.startsWith("unawaited"))).toEqual([]);
  });

  test("clean-up is what a cancellation runs, an ordinary handler is none", () => {
    const text = `import eventlet
def retry(f):
    try:
        f()
    except ValueError:
        eventlet.sleep(1)
def closing(f):
    try:
        f()
    except BaseException:
        eventlet.sleep(1)
        raise
    finally:
        eventlet.sleep(2)
`;
    expect(found(text, "retry").filter((each) => each.startsWith("finally"))).toEqual([]);
    expect(found(text, "closing").filter((each) => each.startsWith("finally"))).toEqual([
      "finally-yields:11",
      "finally-yields:14",
    ]);
  });

  test("branches of one `if` or `match` are not read one after the other, turns of a loop are", () => {
    const branches = `        if fast:
            x = self.n
        else:
            eventlet.sleep(1)
            self.n = 3
`;
    const method = "import eventlet\nclass A:\n    def f(self, fast):\n";
    const atomicity = (body: string) =>
      found(`${method}${body}`, "A.f").filter((each) => each.startsWith("atomicity"));
    expect(atomicity(branches)).toEqual([]);
    expect(atomicity(branches.replace("else:", "elif fast is None:"))).toEqual([]);
    expect(atomicity(`        while fast:\n${branches.replace(/^/gm, "    ")}`)).toEqual([
      "atomicity:9",
    ]);
    expect(atomicity(branches.replace("        else:", "        if not fast:"))).toEqual([
      "atomicity:8",
    ]);
  });

  test("throwing into the current greenlet is a redesign, no question of identity", () => {
    const text = `import eventlet
def interrupt():
    eventlet.sleep(1)
    eventlet.getcurrent().throw(ValueError)
`;
    expect(assessedSource(text).of("interrupt")).toMatchObject({ verdict: "redesign" });
    expect(found(text, "interrupt")).toEqual(["raw-greenlet:4"]);
  });

  test("what is killed has no equal, and the nearest is called so", () => {
    const verdict = assessedSource(
      "import eventlet\ndef stop():\n    eventlet.spawn(len).kill()\n",
    );
    const stop = verdict.of("stop");
    expect(inEnglish(stop?.reason ?? "")).toContain("nothing in asyncio behaves like");
    expect(stop?.alternatives.map(inEnglish)[0]).toContain("different in behaviour: task.cancel()");
  });

  test("calling a class of classes makes an object", () => {
    const text = `import eventlet
class Meta(type):
    def __call__(cls):
        eventlet.sleep(1)
class A(metaclass=Meta):
    pass
`;
    expect(assessedSource(text).of("Meta.__call__")).toMatchObject({
      verdict: "awaitlet-candidate",
    });
    expect(found(text, "Meta.__call__")).toContain("new-metaclass:3");
  });

  test("what ends a generator that is thrown away, and only that, is its clean-up", () => {
    const text = `import eventlet
class Held:
    def __enter__(self):
        pass
    def __exit__(self, *error):
        eventlet.sleep(1)
def inside():
    with Held():
        yield 1
def outside():
    with Held():
        pass
    yield 1
def after():
    try:
        pass
    finally:
        eventlet.sleep(1)
    yield 1
`;
    const cleanUp = (id: string) => found(text, id).filter((each) => /finalizer/.test(each));
    expect(cleanUp("inside")).toEqual(["generator-finalizer:8"]);
    expect([...cleanUp("outside"), ...cleanUp("after")]).toEqual([]);
  });

  test("a generator that is sent values is stepped by hand, one that is gone through is not", () => {
    const text = `import eventlet
def task():
    got = yield
    eventlet.sleep(got)
def main():
    step = task()
    next(step)
    step.send(1)
def loop():
    for each in other():
        pass
def other():
    eventlet.sleep(1)
    yield 1
main()
loop()
`;
    expect(found(text, "task")).toContain("generator-coroutine:8");
    expect(found(text, "other")).not.toContain("generator-coroutine:10");
  });

  test("what a thread's pool or the hub calls cannot become `async def`, a thread's own function can", () => {
    const text = `import asyncio, threading
import eventlet
from eventlet import hubs, tpool
def waits():
    eventlet.sleep(1)
def pooled():
    waits()
def timed():
    waits()
def own():
    waits()
def main():
    tpool.execute(pooled)
    hubs.get_hub().schedule_call_global(1, timed)
    threading.Thread(target=own).start()
main()
`;
    const program = assessedSource(text);
    expect(found(text, "pooled")).toContain("callback-other-thread:13");
    expect(found(text, "timed")).toContain("callback-hub:14");
    expect(found(text, "own")).toContain("thread-target:15");
    const verdicts = ["pooled", "timed", "own"].map((id) => program.of(id)?.verdict);
    expect(verdicts).toEqual(["awaitlet-candidate", "awaitlet-candidate", "asyncio-ready"]);
  });

  test("a counter has no last number", () => {
    const body = `class A:
    def f(self):
        eventlet.sleep(1)
        return next(self.numbers)
`;
    const make = "numbers = itertools.count(1)\n";
    expect(found(`import eventlet\nimport itertools\n${make}${body}`, "A.f")).toEqual([]);
    expect(found(`import eventlet\n${body}`, "A.f")).toContain("stopiteration:5");
  });

  test("a setter is set, not read, and its decorator calls nothing", () => {
    const text = `import eventlet
class A:
    @property
    def x(self):
        return 1
    @x.setter
    def x(self, value):
        eventlet.sleep(value)
def use():
    A().x = 3
`;
    const setter = assessedSource(text).readiness.verdicts.find(({ obstacles }) =>
      obstacles.some(({ id }) => id === "property"),
    );
    expect(inEnglish(setter?.reason ?? "")).toBe("Stays synchronous because it is a property.");
    expect(setter?.obstacles.map(({ id, detail }) => `${id}: ${inEnglish(detail)}`)).toEqual([
      "property: a property, set in 1 place",
    ]);
  });

  test("a lock is no proof: neither direct, nor the reason", () => {
    const text = `${SOCKET}lock = threading.Lock()
def add(x):
    with lock:
        eventlet.spawn(x)
def plain(x):
    with lock:
        add(x)
`;
    const plain = assessedSource(text).of("plain");
    expect(plain).toMatchObject({ reach: "touches", direct: false });
    expect(inEnglish(plain?.reason ?? "")).toContain("app.add");
  });

  test("what forks is written anew: its family and what it calls may be async", () => {
    const text = `import os
import eventlet
class Base:
    def run(self):
        raise NotImplementedError
class Forking(Base):
    def run(self):
        os.fork()
        work()
class Plain(Base):
    def run(self):
        eventlet.sleep(1)
def work():
    eventlet.sleep(1)
def main(name):
    for each in (Forking(), Plain()):
        each.run()
main("x")
`;
    const { of } = assessedSource(text);
    expect(of("Forking.run")).toMatchObject({ verdict: "redesign" });
    expect(of("Plain.run")).toMatchObject({ verdict: "asyncio-ready" });
    expect(of("work")).toMatchObject({ verdict: "asyncio-ready" });
  });

  test("a builtin decorator is no wrapper of the program", () => {
    const text = `import eventlet
class A:
    @staticmethod
    def f():
        eventlet.sleep(1)
A.f()
`;
    expect(found(text, "A.f").filter((each) => each.startsWith("decorator"))).toEqual([]);
  });

  test("read, wait, write of an attribute", () => {
    const text = `import eventlet
class Counter:
    def add(self, n):
        before = self.total
        eventlet.sleep(n)
        self.total = before + n
    def fine(self, n):
        eventlet.sleep(n)
        self.total = self.total + n
    def check(self, key):
        if key not in self.cache:
            self.cache[key] = self.load(key)
    def load(self, key):
        eventlet.sleep(1)
`;
    expect(found(text, "Counter.add")).toContain("atomicity:6");
    expect(found(text, "Counter.fine")).toEqual([]);
    expect(found(text, "Counter.check")).toContain("atomicity:12");
  });

  test("items of a container under different written keys are different state", () => {
    const text = `import eventlet
class Pool:
    def apart(self):
        before = self.resources["left"]
        eventlet.sleep(1)
        self.resources["right"] = before
    def same(self):
        before = self.resources["left"]
        eventlet.sleep(1)
        other = self.resources["right"]
        self.resources["left"] = before + other
    def tested(self):
        if "left" not in self.resources:
            eventlet.sleep(1)
            self.resources["left"] = 1
    def computed(self, key):
        before = self.resources["left"]
        eventlet.sleep(1)
        self.resources[key] = before
`;
    const atomicity = (name: string) =>
      found(text, `Pool.${name}`).filter((each) => each.startsWith("atomicity"));
    expect(atomicity("apart")).toEqual([]);
    expect(atomicity("same")).toEqual(["atomicity:11"]);
    expect(atomicity("tested")).toEqual(["atomicity:15"]);
    expect(atomicity("computed")).toEqual(["atomicity:19"]);
  });

  test("a wait in a loop over shared state", () => {
    const text = `import eventlet
class Hub:
    def tell(self):
        for client in self.clients.values():
            eventlet.sleep(1)
        for client in list(self.clients):
            eventlet.sleep(1)
        for name in self.names:
            eventlet.sleep(1)
    def join(self, client):
        self.clients[client.name] = client
    def rename(self, names):
        self.names = names
`;
    const loops = found(text, "Hub.tell").filter((each) => each.startsWith("iterate"));
    expect(loops).toEqual(["iterate-while-shared:4"]);
  });

  test("only a Timeout that a handler begins to see is a silent break", () => {
    const text = `import eventlet
def plain():
    with eventlet.Timeout(5):
        eventlet.sleep(9)
def swallowed():
    try:
        plain()
    except (
        ValueError,
        Exception,
    ):
        pass
def named():
    try:
        plain()
    except eventlet.Timeout:
        pass
    except Exception:
        pass
def narrow():
    try:
        plain()
    except (
        KeyError,
        ValueError,
    ) as err:
        return err
`;
    const { readiness } = assessedSource(text);
    expect(readiness.silentBreaks.map(({ id, line }) => `${id}:${line}`)).toEqual([
      "timeout-baseexception:7",
    ]);
    expect(found(text, "plain")).toContain("timeout-baseexception:3");
  });

  test("naming the class of a Timeout sets none", () => {
    const text = `import eventlet
def tell(err):
    eventlet.sleep(0)
    return isinstance(err, eventlet.Timeout)
def guard(err):
    try:
        tell(err)
    except Exception:
        print("failed")
`;
    expect(assessedSource(text).readiness.silentBreaks).toEqual([]);
  });

  test("a handler that passes the cancellation on does not swallow it", () => {
    const text = `import eventlet
from oslo_utils import excutils
def keeps():
    try:
        eventlet.sleep(1)
    except BaseException:
        with excutils.save_and_reraise_exception():
            print("failed")
def drops():
    try:
        eventlet.sleep(1)
    except:
        print("failed")
`;
    const { readiness } = assessedSource(text);
    expect(readiness.silentBreaks.map(({ id, line }) => `${id}:${line}`)).toEqual([
      "broad-except:12",
    ]);
  });

  test("waiting for a pool loses concurrency only where work is put into it", () => {
    const text = `import eventlet
def first():
    eventlet.sleep(1)
def second():
    eventlet.sleep(1)
def both(items):
    eventlet.spawn(second)
    pool = eventlet.GreenPool(20)
    for item in items:
        pool.spawn_n(first)
    pool.waitall()
    for item in items:
        pool.spawn_n(second)
    pool.waitall()
def drained(pool):
    eventlet.GreenPool.waitall(pool)
class Keeper:
    def __init__(self, size):
        self.small, self.large = eventlet.GreenPool(5), eventlet.GreenPool(size)
    def add(self):
        self.small.spawn(first)
    def wait(self):
        self.small.waitall()
both([1])
drained(eventlet.GreenPool())
keeper = Keeper(10)
keeper.add()
keeper.wait()
`;
    const { readiness } = assessedSource(text);
    const told = readiness.concurrencyLosses.map(({ line, detail, remedy }) => {
      const worker = /runs (.+?) (up to \d+|side by side)/.exec(inEnglish(detail));
      return [line, worker?.[1], worker?.[2], inEnglish(remedy).includes("TaskGroup")];
    });
    expect(told).toEqual([
      [11, "app.first", "up to 20", true],
      [14, "app.second", "up to 20", true],
      [23, "its work", "side by side", true],
    ]);
  });

  test("no lost update where the wait leaves, a handler notes a failure, or the object is being made", () => {
    const text = `import eventlet
class Job:
    def __init__(self, first):
        self.state = first
        eventlet.sleep(self.state)
        self.state = None
    def leaves(self):
        if self.state:
            eventlet.sleep(1)
            return
        self.state = True
    def notes(self):
        if self.failed:
            return
        try:
            eventlet.sleep(1)
        except OSError:
            self.failed = True
    def stays(self):
        if self.state:
            eventlet.sleep(1)
        self.state = True
    def caught(self):
        try:
            if self.state:
                eventlet.sleep(1)
                raise ValueError
        except ValueError:
            pass
        self.state = True
job = Job(1)
job.leaves()
job.notes()
job.stays()
job.caught()
`;
    const { readiness } = assessedSource(text);
    expect(readiness.silentBreaks.map(({ id, line }) => `${id}:${line}`)).toEqual([
      "atomicity:22",
      "atomicity:30",
    ]);
  });

  test("a method of a parameter that nobody hands over is not decided where its name must be awaited", () => {
    const text = `import eventlet
class Client:
    def call(self, method):
        eventlet.sleep(1)
    def title(self):
        eventlet.sleep(1)
    def name(self):
        return "client"
def call_all(clients):
    for client in clients:
        eventlet.spawn(call_quietly, client)
def call_quietly(client):
    return client.call("ping")
def shown(text):
    return text.title()
def named(client):
    return client.name()
def handed(client):
    return client.call("ping")
def hands(make):
    return handed(make())
`;
    const program = assessedSource(text);
    expect(program.of("call_quietly")).toMatchObject({
      verdict: "undetermined",
      reasonCode: "unknown-parameter",
      confidence: "possible",
    });
    expect(inEnglish(program.of("call_quietly")?.reason ?? "")).toContain("(line 13)");
    const others = ["shown", "named", "handed"].map((id) => program.of(id));
    expect(others).toEqual([undefined, undefined, undefined]);
  });

  test("a bare `raise` lets go what a handler caught, one below a condition does not", () => {
    const text = `import eventlet
def passes():
    try:
        eventlet.sleep(1)
    except BaseException:
        print("failed")
        raise
def perhaps(again):
    try:
        eventlet.sleep(1)
    except BaseException:
        if not again:
            raise
def limited():
    with eventlet.Timeout(5):
        eventlet.sleep(9)
def counts():
    try:
        limited()
    except Exception:
        print("failed")
        raise
`;
    const { readiness } = assessedSource(text);
    expect(readiness.silentBreaks.map(({ id, line }) => `${id}:${line}`)).toEqual([
      "broad-except:11",
    ]);
  });

  test("the program's own context manager is no lock by its name", () => {
    const text = `import contextlib
import eventlet
class Row:
    @contextlib.contextmanager
    def lock(self):
        yield
def work():
    with Row().lock():
        eventlet.sleep(1)
`;
    expect(found(text, "work")).not.toContain("with-lock-across:8");
  });

  test("properties, generator expressions, lambdas, comprehensions", () => {
    const text = `import eventlet
def nap(n):
    eventlet.sleep(n)
    return n
class Vol:
    @property
    def size(self):
        return nap(1)
def show(v: Vol):
    return v.size + v.size
def total(ns):
    return sum(nap(n) for n in ns)
def every(ns):
    return [nap(n) for n in ns]
late = lambda n: nap(n)
`;
    const program = assessedSource(text);
    expect(inEnglish(program.of("Vol.size")?.reason ?? "")).toBe(
      "Stays synchronous because it is a property read in 2 places.",
    );
    expect(found(text, "total")).toContain("genexp:12");
    expect(found(text, "every")).toContain("comprehension:14");
    expect(found(text, "<lambda1>")).toContain("lambda:15");
  });

  test("a pool's imap: the loss of concurrency names the worker and the size", () => {
    const text = `import eventlet
def probe(url):
    eventlet.sleep(1)
def check(urls):
    pool = eventlet.GreenPool(20)
    return list(pool.imap(probe, urls))
`;
    const [loss] = assessedSource(text).readiness.concurrencyLosses;
    expect(loss).toMatchObject({ function: "app.check", line: 6 });
    expect(inEnglish(loss?.detail ?? "")).toContain("app.probe up to 20 at a time");
    expect(inEnglish(loss?.remedy ?? "")).toContain("Semaphore(20)");
  });

  test("thread-local state is found where it is made", () => {
    const text = `${SOCKET}state = threading.local()
def go():
    eventlet.sleep(1)
`;
    expect(assessedSource(text).readiness.silentBreaks).toContainEqual(
      expect.objectContaining({ id: "thread-local", function: "app", line: 4 }),
    );
  });

  test("`yield from`, clean-up, bare except", () => {
    const text = `import eventlet
def items():
    try:
        yield 1
    finally:
        eventlet.sleep(1)
def more():
    yield from items()
def guard():
    try:
        eventlet.sleep(1)
    except:
        pass
`;
    expect(found(text, "items")).toEqual(
      expect.arrayContaining(["generator:2", "generator-finalizer:6"]),
    );
    expect(found(text, "more")).toContain("yield-from:8");
    expect(found(text, "guard")).toContain("broad-except:12");
  });
});
