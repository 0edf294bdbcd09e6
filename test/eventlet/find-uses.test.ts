import { describe, expect, test } from "vitest";
import { findingsOf, usesOf } from "./programs.ts";

describe("every spelling leads to the API", () => {
  test.each([
    ["the package's re-export", "import eventlet\n\ndef f():\n    eventlet.sleep(1)\n"],
    ["the module", "import eventlet.greenthread\n\ndef f():\n    eventlet.greenthread.sleep(1)\n"],
    [
      "an alias of the module",
      "from eventlet import greenthread as gt\n\ndef f():\n    gt.sleep(1)\n",
    ],
    [
      "the function's own name",
      "from eventlet import sleep\n\ndef f():\n\n    sleep(1)\n".replace("\n\n    ", "\n    "),
    ],
    ["a star import", "from eventlet import *\n\ndef f():\n    sleep(1)\n"],
    ["a variable", "import eventlet\nnap = eventlet.sleep\ndef f():\n    nap(1)\n"],
  ])("%s", (_, text) => {
    expect(usesOf(findingsOf({ "m.py": text }), "m.py")).toContain(
      "4 call eventlet.greenthread.sleep !A",
    );
  });

  test("a wrapper module of the repository", () => {
    const findings = findingsOf({
      "app/__init__.py": "",
      "app/utils.py":
        "import eventlet\n\nspawn = eventlet.spawn\n\ndef nap():\n    eventlet.sleep(1)\n",
      "app/run.py":
        "from app import utils\n\ndef work():\n    utils.nap()\n\ndef main():\n    utils.spawn(work).wait()\n",
    });
    expect(usesOf(findings, "app/run.py")).toEqual([
      "7 call eventlet.greenthread.GreenThread.wait !A",
      "7 call eventlet.greenthread.spawn",
    ]);
  });
});

test("instances are followed to their methods", () => {
  const text = `import eventlet
from eventlet import queue

class Server:
    def __init__(self):
        self.pool = eventlet.GreenPool(10)
        self.items = queue.LifoQueue(5)
        self.lock = eventlet.semaphore.Semaphore()

    def run(self, jobs):
        for job in jobs:
            self.pool.spawn_n(self.work, job)
        self.pool.waitall()

    def work(self, job):
        with self.lock:
            self.items.put(job)
        with eventlet.Timeout(3):
            return self.items.get()
`;
  expect(usesOf(findingsOf({ "m.py": text }), "m.py").slice(3)).toEqual([
    "12 call eventlet.greenpool.GreenPool.spawn_n !A",
    "13 call eventlet.greenpool.GreenPool.waitall !A",
    "16 with eventlet.semaphore.Semaphore.__enter__ !A",
    "16 with eventlet.semaphore.Semaphore.__exit__",
    "17 call eventlet.queue.LightQueue.put !A",
    "18 call eventlet.timeout.Timeout",
    "18 with eventlet.timeout.Timeout.__enter__",
    "18 with eventlet.timeout.Timeout.__exit__",
    "19 call eventlet.queue.LightQueue.get !A",
  ]);
});

test("iterating what a pool maps waits, mapping does not", () => {
  const text =
    "import eventlet\n\ndef f(pool_size, items):\n    pool = eventlet.GreenPool(pool_size)\n    results = pool.imap(str, items)\n    for each in results:\n        print(each)\n    return list(pool.starmap(str, items))\n";
  const uses = usesOf(findingsOf({ "m.py": text }), "m.py");
  expect(uses).toContain("5 call eventlet.greenpool.GreenPool.imap");
  expect(uses).toContain("6 iterate eventlet.greenpool.GreenMap !A");
  expect(uses).toContain("8 iterate eventlet.greenpool.GreenMap !A");
});

test("a query waits where it is gone through, however it got there", () => {
  const text = `import eventlet
eventlet.monkey_patch()
from sqlalchemy.orm import Session

class Store:
    def __init__(self, session: Session, model):
        self.found = session.query(model)

    def names(self):
        return sorted(row.name for row in self.found)

    def by_id(self):
        return dict((row.id, row) for row in choose(self.found))

def choose(query):
    return query

def show(query):
    for row in query:
        print(row)
    return query[0]

store = Store(Session(), object)
show(store.found)
`;
  const uses = usesOf(findingsOf({ "m.py": text }), "m.py");
  expect(uses.filter((use) => use.includes("query.Query"))).toEqual([
    "10 iterate sqlalchemy.orm.query.Query !A",
    "13 iterate sqlalchemy.orm.query.Query !A",
    "19 iterate sqlalchemy.orm.query.Query !A",
    "21 item sqlalchemy.orm.query.Query !A",
  ]);
});

