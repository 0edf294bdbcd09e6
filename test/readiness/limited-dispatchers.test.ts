import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import type { Assessed } from "./assessed.ts";
import { assessedFiles, assessedSource } from "./source.ts";

const verdictOf = (program: Assessed, id: string) => program.of(id)?.verdict;
const reasonOf = (program: Assessed, id: string) => inEnglish(program.of(id)?.reason ?? "");

const NAP = "import eventlet\ndef nap():\n    eventlet.sleep(1)\n";

/** A constructor cannot await; it looks for setters of its own object, under a name of which a part is written. */
const setters = (name: string) => `${NAP}
class Rule:
    def __init__(self, **fields):
        for key, value in fields.items():
            setter = getattr(self, ${name}, None)
            if setter:
                setter(value)
class Timed(Rule):
    def set_pause(self, seconds):
        nap()
    def wait(self, seconds):
        nap()
class Beside:
    def set_pause(self, seconds):
        nap()
`;

describe("a dispatcher that looks in its own object", () => {
  test.each(['"set_" + key', '"set_%s" % key', 'f"set_{key}"'])(
    "%s finds what begins so, in classes that its object may be of",
    (name) => {
      const program = assessedSource(setters(name));
      expect(verdictOf(program, "Timed.set_pause")).toBe("awaitlet-candidate");
      expect(verdictOf(program, "Timed.wait")).toBe("asyncio-ready");
      expect(verdictOf(program, "Beside.set_pause")).toBe("asyncio-ready");
    },
  );

  test("of a name of which nothing is written it finds all of them", () => {
    const program = assessedSource(setters("key"));
    expect(verdictOf(program, "Timed.wait")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "Beside.set_pause")).toBe("asyncio-ready");
  });

  test("a second place of the function that finds anything is not forgotten", () => {
    const text = setters('"set_" + key').replace(
      "                setter(value)\n",
      "                setter(value)\n            getattr(fields[key], key)(value)\n",
    );
    const program = assessedSource(text);
    expect(verdictOf(program, "Timed.wait")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "Beside.set_pause")).toBe("awaitlet-candidate");
  });

  test("a name of two beginnings begins with what they have in common", () => {
    const text = setters("name").replace(
      "        for key, value in fields.items():\n",
      '        for key, value in fields.items():\n            name = "set_" + key\n            if value:\n                name = "see_" + key\n',
    );
    expect(verdictOf(assessedSource(text), "Timed.wait")).toBe("asyncio-ready");
    expect(verdictOf(assessedSource(text), "Timed.set_pause")).toBe("awaitlet-candidate");
  });
});

test("a value of which nothing is known may be any object that can be called with these arguments", () => {
  const text = `${NAP}
class Application:
    def __call__(self, environ, start_response):
        controller = self.routes[environ["PATH_INFO"]](environ)
        return controller(environ)
class Controller:
    def __call__(self, request):
        return getattr(self, request["action"])(request)
class Users(Controller):
    def index(self, request):
        nap()
class Tick:
    def __call__(self):
        nap()
class Job:
    def __call__(self, request):
        nap()
Job()({})
`;
  const program = assessedSource(text);
  expect(verdictOf(program, "Users.index")).toBe("awaitlet-candidate");
  expect(reasonOf(program, "Users.index")).toContain("app.Controller.__call__ possibly calls it");
  expect(verdictOf(program, "Tick.__call__")).toBe("asyncio-ready");
  expect(verdictOf(program, "Job.__call__")).toBe("asyncio-ready");
});

