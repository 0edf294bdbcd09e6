import { expect, test } from "vitest";
import { adjacency, knowing, readTexts, solve } from "./solve-fixture.ts";

test("what a described function of the program calls back, its callers spawn", () => {
  const externals = knowing({
    symbols: {
      "acme.tasks.go": {
        kind: "function",
        callbacks: [{ position: 0, mode: "spawn", runsIn: "green-thread", receives: "rest" }],
      },
    },
  });
  const modules = readTexts({
    "acme/__init__.py": "",
    "acme/tasks.py": "POOL = object()\ndef go(function, *args):\n    POOL.x(function, args)\n",
    "app.py":
      "from acme import tasks\ndef work(n):\n    pass\ndef start():\n    tasks.go(work, 1)\nstart()\n",
  });
  const edges = adjacency(solve(modules, { externals }));
  expect(edges["app.start"]).toEqual(["acme.tasks.go", "spawn app.work"]);
});

test("a callback may get what the library hands over and then the rest of the arguments", () => {
  const externals = knowing({
    symbols: {
      "acme.Task": { kind: "class" },
      "acme.Task.link": {
        kind: "function",
        callbacks: [
          {
            position: 0,
            mode: "callback",
            runsIn: "green-thread",
            receives: ["acme.Task", "$rest"],
          },
        ],
      },
    },
  });
  const text =
    "from acme import Task\ndef ended(task, tell, *, ask):\n    tell()\n    ask()\ndef note():\n    pass\ndef question():\n    pass\ndef start():\n    Task().link(ended, note, ask=question)\nstart()\n";
  const edges = adjacency(solve(readTexts({ "m.py": text }), { externals }));
  expect(edges["m.ended"]).toEqual(["m.note", "m.question"]);
});

test("data of described classes that is read or written is referred to", () => {
  const externals = knowing({
    symbols: { "lib.Gate": { kind: "class" }, "lib.Gate.wait": { kind: "function" } },
    described: ["lib.*"],
  });
  const text =
    "from lib import Gate\ngate = Gate()\ndef read():\n    return gate.counter\ndef write():\n    gate.job = 1\ndef by_name():\n    return getattr(gate, 'job', None)\n";
  const references = solve(readTexts({ "m.py": text }), { externals }).externalReferences;
  const found = references.filter(({ name }) => name.startsWith("lib.Gate."));
  expect(found.map(({ user, name, how }) => [user, name, how])).toEqual([
    ["m.by_name", "lib.Gate.job", "read"],
    ["m.read", "lib.Gate.counter", "read"],
    ["m.write", "lib.Gate.job", "read"],
  ]);
});

test("rows of a query are instances of the class that was asked for", () => {
  const externals = knowing({
    symbols: {
      "orm.Session": { kind: "class" },
      "orm.Session.query": { kind: "function", returns: "orm.Query[$instance:0]" },
      "orm.Query": { kind: "class" },
      "orm.Query.filter": { kind: "function", returns: "$self" },
      "orm.Query.first": { kind: "function", returns: "$element:self" },
    },
  });
  const text =
    "from orm import Session\nclass Row:\n    def save(self):\n        pass\nclass Other:\n    def save(self):\n        pass\ndef get():\n    return Session().query(Row).filter(1).first()\ndef other():\n    return Session().query(Other).first()\ndef use():\n    get().save()\nuse()\nother()\n";
  const edges = adjacency(solve(readTexts({ "m.py": text }), { externals }));
  expect(edges["m.use"]).toEqual(["m.Row.save", "m.get"]);
});

test("a decorated method gets what the library hands over after its self, perhaps as a subclass of ours", () => {
  const externals = knowing({
    symbols: {
      "web.Request": { kind: "class" },
      "web.Request.read": { kind: "function" },
      "web.handler": {
        kind: "function",
        wraps: "argument",
        callbacks: [
          { position: 0, mode: "callback", runsIn: "framework", receives: ["web.Request"] },
        ],
      },
    },
  });
  const text =
    "import web\nclass Request(web.Request):\n    def best(self):\n        pass\nclass Other:\n    def best(self):\n        pass\nclass App:\n    @web.handler\n    def run(self, request):\n        self.stop()\n        request.read()\n        request.best()\n    def stop(self):\n        pass\n@web.handler\ndef plain(request):\n    request.read()\n";
  const edges = adjacency(solve(readTexts({ "m.py": text }), { externals }));
  expect(edges["m.App.run"]).toEqual([
    "m.App.stop",
    "m.Request.best (possible)",
    "web.Request.read",
  ]);
  expect(edges["m.plain"]).toEqual(["web.Request.read"]);
});

test("of endpoints a server calls the methods that its library names, all public ones where it names none", () => {
  const listen = (methods?: readonly string[]) =>
    knowing({
      symbols: {
        "bus.listen": {
          kind: "function",
          callbacks: [
            {
              position: 0,
              mode: "callback",
              runsIn: "framework",
              shape: "objects-methods",
              ...(methods && { methods }),
            },
          ],
        },
      },
    });
  const text = `
import bus
class Endpoint:
    def info(self, payload):
        pass
    def update(self, pool):
        pass
def start():
    bus.listen([Endpoint()])
`;
  const client = 'def ask(client):\n    client.cast("info", payload=1)\n';
  const called = (methods?: readonly string[], more = "") =>
    adjacency(solve(readTexts({ "m.py": text + more }), { externals: listen(methods) }))["m.start"];
  expect(called(["error", "info"])).toEqual(["bus.listen", "callback m.Endpoint.info"]);
  expect(called()).toEqual([
    "bus.listen",
    "callback m.Endpoint.info (likely)",
    "callback m.Endpoint.update (likely)",
  ]);
  // Where the program names some itself, what it does not name is there for others.
  expect(called(undefined, client)).toContain("callback m.Endpoint.update (possible)");
});

test("what the result of a described call decorates is called back by the library, a mere wrapper is not", () => {
  const framework = { mode: "callback", runsIn: "framework" } as const;
  const externals = knowing({
    symbols: {
      "web.route": { kind: "function", wraps: "result-of-call", callbacks: [framework] },
      "web.timer": {
        kind: "function",
        wraps: "result-of-call",
        callbacks: [{ position: 0, ...framework }],
      },
      "web.retry": { kind: "function", wraps: "result-of-call" },
    },
  });
  const text =
    "import web\n@web.route('/')\ndef index():\n    find()\n@web.retry(3)\ndef find():\n    pass\nclass Jobs:\n    @web.timer\n    def often(self, context):\n        pass\n    @web.timer(10)\n    def seldom(self, context):\n        self.often(context)\n";
  const edges = adjacency(solve(readTexts({ "m.py": text }), { externals }));
  expect(edges).toMatchObject({
    m: ["callback m.index", "m.Jobs", "web.retry", "web.route"],
    "m.index": ["m.find"],
    "m.Jobs": ["callback m.Jobs.often", "callback m.Jobs.seldom", "web.timer"],
    "m.Jobs.seldom": ["m.Jobs.often"],
  });
});
