import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import type { Assessed } from "./assessed.ts";
import { assessedFiles, assessedSource } from "./source.ts";

const verdictOf = (program: Assessed, id: string) => program.of(id)?.verdict;
const reasonOf = (program: Assessed, id: string) => inEnglish(program.of(id)?.reason ?? "");

const NAP = "import eventlet\ndef nap():\n    eventlet.sleep(1)\n";

/** A WSGI application calls what it finds under a name that the request gives. */
const ROUTER = `${NAP}
class Router:
    def __call__(self, environ, start_response):
        controller = self.find(environ["PATH_INFO"])
        method = getattr(controller, environ["REQUEST_METHOD"].lower())
        return method(environ)
`;

describe("functions that nothing is seen to call", () => {
  test("stay synchronous where foreign code knows their class", () => {
    const text = `${NAP}from acme.drivers import Driver
class Disk(Driver):
    def mount(self):
        nap()
    def __call__(self):
        nap()
    def _probe(self):
        nap()
class Plain:
    def mount(self):
        nap()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Disk.mount")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Disk.mount")).toContain("`acme.drivers.Driver` makes it known");
    expect(verdictOf(program, "Disk.__call__")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "Disk._probe")).toBe("asyncio-ready");
    expect(verdictOf(program, "Plain.mount")).toBe("asyncio-ready");
  });

  test("stay synchronous below a dispatcher that cannot await, with what they call", () => {
    const text = `${ROUTER}
class Users:
    def get(self, request):
        return self.load(request)
    def load(self, request):
        nap()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Users.get")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Users.get")).toContain("app.Router.__call__ possibly calls it");
    expect(verdictOf(program, "Users.load")).toBe("awaitlet-candidate");
    expect(program.of("Router.__call__")).toBeUndefined();
  });

  test("an application shows by its parameters, whatever the environment is called", () => {
    const withEnv = ROUTER.replaceAll("environ", "env");
    const text = `${withEnv}
class Users:
    def get(self, request):
        nap()
class Plain:
    def __call__(self, env, start):
        nap()
def app(env, start_response):
    return Plain()(env, start_response)
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Users.get")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "app")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "app")).toContain("a WSGI server calls it");
    expect(
      verdictOf(
        assessedSource(`${NAP}${text.slice(text.indexOf("class Plain"), text.indexOf("def app"))}`),
        "Plain.__call__",
      ),
    ).toBe("asyncio-ready");
  });

  test("stay synchronous below a dispatcher of which the graph knows one name, unless something else calls them", () => {
    const many = [...Array(40).keys()];
    const controller = (n: number) =>
      `class Users${n}:\n    def default(self, request): ...\n    def index(self, request):\n        nap()\n`;
    const text = `${NAP}${many.map(controller).join("")}
class Router:
    def __init__(self, controller):
        self.controller = controller
    def __call__(self, environ, start_response):
        return self.dispatch(self.controller, environ["action"], environ)
    def dispatch(self, obj, action, request):
        try:
            method = getattr(obj, action)
        except AttributeError:
            method = getattr(obj, "default")
        return method(request)
class Command:
    def execute(self, name):
        return getattr(self, name)()
    def sync(self):
        nap()
apps = [${many.map((n) => `Router(Users${n}())`).join(", ")}]
Command().execute(input())
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Users7.index")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Users7.index")).toContain("app.Router.dispatch possibly calls it");
    expect(verdictOf(program, "Command.sync")).toBe("asyncio-ready");
  });

  test("a resolver of dotted names makes its caller the dispatcher", () => {
    const text = `${NAP}import functools, sys
def resolve(name):
    module, path = name.split(":")
    return functools.reduce(getattr, path.split("."), sys.modules[module])
class Router:
    def __call__(self, environ, start_response):
        handler = resolve(environ["handler"])
        return handler(environ)
class Users:
    def get(self, request):
        nap()
`;
    expect(verdictOf(assessedSource(text), "Users.get")).toBe("awaitlet-candidate");
  });

  test("a dispatcher that can await leaves them free, a constant name is no dispatch", () => {
    const users = "class Users:\n    def get(self, request):\n        nap()\n";
    const own = `${NAP}def dispatch(controller, name):
    return getattr(controller, name)(1)
def main():
    dispatch(load(), input())
main()
${users}`;
    expect(verdictOf(assessedSource(own), "Users.get")).toBe("asyncio-ready");
    const constant = ROUTER.replace('environ["REQUEST_METHOD"].lower()', '"get_one"');
    expect(verdictOf(assessedSource(`${constant}${users}`), "Users.get")).toBe("asyncio-ready");
  });

  test("a telling name binds what others call too, a common one does not", () => {
    const text = `${NAP}
class Registrar:
    def register_from_pack(self):
        nap()
    def run(self):
        nap()
def main():
    Registrar().register_from_pack()
    Registrar().run()
class Controller:
    def __call__(self, environ, start_response):
        for registrar in environ["registrars"]:
            registrar.register_from_pack()
            registrar.run()
main()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Registrar.register_from_pack")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "Registrar.run")).toBe("asyncio-ready");
  });
});

describe("functions that are out of sight", () => {
  const HOOKS = `${NAP}
MAIN = "on_main"
class Copy:
    def on_main(self):
        nap()
    def on_other(self):
        nap()
def link(engine, operation, hook):
    method = getattr(operation, hook, None)
    assert callable(method)
    return engine.create_task(method)
`;

  test("what a module finds under a computed name and hands on is not decided, if it writes the name", () => {
    const program = assessedSource(HOOKS);
    expect(verdictOf(program, "Copy.on_main")).toBe("undetermined");
    expect(reasonOf(program, "Copy.on_main")).toContain("under a name made at run time");
    expect(verdictOf(program, "Copy.on_other")).toBe("asyncio-ready");
  });

  test.each(["isinstance(method, type)", "inspect.isclass(method)"])(
    "%s hands nothing on",
    (look) => {
      const text = HOOKS.replace("engine.create_task(method)", look);
      expect(verdictOf(assessedSource(text), "Copy.on_main")).toBe("asyncio-ready");
    },
  );

  test("what is handed to something unknown is not decided, what a decorator marks is", () => {
    const text = `${NAP}
def mark(function):
    function.marked = True
    return function
def stamp():
    nap()
@mark
def plain():
    nap()
def add_commands(parsers):
    parsers.add_parser("stamp").set_defaults(func=stamp)
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "stamp")).toBe("undetermined");
    expect(reasonOf(program, "stamp")).toContain("it is passed on as a value");
    expect(verdictOf(program, "plain")).toBe("asyncio-ready");
  });

  test("what hangs on an object of a library is called through it", () => {
    const text = `${NAP}import pecan
from pecan import rest
class API:
    def update_all(self):
        nap()
    def drop_all(self):
        nap()
class Bays(rest.RestController):
    def patch(self, bay):
        return pecan.request.rpcapi.update_all()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "API.update_all")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "API.update_all")).toContain("app.Bays.patch possibly calls it");
    expect(verdictOf(program, "API.drop_all")).toBe("asyncio-ready");
  });

  test("what is only possibly called by something that nobody decides is not decided either", () => {
    const text = `${NAP}
def outer():
    def handler(target):
        target.fire_all()
    return handler
class Bell:
    def fire_all(self):
        nap()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Bell.fire_all")).toBe("undetermined");
    expect(reasonOf(program, "Bell.fire_all")).toContain("app.outer.handler calls it");
  });

  test("where only a fake of the tests is seen to be called, whatever has that method may be", () => {
    const manager = `class Manager:
    def __init__(self):
        self.triggers = {}
    def __call__(self, environ, start_response):
        self.triggers[environ["id"]].drop_all()
`;
    const trigger = `${NAP}class Timer:
    def drop_all(self):
        nap()
`;
    const fake = `from manager import Manager
class Fake:
    def drop_all(self): ...
def test_drop():
    manager = Manager()
    manager.triggers[1] = Fake()
    manager({"id": 1}, None)
`;
    const files = { "manager.py": manager, "timer.py": trigger, "tests/test_manager.py": fake };
    const program = assessedFiles(files);
    expect(program.of("timer.Timer.drop_all")?.verdict).toBe("awaitlet-candidate");
    expect(inEnglish(program.of("timer.Timer.drop_all")?.reason ?? "")).toContain(
      "manager.Manager.__call__ possibly calls it",
    );
  });
});

