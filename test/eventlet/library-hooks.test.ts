import { describe, expect, test } from "vitest";
import { byCodeUnits } from "../../src/by-code-units.ts";
import { programOf } from "./programs.ts";

describe("what a library calls by itself", () => {
  const { graph } = programOf({
    "hooks.py":
      "import functools\nimport pecan\nfrom pecan import hooks, rest\n\nclass Api:\n    def ask(self):\n        pass\n\ndef allowed(f):\n    @functools.wraps(f)\n    def check(*args):\n        return f(*args)\n    return check\n\nclass ApiHook(hooks.PecanHook):\n    def before(self, state):\n        state.request.api = Api()\n\nclass Hosts(rest.RestController):\n    @allowed\n    def get(self):\n        return pecan.request.api.ask()\n",
    "proxy.py":
      "from websockify import websocketproxy\n\nclass Base:\n    def new_websocket_client(self):\n        pass\n\nclass Handler(Base, websocketproxy.ProxyRequestHandler):\n    pass\n",
    "versions/one.py":
      "from alembic import op\n\ndef upgrade():\n    helper()\n\ndef helper():\n    pass\n",
    "versions/002_second.py": "from alembic import op\n\ndef upgrade():\n    pass\n",
    "versions/001_first.py": "def upgrade(engine):\n    check()\n\ndef check():\n    pass\n",
    "timers.py":
      "from oslo_service import threadgroup\n\ndef poll():\n    pass\n\ndef watch(callback):\n    callback()\n\nthreadgroup.ThreadGroup().add_timer(5, watch, None, poll)\n",
    "vpn.py":
      "from neutron_lib.plugins import directory\nfrom neutron_lib.services import base\n\nclass Vpn(base.ServicePluginBase):\n    def check_router(self, router):\n        pass\n\ndef removed(router):\n    directory.get_plugin('VPN').check_router(router)\n",
  });

  test("a hook overrides, and so does what decorators put in its place", () => {
    expect(graph.externalOverrides).toMatchObject({
      "hooks.ApiHook.before": "pecan.hooks.PecanHook.before",
      "hooks.Hosts.get": "pecan.rest.RestController.get",
      "hooks.allowed.check": "pecan.rest.RestController.get",
    });
  });

  test("a mixture overrides what comes after it where it is mixed in", () => {
    expect(graph.externalOverrides["proxy.Base.new_websocket_client"]).toBe(
      "websockify.websocketproxy.ProxyRequestHandler.new_websocket_client",
    );
  });

  test("a hook gets what the library hands it", () => {
    expect(graph.calleesOf("hooks.Hosts.get").map(({ to }) => to)).toContain("hooks.Api.ask");
  });

  test("Neutron's directory may give any service plugin of ours", () => {
    const called = graph.calleesOf("vpn.removed").map(({ to, confidence }) => [to, confidence]);
    expect(called).toContainEqual(["vpn.Vpn.check_router", "possible"]);
  });

  test("a migration is run by the library that it is written for", () => {
    const entries = graph.entryPoints.filter(({ kind }) => kind === "plugin");
    expect(entries.map(({ function: id, because }) => [id, because])).toEqual([
      ["versions.001_first.upgrade", "versions/001_first.py"],
      ["versions.002_second.upgrade", "alembic.op"],
      ["versions.one.upgrade", "alembic.op"],
    ]);
  });

  test("arguments are handed on from where they begin", () => {
    expect(graph.calleesOf("timers.watch").map(({ to }) => to)).toEqual(["timers.poll"]);
  });
});

describe("members of a library's objects of which nobody wrote down the names", () => {
  const callees = (files: Record<string, string>, id: string) =>
    programOf(files)
      .graph.calleesOf(id)
      .map(({ to }) => to);

  test("a computed name finds any member of a class that is described as a whole", () => {
    const text =
      "import oslo_messaging\n\nNOTIFIER = oslo_messaging.Notifier(None)\n\ndef emit(priority, payload):\n    notify = getattr(NOTIFIER.prepare(), priority)\n    notify({}, 'event', payload)\n";
    expect(callees({ "app.py": text }, "app.emit")).toContain(
      "oslo_messaging.notify.notifier.Notifier.*",
    );
    const undescribed = text.replace("Notifier(None)", "Target(None)").replace(".prepare()", "");
    expect(callees({ "app.py": undescribed }, "app.emit")).toEqual(["<builtin>.getattr"]);
  });

  test("such a class hides no method of ours that comes after it", () => {
    const text =
      "from ovsdbapp.backend import ovs_idl\nfrom ovsdbapp.schema.ovn_northbound import impl_idl\n\nclass Backend(ovs_idl.Backend):\n    def sync(self):\n        self.db_list('x').execute()\n\nclass North(impl_idl.OvnNbApiIdlImpl, Backend):\n    pass\n\ndef main():\n    North().sync()\n";
    expect(callees({ "app.py": text }, "app.main")).toContain("app.Backend.sync");
    expect(callees({ "app.py": text }, "app.Backend.sync")).toEqual([
      "ovsdbapp.backend.ovs_idl.command.BaseCommand.execute",
      "ovsdbapp.schema.ovn_northbound.impl_idl.OvnNbApiIdlImpl.db_list",
    ]);
  });
});

test("a pool of Eventlet's hands out what its create() makes", () => {
  const { graph } = programOf({
    "store.py": `from eventlet import pools

class Client:
    def fetch(self, key):
        pass

class Recorder:
    def note(self, key):
        pass

class Clients(pools.Pool):
    def create(self):
        return Client()

def read(clients, key):
    with clients.item() as client:
        client.fetch(key)

def write(clients, key):
    client = clients.get()
    client.fetch(key)
    clients.put(client)

def record(recorders, key):
    with recorders.item() as recorder:
        recorder.note(key)

read(Clients(max_size=4), "a")
write(Clients(max_size=4), "b")
record(pools.Pool(create=lambda: Recorder()), "c")
`,
  });
  const own = (id: string) =>
    graph
      .calleesOf(id)
      .map(({ to }) => to)
      .filter((to) => to.startsWith("store."))
      .sort(byCodeUnits);
  expect(own("store.read")).toEqual(["store.Client.fetch", "store.Clients.create"]);
  expect(own("store.write")).toEqual(["store.Client.fetch", "store.Clients.create"]);
  expect(own("store.record")).toEqual(["store.Recorder.note"]);
});

test("what nameko puts in a provider's place is what the service reads, and the read is no call", () => {
  const { graph } = programOf({
    "shop.py": `from nameko.extensions import DependencyProvider
from nameko.rpc import rpc

class Catalogue:
    def find(self, key):
        pass

class Catalogues(DependencyProvider):
    def get_dependency(self, worker_ctx):
        return Catalogue()

class Shop:
    name = "shop"
    catalogue = Catalogues()

    @rpc
    def show(self, key):
        return self.catalogue.find(key)
`,
  });
  expect(graph.calleesOf("shop.Shop.show").map(({ to }) => to)).toEqual(["shop.Catalogue.find"]);
});
