import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import type { Assessed } from "./assessed.ts";
import { assessedFiles, assessedSource } from "./source.ts";

const verdictOf = (program: Assessed, id: string) => program.of(id)?.verdict;
const reasonOf = (program: Assessed, id: string) => inEnglish(program.of(id)?.reason ?? "");

const NAP = "import eventlet\ndef nap():\n    eventlet.sleep(1)\n";

/** Settings name the class `Disk`, so that nothing is seen to make its objects. */
const DRIVERS = `${NAP}class Base:
    def stats(self):
        self.measure()
        nap()
class Memory(Base):
    def measure(self):
        pass
class Manager:
    def __init__(self):
        Memory().stats()
class Mixed:
    def weigh(self):
        nap()
class Disk(Mixed, Base):
    def measure(self):
        self.probe()
    def probe(self):
        nap()
    def spare(self):
        nap()
class Beside:
    def measure(self):
        nap()
`;

describe("what an inherited method calls on its object", () => {
  test("is the subclass's own method, also where nothing makes such an object", () => {
    const program = assessedSource(DRIVERS);
    expect(verdictOf(program, "Base.stats")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "Disk.measure")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Disk.measure")).toContain("app.Base.stats possibly calls it");
    expect(verdictOf(program, "Disk.probe")).toBe("awaitlet-candidate");
  });

  test("is no method of a class that comes from elsewhere, or of another name", () => {
    const program = assessedSource(DRIVERS);
    expect(verdictOf(program, "Disk.spare")).toBe("asyncio-ready");
    expect(verdictOf(program, "Beside.measure")).toBe("asyncio-ready");
  });

  test("may be what a mixture brings", () => {
    const program = assessedSource(
      DRIVERS.replace("self.measure()\n        nap", "self.weigh()\n        nap"),
    );
    expect(verdictOf(program, "Mixed.weigh")).toBe("awaitlet-candidate");
  });

  test("is nothing where the subclass has a method of its own in the place of the inherited one", () => {
    const own = "class Disk(Mixed, Base):\n    def stats(self):\n        nap()\n";
    const text = DRIVERS.replace("class Disk(Mixed, Base):\n", own);
    expect(verdictOf(assessedSource(text), "Disk.measure")).toBe("asyncio-ready");
    const above = text.replace(
      "    def stats(self):\n        nap()\n    def",
      "    def stats(self):\n        super().stats()\n    def",
    );
    expect(verdictOf(assessedSource(above), "Disk.measure")).toBe("awaitlet-candidate");
  });
});

/** What the decorator makes finds a method by the name of the one that it stands for, and never calls that. */
const VERSIONED = `${NAP}import functools
def versioned(function):
    @functools.wraps(function)
    def look_up(*args):
        name = "_" + function.__name__ + "_" + args[0].version
        return getattr(args[0], name)(*args[1:])
    return look_up
class Api:
    def _copy_disk_v2(self):
        nap()
    def _drop_disk_v2(self):
        nap()
    def _again(self):
        self._copy_disk_v2()
    def other_disk(self):
        nap()
class Base:
    def copy_disk(self):
        nap()
class Plain(Base):
    pass
class Manager:
    def __init__(self):
        Plain().copy_disk()
class Storage(Base, Api):
    def __init__(self, version):
        self.version = version
    @versioned
    def copy_disk(self):
        pass
    @versioned
    def drop_disk(self):
        pass
def local(version):
    Storage(version).copy_disk()
`;

describe("what a decorator puts in a method's place", () => {
  test("stays synchronous with the method's family, and so does what it finds by name", () => {
    const program = assessedSource(VERSIONED);
    expect(verdictOf(program, "Base.copy_disk")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "Api._copy_disk_v2")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Api._copy_disk_v2")).toContain("look_up possibly calls it");
  });

  test("finds what is named alike in the same class, and only that", () => {
    const program = assessedSource(VERSIONED);
    expect(verdictOf(program, "Api._drop_disk_v2")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "Api.other_disk")).toBe("asyncio-ready");
  });
});
describe("methods of files", () => {
  const text = `${NAP}class Slow:
    def __init__(self, source):
        self.source = source
    def read(self, size=None):
        nap()
        return self.source.read(size)
    def write(self, where, what):
        nap()
class Seen:
    def read(self):
        nap()
def upload(store, source):
    store.add(Slow(source))
    Seen().read()
`;

  test("are not decided where nothing is seen to call them", () => {
    const program = assessedSource(text);
    expect(verdictOf(program, "Slow.read")).toBe("undetermined");
    expect(reasonOf(program, "Slow.read")).toContain("it makes its objects files");
    expect(verdictOf(program, "Slow.write")).toBe("asyncio-ready");
    expect(verdictOf(program, "Seen.read")).toBe("asyncio-ready");
  });
});

test("a method of what was just made is put away like one of `self`", () => {
  const program = assessedSource(`${NAP}class Command:
    def clean(self):
        nap()
    def show(self):
        nap()
def declare(parser):
    parser.set_defaults(func=Command().clean)
`);
  expect(verdictOf(program, "Command.clean")).toBe("undetermined");
  expect(verdictOf(program, "Command.show")).toBe("asyncio-ready");
});

test("a pool that only tests make says nothing about the product", () => {
  const files = {
    "shop/pool.py": `import eventlet
import futurist
POOL = None
def pool():
    global POOL
    if POOL is None:
        POOL = futurist.GreenThreadPoolExecutor()
    return POOL
def pack():
    eventlet.sleep(1)
def order():
    pool().submit(pack)
`,
    "shop/__init__.py": "",
    "tests/test_pool.py": `import futurist
from shop import pool
def test_order():
    pool.POOL = futurist.SynchronousExecutor()
    pool.order()
`,
  };
  expect(assessedFiles(files).of("shop.pool.pack")?.verdict).toBe("asyncio-ready");
  const made = files["shop/pool.py"].replace("GreenThreadPool", "Synchronous");
  const own = assessedFiles({ ...files, "shop/pool.py": made });
  expect(own.of("shop.pool.pack")?.verdict).toBe("awaitlet-candidate");
});