describe("functions made inside others", () => {
  test("a closure that is given away is not decided, one that is called is", () => {
    const text = `${NAP}
def make():
    def given():
        nap()
    return given
def use():
    def called():
        nap()
    called()
`;
    const program = assessedSource(text);
    expect(program.of("make.given")).toMatchObject({
      verdict: "undetermined",
      reasonCode: "unresolved-dispatch",
    });
    expect(verdictOf(program, "use.called")).toBe("asyncio-ready");
  });

  test("a wrapper in a function's place hides no caller of it, and shares its fate", () => {
    const text = `${ROUTER}import functools
def logged(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper
class Users:
    @logged
    def get(self, request):
        nap()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Users.get")).toBe("awaitlet-candidate");
    expect(verdictOf(program, "logged.wrapper")).toBe("awaitlet-candidate");
  });

  test("that the wrapper of one function is called says nothing of what it does for another", () => {
    const text = `${NAP}from acme.drivers import Driver
def ready(function):
    def wrapper(self):
        self.prepare()
        return function(self)
    return wrapper
class Disk(Driver):
    def prepare(self): ...
    @ready
    def mount(self):
        nap()
    @ready
    def scan(self):
        nap()
def main():
    Disk().scan()
main()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Disk.mount")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Disk.mount")).toContain("`acme.drivers.Driver` makes it known");
    expect(reasonOf(program, "Disk.scan")).toContain("app.ready.wrapper calls it");
    const alone = text.replace("(Driver)", "");
    expect(verdictOf(assessedSource(alone), "Disk.mount")).toBe("asyncio-ready");
  });

  test("a base class beside one of our own is a foreign base as well", () => {
    const text = `${NAP}from acme.drivers import Driver
class Common:
    pass
class Disk(Common, Driver):
    def mount(self):
        nap()
`;
    expect(verdictOf(assessedSource(text), "Disk.mount")).toBe("awaitlet-candidate");
  });
});