describe("arguments decide", () => {
  const uses = (body: string) =>
    usesOf(
      findingsOf({ "m.py": `import eventlet\nfrom eventlet import queue\n${body}` }),
      "m.py",
    ).at(-1);

  test("acquire(blocking=False) does not wait", () => {
    expect(uses("\ndef f():\n    eventlet.semaphore.Semaphore().acquire(blocking=False)\n")).toBe(
      "5 call eventlet.semaphore.Semaphore.acquire",
    );
  });

  test("get(False) does not wait", () => {
    expect(uses("\ndef f(q=queue.LifoQueue()):\n    q.get(False)\n")).toBe(
      "5 call eventlet.queue.LightQueue.get",
    );
  });

  test("put() into a queue without limit does not wait", () => {
    expect(uses("q = queue.LifoQueue()\ndef f():\n    q.put(1)\n")).toBe(
      "5 call eventlet.queue.LightQueue.put",
    );
  });

  test("put() into a queue with one does", () => {
    expect(uses("q = queue.LifoQueue(1)\ndef f():\n    q.put(1)\n")).toBe(
      "5 call eventlet.queue.LightQueue.put !A",
    );
  });
});

test("what is handed over waits where it is called", () => {
  const text =
    "import eventlet\n\ndef f(sock):\n    eventlet.spawn(eventlet.sleep, 1)\n    eventlet.with_timeout(3, eventlet.sleep, 1)\n";
  expect(usesOf(findingsOf({ "m.py": text }), "m.py")).toEqual([
    "4 argument eventlet.greenthread.sleep",
    "4 call eventlet.greenthread.spawn",
    "5 call eventlet.greenthread.sleep !A",
    "5 call eventlet.timeout.with_timeout !A",
  ]);
});

describe("in a patched process", () => {
  const patched = (body: string) =>
    usesOf(
      findingsOf({
        "m.py": `import eventlet\neventlet.monkey_patch()\n${body}\nif __name__ == '__main__':\n    f()\n`,
      }),
      "m.py",
    ).slice(1);

  test("I/O counts, logging and locks that are merely contended do not", () => {
    expect(
      patched(
        "import logging, threading, socket\nlog = logging.getLogger('x')\nlock = threading.Lock()\ndef f():\n    log.info('x')\n    with lock:\n        socket.create_connection(('h', 1)).recv(3)\n",
      ),
    ).toEqual([
      "8 with threading.Lock.__enter__",
      "9 call socket.create_connection !A",
      "9 call socket.socket.recv !A",
    ]);
  });

  test("a decorator that sleeps makes the function wait", () => {
    expect(
      patched("import tenacity\n\n@tenacity.retry(stop=None)\ndef f():\n    return 1\n"),
    ).toEqual(["5 decorator tenacity.retry !A"]);
  });

  test("a library's calls wait, with what its objects return", () => {
    expect(
      patched(
        "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\nmake = sessionmaker(create_engine('x'))\ndef f():\n    session = make()\n    return session.query(int).filter_by(a=1).first()\n",
      ),
    ).toEqual(["8 call sqlalchemy.orm.query.Query.first !A"]);
  });

  test("a streamed body is read by whoever goes through it, or through the raw response below", () => {
    const found = patched(`import requests, urllib3
def fetch(url):
    with requests.get(url, stream=True) as response:
        show(response)
        head(response)
def show(response):
    print(response.status_code, response.headers)
def head(response):
    response.raise_for_status()
    return response.raw.read(10)
def lines(url):
    response = requests.get(url, stream=True)
    for line in response:
        print(line)
def drop():
    body = urllib3.PoolManager().request("GET", "x", preload_content=False)
    finish(body)
    return [line for line in body]
def finish(body):
    body.drain_conn()
    body.release_conn()
`);
    expect(found).toEqual([
      "5 call requests.get !A",
      "12 call urllib3.response.HTTPResponse.read !A",
      "14 call requests.get !A",
      "15 iterate requests.models.Response !A",
      "18 call urllib3.poolmanager.PoolManager.request !A",
      "20 iterate urllib3.response.HTTPResponse !A",
      "22 call urllib3.response.HTTPResponse.drain_conn !A",
    ]);
  });

  test("a receiver of unknown type is guessed by its name, and marked", () => {
    expect(
      patched(
        "import sqlalchemy\n\ndef f(context=None):\n    context.session.query(int).first()\n",
      ),
    ).toEqual(["6 call sqlalchemy.orm.query.Query.first !A?"]);
  });

  test("a method of a telling name is guessed to be the library's, by nobody else's receiver", () => {
    const sending = (text: string) =>
      usesOf(findingsOf({ "m.py": text }), "m.py").filter((use) => use.includes("send_msg"));
    const imported = "from os_ken.controller import dpset\n";
    expect(sending(`${imported}def f(dp):\n    dp.send_msg(1)\n`)).toEqual([
      "3 call os_ken.controller.controller.Datapath.send_msg !A?",
    ]);
    const given = `${imported}def f():\n    dpset.EventDP().dp.send_msg(1)\n`;
    expect(sending(given)).toEqual(["3 call os_ken.controller.controller.Datapath.send_msg !A?"]);
    expect(sending("import redis\ndef f(dp):\n    dp.send_msg(1)\n")).toEqual([]);
    const other = `${imported}import redis\ndef f():\n    redis.Redis().dp.send_msg(1)\n`;
    expect(sending(other)).toEqual([]);
  });

  test("a C library blocks all green threads", () => {
    expect(patched("import pycurl\n\ndef f():\n    pycurl.Curl().perform()\n")).toEqual([
      "6 call pycurl.Curl.perform B",
    ]);
  });
});

