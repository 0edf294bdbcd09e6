import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessedSource } from "./source.ts";

const breaksOf = (text: string) =>
  assessedSource(text).readiness.silentBreaks.map(({ id, line }) => `${id}:${line}`);

const CLUSTER = `import eventlet
eventlet.monkey_patch()
import threading
import time

class Store:
    def __init__(self):
        self._lock = threading.RLock()
        self._session = None
`;

describe("a lock that is taken and given back by hand", () => {
  test("is held while what stands between waits, and guards what is written there", () => {
    const text = `${CLUSTER}
    def connect(self):
        self._lock.acquire()
        try:
            if self._session is None:
                time.sleep(1)
                self._session = object()
        finally:
            self._lock.release()
Store().connect()
`;
    const [found] = assessedSource(text).readiness.silentBreaks;
    expect(breaksOf(text)).toEqual(["with-lock-across:12"]);
    expect(inEnglish(found?.detail ?? "")).toContain("`self._lock` (threading.RLock) is held");
  });

  test("not where it is given back before, nor where somebody else gives it back", () => {
    const text = `${CLUSTER}
    def look(self):
        self._lock.acquire()
        found = self._session
        self._lock.release()
        time.sleep(1)
        return found
    def begin(self):
        self._lock.acquire()
        time.sleep(1)
    def end(self):
        self._lock.release()
Store().look()
`;
    expect(breaksOf(text)).toEqual([]);
  });

  test("is taken twice on one stack, by hand and by `with`", () => {
    const text = `${CLUSTER}
    def refresh(self):
        self._lock.acquire()
        self.load()
        self._lock.release()
    def load(self):
        with self._lock:
            time.sleep(1)
Store().refresh()
`;
    expect(breaksOf(text)).toEqual([
      "with-lock-across:12",
      "rlock-reentrancy:13",
      "with-lock-across:16",
    ]);
  });
});

test("waiting for a condition gives its lock back; waiting for something else does not", () => {
  const text = `import eventlet
eventlet.monkey_patch()
import threading
import time
class Timers:
    def __init__(self):
        self.mutex = threading.Lock()
        self.not_empty = threading.Condition()
    def next(self):
        with self.not_empty:
            self.not_empty.wait(1.0)
    def slow(self):
        with self.not_empty:
            time.sleep(1)
    def both(self):
        with self.mutex:
            self.not_empty.wait(1.0)
timers = Timers()
timers.next()
timers.slow()
timers.both()
`;
  expect(breaksOf(text)).toEqual(["with-lock-across:13", "with-lock-across:16"]);
});

describe("a context manager of the program's own", () => {
  const MOUNTS = `import contextlib
import eventlet
eventlet.monkey_patch()
import threading
import time

class Mount:
    def __init__(self):
        self.lock = threading.Lock()

class Guard:
    def __init__(self):
        self._mutex = threading.Lock()
    def __enter__(self):
        self._mutex.acquire()
        return self
    def __exit__(self, *exc):
        self._mutex.release()

class Mounts:
    def __init__(self):
        self.mounts = {}
        self.guard = Guard()
    @contextlib.contextmanager
    def locked(self, path):
        mount = self.mounts.setdefault(path, Mount())
        with mount.lock:
            yield mount
    @contextlib.contextmanager
    def counted(self, path):
        with self.mounts[path].lock:
            self.count = 1
        yield path
    def mount(self, path):
        with self.locked(path):
            time.sleep(1)
    def count_all(self, path):
        with self.counted(path):
            time.sleep(1)
    def guarded(self):
        with self.guard:
            time.sleep(1)
mounts = Mounts()
mounts.mount('/a')
mounts.count_all('/a')
mounts.guarded()
`;

  test("keeps the lock that it takes for as long as its user's block", () => {
    const found = assessedSource(MOUNTS).readiness.silentBreaks.filter(
      ({ id }) => id === "with-lock-across",
    );
    expect(found.map(({ function: id, line }) => `${id}:${line}`)).toEqual([
      "app.Mounts.mount:35",
      "app.Mounts.guarded:41",
    ]);
  });
});
