import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import type { Assessed } from "./assessed.ts";
import { assessedFiles, assessedSource } from "./source.ts";

const NAP = "import eventlet\ndef nap():\n    eventlet.sleep(1)\n";

const verdictOf = (program: Assessed, id: string) => program.of(id)?.verdict;
const reasonOf = (program: Assessed, id: string) => inEnglish(program.of(id)?.reason ?? "");

describe("decorators that are methods of a library's objects", () => {
  const { of } = assessedFiles({
    "shop/access.py": `import eventlet
from doorkeeper import Tokens

tokens = Tokens("shop")

@tokens.verify
def verify(token):
    eventlet.sleep(1)
    return token
`,
    "shop/later.py": `import functools
import eventlet

def later(view):
    @functools.wraps(view)
    def queued(*args):
        eventlet.sleep(0)
        return view(*args)
    return queued
`,
    "shop/views.py": `import eventlet
from fastapi import APIRouter
from flask import Flask
from shop.access import tokens
from shop.later import later

app = Flask("shop")
router = APIRouter()

@app.route("/open")
def opened():
    eventlet.sleep(1)

@app.route("/orders")
@tokens.required
def orders():
    eventlet.sleep(1)

@app.route("/reports")
@tokens.required
@later
def reports():
    eventlet.sleep(1)

@router.get("/health")
def health():
    eventlet.sleep(1)
`,
  });

  test.each(["shop.access.verify", "shop.views.orders", "shop.views.reports"])(
    "%s stays synchronous: nobody knows whether what it is given to awaits it",
    (id) => {
      expect(of(id)?.verdict).toBe("awaitlet-candidate");
      expect(inEnglish(of(id)?.reason ?? "")).toContain("doorkeeper.Tokens");
    },
  );

  test("so does what a decorator of the program put in a function's place below it", () => {
    expect(of("shop.later.later.queued")?.verdict).toBe("awaitlet-candidate");
  });

  test.each(["shop.views.opened", "shop.views.health"])(
    "%s is given to frameworks alone that await it, or whose twins do",
    (id) => expect(of(id)?.verdict).toBe("asyncio-ready"),
  );
});

test("nameko awaits none of its handlers, whatever makes them handlers", () => {
  const program = assessedSource(`import eventlet
from nameko.events import event_handler
from nameko.rpc import rpc
from nameko.timer import timer
from nameko.web.handlers import HttpRequestHandler, http

class Careful(HttpRequestHandler):
    pass

careful = Careful.decorator

class Orders:
    name = "orders"

    @rpc
    def place(self):
        eventlet.sleep(1)

    @timer(interval=3)
    def tick(self):
        eventlet.sleep(1)

    @event_handler("stock", "sold_out")
    def sold_out(self, payload):
        eventlet.sleep(1)

    @http("GET", "/orders")
    def listing(self, request):
        eventlet.sleep(1)

    @careful("POST", "/orders")
    def posted(self, request):
        eventlet.sleep(1)
`);
  for (const name of ["place", "tick", "sold_out", "listing", "posted"])
    expect(verdictOf(program, `Orders.${name}`)).toBe("awaitlet-candidate");
  expect(reasonOf(program, "Orders.place")).toContain("the RPC dispatcher calls it");
  expect(reasonOf(program, "Orders.tick")).toContain("`nameko.timer.timer`");
});

describe("what somebody hung on an object of a library", () => {
  const program = assessedSource(`${NAP}
from shellkit.commands import Command

class Volumes:
    def show(self):
        nap()
    def drain(self):
        nap()
    def idle(self):
        nap()

class Show(Command):
    def take_action(self, arguments):
        return self.app.clients.volumes.show()

class Drain(Command):
    def take_action(self, arguments):
        return self.columns, self._drained(arguments)
    def _drained(self, arguments):
        for each in arguments:
            yield self.app.clients.volumes.drain()
`);

  test("may be any object that has the method, and a foreign command cannot await it", () => {
    expect(verdictOf(program, "Volumes.show")).toBe("awaitlet-candidate");
    expect(reasonOf(program, "Volumes.show")).toContain("app.Show.take_action possibly calls it");
  });

  test("nor can a generator that the command makes", () => {
    expect(verdictOf(program, "Volumes.drain")).toBe("awaitlet-candidate");
  });

  test("what no such place names is as ready as before", () => {
    expect(verdictOf(program, "Volumes.idle")).toBe("asyncio-ready");
  });
});

test("what a command of a foreign class calls stays synchronous, though only a guess makes the command wait", () => {
  const program = assessedSource(`${NAP}
from shellkit.commands import Command

class Reset(Command):
    def take_action(self, arguments):
        return self._reset(self.app.clients)
    def _reset(self, clients):
        return clients.wait_for_all()

class Clients:
    def wait_for_all(self):
        nap()
`);
  expect(verdictOf(program, "Clients.wait_for_all")).toBe("awaitlet-candidate");
});

describe("a function that calls a package of which nothing is known", () => {
  const program = assessedSource(`import eventlet
from stockfeed import Feed

def refresh(name):
    eventlet.sleep(1)
    return Feed(name).latest()

def settle():
    eventlet.sleep(1)

def start(name):
    feed = Feed(name)
    return eventlet.spawn(feed.run)

class Late:
    def __init__(self, name):
        self.feed = Feed(name)
        eventlet.sleep(1)
`);

  test.each(["refresh", "start"])("%s is ready as far as is known, and says so", (id) => {
    expect(program.of(id)).toMatchObject({
      verdict: "asyncio-ready",
      reasonCode: "unknown-package",
    });
    expect(reasonOf(program, id)).toContain("`stockfeed`, of which nothing is known");
  });

  test.each(["settle", "Late.__init__"])("%s says nothing of it", (id) => {
    expect(program.of(id)?.reasonCode).toBeUndefined();
    expect(reasonOf(program, id)).not.toContain("stockfeed");
  });
});