describe("what foreign code is given", () => {
  test("commands of a shell are called by its loop", () => {
    const text = `${NAP}import cmd
class Shell(cmd.Cmd):
    def do_pause(self, line):
        self.run_it(nap)
    def run_it(self, action):
        action()
    def emptyline(self):
        nap()
Shell().cmdloop()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Shell.do_pause")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Shell.do_pause")).toContain("calls it as a synchronous hook");
    expect(reasonOf(program, "Shell.emptyline")).toContain("it overrides `cmd.Cmd.emptyline`");
    expect(program.of("Shell.emptyline")?.obstacles.map(({ id }) => id)).not.toContain(
      "descriptor-hooks",
    );
  });

  test("a target makes a class an endpoint: what nothing of ours calls in it, messages do", () => {
    const text = `${NAP}import importlib, oslo_messaging
class Manager:
    target = oslo_messaging.Target(version="1.0")
    def resize(self, context):
        self.wait_for_it()
    def wait_for_it(self):
        nap()
class Helper:
    target = "none"
    def resize(self, context):
        nap()
def serve(transport, name):
    manager = importlib.import_module(name).load()
    oslo_messaging.get_rpc_server(transport, None, [manager]).start()
serve(None, input())
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Manager.resize")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Manager.resize")).toContain("the RPC dispatcher calls it");
    expect(program.of("Manager.wait_for_it")?.obstacles.map(({ id }) => id)).not.toContain(
      "endpoint-rpc",
    );
    expect(verdictOf(program, "Helper.resize")).toBe("asyncio-ready");
  });

  test("pecan and celery do not await, Flask's twin does", () => {
    const text = `${NAP}import celery, flask, pecan
jobs = celery.Celery()
app = flask.Flask(__name__)
class Root:
    @pecan.expose()
    def index(self):
        nap()
@jobs.task
def work():
    nap()
@app.route("/")
def home():
    nap()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Root.index")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Root.index")).toContain("`pecan.expose` calls it");
    expect(verdictOf(program, "work")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "home")).toBe("asyncio-ready");
  });

  const FUNCTIONS = `import eventlet
def pause(seconds):
    eventlet.sleep(seconds)
`;
  const REGISTER = `import acme
from functions import pause
TABLE = {"pause": pause}
def register(names):
    context = acme.create_context()
    for name in names:
        context.register_function(TABLE[name], name=name)
register(input())
`;
  const files = { "functions.py": FUNCTIONS, "register.py": REGISTER };

  test("a declared plugin stays synchronous though a library may get it as well", () => {
    const program = assessedFiles(files, { plugins: { "acme.functions": ["functions:pause"] } });
    expect(verdictOf(program, "functions.pause")).toBe("awaitlet-candidate");
  });
});

test("what is looked up in a module is no method", () => {
  const written = (where: string) => `import hashlib
import hashes
${NAP}
class Text:
    def __repr__(self):
        return getattr(${where}, self.method)()
class Disk:
    def sum(self):
        nap()
`;
  const verdictIn = (where: string) => verdictOf(assessedSource(written(where)), "Disk.sum");
  expect(verdictIn("hashlib")).toBe("asyncio-ready");
  expect(verdictIn("self.module")).toBe("awaitlet-candidate");
  const rebound = written("hashes").replace(
    "import hashes",
    "import hashes\nhashes = find(hashes)",
  );
  expect(verdictOf(assessedSource(rebound), "Disk.sum")).toBe("awaitlet-candidate");
});

describe("a dispatcher on its own object, in the base of applications", () => {
  const program = assessedSource(`${NAP}
import functools

class Dispatching:
    def __call__(self, environ, start_response):
        return getattr(self, "on_" + environ["endpoint"])(environ)

def counted(view):
    @functools.wraps(view)
    def counting(self, request):
        return view(self, request)
    return counting

class Accounts(Dispatching):
    @counted
    def on_show(self, request):
        nap()
    def on_hide(self, request):
        nap()
    def show(self, request):
        nap()
`);

  test.each(["Accounts.on_show", "Accounts.on_hide", "counted.counting"])(
    "finds %s, of a class whose objects nothing is seen to make",
    (id) => expect(verdictOf(program, id)).toBe("awaitlet-candidate"),
  );

  test("and nothing that begins otherwise", () => {
    expect(verdictOf(program, "Accounts.show")).toBe("asyncio-ready");
  });
});

test("who calls what it was given has not got it from a function that finds names", () => {
  const text = (called: string) => `${NAP}
def find(table, name):
    return getattr(table, name)
class Store:
    def __init__(self, table):
        self.table = table
    def __len__(self):
        return self.put(None)
    def put(self, before_commit):
        method = find(self.table, self.kind)
        if before_commit:
            ${called}()
class Client:
    def fetch(self):
        nap()
`;
  expect(verdictOf(assessedSource(text("before_commit")), "Client.fetch")).toBe("asyncio-ready");
  expect(verdictOf(assessedSource(text("method")), "Client.fetch")).toBe("awaitlet-candidate");
});
