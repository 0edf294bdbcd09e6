import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { composeSymbols } from "../../src/callgraph/symbols/compose-symbols.ts";
import { readStandardLayers } from "../../src/callgraph/symbols/standard-layers.ts";
import type { SymbolLayer } from "../../src/callgraph/symbols/symbol-layer.ts";
import { readSymbolTable } from "../../src/callgraph/symbols/symbol-table.ts";

const asset = (name: string): string =>
  readFileSync(new URL(`../../assets/python/${name}`, import.meta.url), "utf8");
const stdlib: SymbolLayer = { table: readSymbolTable(asset("stdlib.json")) };
const packages: SymbolLayer = { table: readSymbolTable(asset("packages.json")) };
const green: SymbolLayer = {
  symbols: {
    "eventlet.greenthread.spawn": { kind: "function", returns: "eventlet.greenthread.GreenThread" },
    "requests.Session": { attributes: { poolmanager: "urllib3.PoolManager" } },
  },
  aliases: { "eventlet.spawn": "eventlet.greenthread.spawn" },
  described: ["eventlet.*", "socket.socket.recv", "requests.Session.get", "time.sleep"],
  passthrough: { "eventlet.green.socket": "socket" },
};
const symbols = composeSymbols([green, stdlib, packages]);

test.each([
  ["an alias of the knowledge", "eventlet.spawn", "eventlet.greenthread.spawn"],
  ["a re-export of the standard library", "_io.BytesIO", "io.BytesIO"],
  ["an alias under another name", "_thread.allocate_lock", "_thread.allocate_lock"],
  ["a class known by its public name", "_thread.lock.acquire", "threading.Lock.acquire"],
  ["a builtin", "builtins.len", "<builtin>.len"],
  ["a builtin's second name", "socket.error", "<builtin>.OSError"],
  ["a path function of the platform", "posixpath.join", "os.path.join"],
  ["an abstract class", "typing.MutableMapping.get", "collections.abc.MutableMapping.get"],
  [
    "the defining module of a class that the knowledge names",
    "requests.sessions.Session.get",
    "requests.Session.get",
  ],
  ["a member described under the base", "ssl.SSLSocket.recv", "ssl.SSLSocket.recv"],
  [
    "a green module's name",
    "eventlet.green.socket.socket.recv",
    "eventlet.green.socket.socket.recv",
  ],
  ["an unknown name", "nobody.knows.this", "nobody.knows.this"],
  ["a moved module", "six.moves.urllib.parse.urlencode", "urllib.parse.urlencode"],
])("%s: %s is %s", (_what, name, expected) => {
  expect(symbols.canonical(name)).toBe(expected);
});

test.each([
  ["socket.socket.recv", "bytes"],
  ["socket.socket.accept", "tuple[socket.socket, object]"],
  ["eventlet.green.socket.socket.recv", "bytes"],
  ["queue.Queue.get", "$element:self"],
  ["queue.LifoQueue.get", "$element:self"],
  ["concurrent.futures.ThreadPoolExecutor.submit", "concurrent.futures.Future[$result:0]"],
  ["subprocess.Popen.communicate", "tuple[str, str]"],
  ["requests.Session.get", "requests.Response"],
  ["requests.Session.poolmanager", "urllib3.PoolManager"],
  ["<builtin>.str.split", "list[str]"],
  ["threading.current_thread", "threading.Thread"],
])("%s returns %s", (name, expected) => {
  expect(symbols.symbol(name)?.returns).toBe(expected);
});

test("a description covers names, members and everything below a prefix", () => {
  const described = [
    "time.sleep",
    "eventlet.spawn",
    "eventlet.hubs.hub.x",
    "requests.sessions.Session.get",
  ];
  expect(described.filter(symbols.isDescribed)).toEqual(described);
  expect(symbols.isDescribed("time.time")).toBe(false);
});

test("the knowledge's alias of a class holds for the members that the stubs know", () => {
  const named = composeSymbols([
    {
      described: ["requests.sessions.Session.get"],
      aliases: { "requests.Session": "requests.sessions.Session" },
    },
    stdlib,
    packages,
  ]);
  expect(named.canonical("requests.Session.get")).toBe("requests.sessions.Session.get");
  expect(named.symbol("requests.Session.get")?.returns).toBe("requests.Response");
  expect(named.canonical("requests.Session.close")).toBe("requests.sessions.Session.close");
});

test("a green name takes its type from the name that it stands for", () => {
  const greened = composeSymbols([
    {
      symbols: { "eventlet.green.subprocess.Popen.wait": { kind: "function" } },
      passthrough: { "eventlet.green.subprocess": "subprocess" },
    },
    stdlib,
  ]);
  expect(greened.canonical("eventlet.green.subprocess.Popen.wait")).toBe(
    "eventlet.green.subprocess.Popen.wait",
  );
  expect(greened.symbol("eventlet.green.subprocess.Popen.wait")?.returns).toBe("int");
});

test("what one layer says of an alias holds for the name that it leads to", () => {
  const described = composeSymbols([
    { described: ["builtins.open"], aliases: { "<builtin>.open": "builtins.open" } },
    { symbols: { "<builtin>.open": { returns: "io.TextIOWrapper" } } },
    stdlib,
  ]);
  expect(described.canonical("<builtin>.open")).toBe("builtins.open");
  expect(described.symbol("<builtin>.open")?.returns).toBe("io.TextIOWrapper");
});

test("circular aliases end", () => {
  const circle = composeSymbols([{ aliases: { "a.b": "c.d", "c.d": "a.b" } }]);
  expect(["a.b", "c.d"]).toContain(circle.canonical("a.b"));
});

const standard = composeSymbols(
  readStandardLayers({
    stdlib: asset("stdlib.json"),
    callbacks: asset("callbacks.json"),
    packages: asset("packages.json"),
  }),
);

test("the hand-written table says where a thread's target runs, the stubs its type", () => {
  expect(standard.symbol("threading.Thread")).toMatchObject({
    kind: "class",
    callbacks: [{ position: 1, keyword: "target", mode: "spawn", runsIn: "native-thread" }],
    overrides: [{ method: "run", when: "start" }],
  });
});

test("a second name of a described class is the same class", () => {
  expect(standard.symbol("multiprocessing.Process")?.callbacks).toMatchObject([
    { keyword: "target" },
  ]);
  expect(standard.symbol("asyncio.events.AbstractEventLoop.call_soon")?.callbacks).toMatchObject([
    { mode: "callback", runsIn: "loop" },
  ]);
  expect(standard.symbol("http.server.ThreadingHTTPServer")?.callbacks).toHaveLength(1);
});

test.each([
  ["<builtin>.len", 0, "__len__"],
  ["json.load", 0, "read"],
  ["collections.abc.MutableMapping.update", "self", "__setitem__"],
])("%s asks argument %s for %s", (name, argument, method) => {
  expect(standard.symbol(name)?.invokes).toContainEqual({ argument, method });
});
