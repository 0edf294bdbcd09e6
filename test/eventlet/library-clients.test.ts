import { expect, test } from "vitest";
import { findingsOf, usesOf } from "./programs.ts";

const PATCHED = "import eventlet\neventlet.monkey_patch()\n";

/** The uses of a patched program, without those of Eventlet itself. */
const usesIn = (text: string) =>
  usesOf(findingsOf({ "m.py": PATCHED + text }), "m.py").filter(
    (use) => !use.includes(" eventlet."),
  );

test("a client's managers wait, and what they return is one of its resources", () => {
  const text = `from novaclient import client

class Servers:
    def __init__(self):
        self.nova = client.Client("2")

    def stop(self, name):
        for server in self.nova.servers.list():
            server.stop()
        server.to_dict()
        self.nova.__module__.replace("a", "b")
`;
  expect(usesIn(text)).toEqual([
    "10 call novaclient.base.Manager.list !A",
    "11 call novaclient.base.Resource.stop !A",
  ]);
});

test("services beside a client's own methods", () => {
  const text = `import openstack

def show():
    cloud = openstack.connect()
    cloud.compute.servers()
    cloud.get_server("one")
`;
  expect(usesIn(text)).toEqual([
    "7 call openstack.proxy.Proxy.* !A",
    "8 call openstack.connection.Connection.* !A",
  ]);
});

test("names that a proxy makes up: databases, collections, a service's operations", () => {
  const text = `from pymongo import MongoClient
from suds.client import Client

def find():
    for row in MongoClient().shop.orders.find({}):
        print(row)

def ask(service):
    Client("http://x?wsdl").service.Order(1)
`;
  expect(usesIn(text)).toEqual([
    "7 iterate pymongo.cursor.Cursor !A",
    "11 call suds.client.Client !A",
    "11 call suds.client.Method.__call__ !A",
  ]);
});
