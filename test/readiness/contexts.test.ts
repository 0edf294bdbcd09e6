import { describe, expect, test } from "vitest";
import { assessedSource } from "./source.ts";

describe("what one caller handed over is not what another one waits for", () => {
  test("a decorator's wrapper waits only for the function that it wraps there", () => {
    const program = assessedSource(`import eventlet
import functools
def locked(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper
@locked
def reboot():
    eventlet.sleep(1)
@locked
def label():
    return 1
def restart():
    reboot()
def describe():
    return label()
`);
    expect(program.of("restart")?.evidence.map(({ calls }) => calls)).toEqual([
      "app.locked.wrapper",
      "app.reboot",
      "eventlet.greenthread.sleep",
    ]);
    expect(program.of("locked.wrapper")).toMatchObject({ reach: "suspends" });
    expect(program.of("describe")).toBeUndefined();
  });

  test("a class method makes an instance of the class that it is read from", () => {
    const program = assessedSource(`import eventlet
class Entry:
    @classmethod
    def decorator(cls, *args):
        def register(f):
            f.entry = cls(*args)
            return f
        return register
class Rpc(Entry):
    def __init__(self):
        self.name = "rpc"
class Timer(Entry):
    def __init__(self, seconds):
        eventlet.sleep(seconds)
rpc = Rpc.decorator
timer = Timer.decorator
def plain():
    return rpc()(len)
def timed():
    return timer(1)(len)
`);
    expect(program.of("timed")).toMatchObject({ reach: "suspends", confidence: "certain" });
    expect(program.of("plain")).toBeUndefined();
  });

  test("a helper that calls what it is given waits only where it is given something that waits", () => {
    const program = assessedSource(`import eventlet
def retry(call, *args):
    for _ in range(3):
        try:
            return call(*args)
        except OSError:
            pass
def pause():
    return retry(eventlet.sleep, 1)
def size(rows):
    return retry(len, rows)
def ask(call):
    return retry(call)
def give():
    return ask(make())
def make():
    return unknown.thing
`);
    expect(program.of("pause")?.evidence.map(({ calls }) => calls)).toEqual([
      "app.retry",
      "eventlet.greenthread.sleep",
    ]);
    expect(program.of("size")).toBeUndefined();
    // Of what is called there nothing is known: it may be of the same kind.
    expect(program.of("ask")).toMatchObject({ reach: "suspends" });
  });
});