test("the file of a green socket waits, in whatever hands it is", () => {
  const findings = findingsOf({
    "chat.py":
      "import eventlet\n\ndef serve(reader, writer):\n    line = reader.readline()\n    writer.write(line)\n    writer.flush()\n\nlistener = eventlet.listen(('', 1))\nwhile True:\n    client, _ = listener.accept()\n    eventlet.spawn_n(serve, client.makefile('r'), client.makefile('w'))\n",
  });
  expect(usesOf(findings, "chat.py").filter((use) => use.includes("SocketIO"))).toEqual([
    "4 call eventlet.green.socket.SocketIO.readline !A",
    "5 call eventlet.green.socket.SocketIO.write !A",
    "6 call eventlet.green.socket.SocketIO.flush !A",
  ]);
});

test("green modules are green without patching", () => {
  const text =
    "from eventlet.green import socket, subprocess\n\ndef f():\n    socket.create_connection(('h', 1)).recv(1)\n    subprocess.run(['ls'])\n";
  expect(usesOf(findingsOf({ "m.py": text }), "m.py")).toEqual([
    "4 call eventlet.green.socket.create_connection !A",
    "4 call eventlet.greenio.base.GreenSocket.recv !A",
    "5 call eventlet.green.subprocess.run !A",
  ]);
});

test("what is caught is a use", () => {
  const text =
    "from eventlet import Timeout\nfrom greenlet import GreenletExit\n\ndef f():\n    try:\n        pass\n    except (Timeout, GreenletExit):\n        pass\n";
  expect(usesOf(findingsOf({ "m.py": text }), "m.py")).toEqual([
    "7 except eventlet.support.greenlets.GreenletExit",
    "7 except eventlet.timeout.Timeout",
  ]);
});

test("a setting that is assigned is a use", () => {
  const text = "from eventlet import wsgi\n\ndef f():\n    wsgi.MAX_HEADER_LINE = 9\n";
  expect(usesOf(findingsOf({ "m.py": text }), "m.py")).toEqual([
    "4 read eventlet.wsgi.MAX_HEADER_LINE",
  ]);
});

test("the state of a green thread is touched by whoever sets or asks it", () => {
  const text =
    "from eventlet import corolocal\n\nhere = corolocal.local()\n\ndef put(job):\n    here.job = job\n\ndef ask():\n    return getattr(here, 'job', None)\n";
  expect(usesOf(findingsOf({ "m.py": text }), "m.py")).toEqual([
    "3 call eventlet.corolocal.local",
    "6 read eventlet.corolocal.local.*",
    "9 read eventlet.corolocal.local.*",
  ]);
});

test("a library that only tests call is listed, and suspends nothing of the program", () => {
  const { libraries } = findingsOf({
    "app/__init__.py": "",
    "app/core.py": "import eventlet\neventlet.monkey_patch()\n",
    "tests/__init__.py": "",
    "tests/test_core.py":
      "import eventlet\neventlet.monkey_patch()\nimport requests\n\ndef test_get():\n    requests.get('http://localhost')\n",
  });
  expect(libraries).toMatchObject([
    { library: { distribution: "requests" }, calls: 0, functions: 0, suspends: false },
  ]);
});

describe("oslo.service", () => {
  const files = (backend: string) => ({
    "app/__init__.py": `from oslo_service import backend\nbackend.init_backend(backend.BackendType.${backend})\n`,
    "app/run.py":
      "from oslo_service import service\n\ndef main(conf, server):\n    service.launch(conf, server).wait()\n",
  });

  test("waits in Eventlet", () => {
    expect(usesOf(findingsOf(files("EVENTLET")), "app/run.py").join()).toContain("oslo_service");
  });

  test("does not on the threading backend", () => {
    expect(usesOf(findingsOf(files("THREADING")), "app/run.py")).toEqual([]);
  });
});

test("a table is read from the database only where it is asked to be", () => {
  const text = `import eventlet
import sqlalchemy as sa
eventlet.monkey_patch()
meta = sa.MetaData()
a = sa.Table("a", meta, sa.Column("id"))
b = sa.Table("b", meta, autoload=False)
c = sa.Table("c", meta, autoload=True)
d = sa.Table("d", meta, autoload_with=a)
`;
  const tables = usesOf(findingsOf({ "m.py": text }), "m.py").filter((use) =>
    use.includes("schema.Table"),
  );
  expect(tables).toEqual([
    "7 call sqlalchemy.sql.schema.Table !A",
    "8 call sqlalchemy.sql.schema.Table !A",
  ]);
});
