import { expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import type { Assessed } from "./assessed.ts";
import { assessedFiles, assessedSource } from "./source.ts";

const verdictOf = (program: Assessed, id: string) => program.of(id)?.verdict;
const reasonOf = (program: Assessed, id: string) => inEnglish(program.of(id)?.reason ?? "");

const NAP = "import eventlet\ndef nap():\n    eventlet.sleep(1)\n";

test("what an attribute of a decorated function decorates belongs to the decorator's library", () => {
  const text = `${NAP}from pecan import expose
import functools
from flask import Blueprint
class Groups:
    @expose(generic=True, template="json")
    def index(self):
        pass
    @index.when(method="PATCH", template="json")
    def patch(self):
        nap()
        return rename()
def rename():
    nap()
@functools.singledispatch
def show(value):
    pass
@show.register
def show_text(value: str):
    nap()
class Plain:
    def index(self):
        pass
    index.when = lambda function: function
    @index.when
    def patch(self):
        nap()
`;
  const program = assessedSource(text);
  expect(verdictOf(program, "Groups.patch")).toBe("awaitlet-candidate");
  expect(reasonOf(program, "Groups.patch")).toContain("`@pecan.expose.when` calls it as a synch");
  expect(verdictOf(program, "rename")).toBe("awaitlet-candidate");
  expect(verdictOf(program, "show_text")).toBe("asyncio-ready");
  expect(verdictOf(program, "Plain.patch")).toBe("asyncio-ready");
});

test("paste calls the factories that its settings name, behind decorators too", () => {
  const text = `${NAP}import functools
def fail_gracefully(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper
@fail_gracefully
def app_factory(global_conf, **local_conf):
    return connect()
def connect():
    nap()
def composite(loader, global_conf, **local_conf):
    nap()
class Filter:
    @classmethod
    def factory(cls, global_config, **local_config):
        nap()
def load(global_conf):
    nap()
`;
  const program = assessedSource(text);
  expect(verdictOf(program, "app_factory")).toBe("awaitlet-candidate");
  expect(reasonOf(program, "app_factory")).toContain("`paste.deploy` makes it known");
  expect(verdictOf(program, "connect")).toBe("awaitlet-candidate");
  expect(verdictOf(program, "composite")).toBe("awaitlet-candidate");
  expect(verdictOf(program, "Filter.factory")).toBe("awaitlet-candidate");
  expect(verdictOf(program, "load")).toBe("asyncio-ready");
});

test("Alembic runs the scripts that name their revision, also one that leaves the work to others", () => {
  const program = assessedFiles({
    "shop/rules.py": `${NAP}def upgrade():\n    nap()\n`,
    "shop/versions/start.py":
      "from shop import rules\nrevision = 'a1'\ndown_revision = None\ndef upgrade():\n    rules.upgrade()\n",
    "shop/other.py":
      "from shop import rules\nrevision = 'a1'\ndef upgrade():\n    rules.upgrade()\n",
  });
  const of = (id: string) => program.readiness.verdicts.find((each) => each.function === id);
  expect(of("shop.versions.start.upgrade")?.verdict).toBe("awaitlet-candidate");
  expect(inEnglish(of("shop.versions.start.upgrade")?.reason ?? "")).toContain("`alembic.op`");
  expect(of("shop.rules.upgrade")?.verdict).toBe("awaitlet-candidate");
  expect(of("shop.other.upgrade")?.verdict).toBe("asyncio-ready");
});