describe("foreign code that gets a function", () => {
  test("a decorator that is not known to await forbids `async def`, one that hands it back does not", () => {
    const text = `${NAP}import typing
from acme.db import retry_if_session_inactive
@retry_if_session_inactive()
def save():
    nap()
@typing.no_type_check
def load():
    nap()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "save")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "save")).toContain("is external code and not known to await");
    expect(verdictOf(program, "load")).toBe("asyncio-ready");
  });

  test("oslo.service calls periodic tasks synchronously", () => {
    const text = `${NAP}from oslo_service import periodic_task
class Manager(periodic_task.PeriodicTasks):
    @periodic_task.periodic_task(spacing=10)
    def expire_all(self, context):
        nap()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Manager.expire_all")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Manager.expire_all")).toContain("periodic_task");
  });

  test("a logger calls nothing of what it writes down, whoever makes it", () => {
    const text = `${NAP}from acme import log
LOG = log.getLogger(__name__)
class Watch:
    def on_set(self):
        nap()
    def register(self, handler):
        LOG.debug("registered %s", handler)
        handler()
def main():
    watch = Watch()
    watch.register(watch.on_set)
main()
`;
    expect(verdictOf(assessedSource(text), "Watch.on_set")).toBe("asyncio-ready");
  });

  test("a registry calls back synchronously, what starts green threads does not call", () => {
    const text = `${NAP}import gevent
from acme import registry
def heard():
    nap()
def started():
    nap()
def main():
    registry.subscribe(heard)
    gevent.spawn(started)
main()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "heard")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "heard")).toContain("`acme.registry.subscribe`");
    expect(verdictOf(program, "started")).toBe("asyncio-ready");
  });

  test("what a resolver gives beside something else is called, a stray function of a library beside it or not", () => {
    const text = `${NAP}import sys
from functools import reduce
from acme import fallback
def resolve(name):
    module = sys.modules[name.split(":")[0]]
    return module, reduce(getattr, name.split(":")[1].split("."), module)
class Router:
    def __init__(self, table):
        self.table = table
    def __call__(self, environ, start_response):
        module, action = resolve(self.table[environ["PATH_INFO"]])
        if environ["REQUEST_METHOD"] == "OPTIONS":
            action = fallback
        return action(environ)
class Users:
    def get(self, request):
        nap()
`;
    const program = assessedSource(text);
    expect(verdictOf(program, "Users.get")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Users.get")).toContain("app.Router.__call__ possibly calls it");
  });

  test("a plugin that runs itself as a script tells nothing of its relatives' callers", () => {
    const files = {
      "lab/__init__.py": "",
      "lab/base.py": "class Action:\n    def run(self):\n        pass\n",
      "lab/clock.py": `import eventlet
from lab.base import Action
class Clock(Action):
    def run(self):
        eventlet.sleep(1)
if __name__ == "__main__":
    Clock().run()
`,
      "lab/disk.py": `import eventlet
from lab.base import Action
class Disk(Action):
    def run(self):
        eventlet.sleep(2)
`,
      "lab/runner.py": `import importlib
class Runner:
    def __init__(self, name):
        self.action = load(name)
        self.action.run()
def load(name):
    return importlib.import_module(name).PLUGIN
`,
    };
    const program = assessedFiles(files);
    const disk = program.readiness.verdicts.find(({ function: id }) => id === "lab.disk.Disk.run");
    expect(disk?.verdict).toBe("awaitlet-candidate");
    expect(inEnglish(disk?.reason ?? "")).toContain("lab.runner.Runner.__init__");
  });
});

test("what is found under a computed name, gathered in a dictionary and handed on may be called by anything", () => {
  const text = `${NAP}
URLS = {"/report": {"PUT": "take_report"}}
def server(request, manager, dispatcher):
    names = URLS[request.path]
    handler = dispatcher(**dict((verb, getattr(manager, name)) for verb, name in names.items()))
    return handler(request)
class Manager:
    def take_report(self, request):
        nap()
    def take_other(self, request):
        nap()
`;
  const program = assessedSource(text);
  expect(verdictOf(program, "Manager.take_report")).toBe("undetermined");
  expect(reasonOf(program, "Manager.take_report")).toContain("under a name made at run time");
  expect(verdictOf(program, "Manager.take_other")).toBe("asyncio-ready");
});

test("the iterators of Python 2 are asked for their next item by the interpreter", () => {
  const text = `${NAP}
class Lines:
    def __iter__(self):
        return self
    def next(self):
        nap()
class Pager:
    def next(self):
        nap()
`;
  const program = assessedSource(text);
  expect(verdictOf(program, "Lines.next")).toBe("awaitlet-candidate");
  expect(verdictOf(program, "Pager.next")).toBe("asyncio-ready");
});

test("what a table of many holds is called by whoever reads the table, whatever else calls it", () => {
  const kinds = [...Array(12).keys()];
  const text = `${NAP}
from pecan import expose
${kinds.map((n) => `def get_${n}(session):\n    nap()\n`).join("")}
GETTERS = {${kinds.map((n) => `"kind${n}": (len, get_${n})`).join(", ")}}
@expose()
def page(kind):
    measure, get = GETTERS[kind]
    return get(None)
def show(session):
    return get_7(session)
def get_none(session):
    nap()
def show_none(session):
    return get_none(session)
`;
  const program = assessedSource(text);
  expect(verdictOf(program, "get_7")).toBe("awaitlet-candidate");
  expect(reasonOf(program, "get_7")).toContain("app.page");
  expect(verdictOf(program, "get_none")).toBe("asyncio-ready");
});
