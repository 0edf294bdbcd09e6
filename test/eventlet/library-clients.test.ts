import { describe, expect, test } from "vitest";
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

test("what a library makes asks when it is gone through, wherever that is", () => {
  const found = usesIn(`import redis, requests, subprocess
from django.db.models import Model
from kafka import KafkaConsumer
class User(Model):
    pass
def active():
    return User.objects.filter(active=True)
def recent():
    return active()[:10]
def names():
    return [user.name for user in recent()]
def oldest():
    return active()[0]
def any_active():
    return len(active()) if active() else 0
def lines(url):
    return requests.get(url, stream=True).iter_lines()
def show(url):
    for line in lines(url):
        print(line)
class Feed:
    def __init__(self):
        self.consumer = KafkaConsumer("topic")
        self.messages = redis.Redis().pubsub().listen()
        self.process = subprocess.Popen("x", stdout=subprocess.PIPE)
    def run(self):
        for record in self.consumer:
            print(record)
        for message in self.messages:
            print(message)
        for line in self.process.stdout:
            print(line)
`);
  expect(found).toEqual([
    "13 iterate django.db.models.query.QuerySet !A",
    "15 item django.db.models.query.QuerySet.__getitem__ !A",
    "17 call django.db.models.query.QuerySet.__len__ !A",
    "17 call django.db.models.query.QuerySet.__bool__ !A",
    "19 call requests.get !A",
    "21 iterate requests.models.Response.iter_lines !A",
    "27 call subprocess.Popen !A",
    "29 iterate kafka.consumer.group.KafkaConsumer !A",
    "31 iterate redis.client.PubSub.listen !A",
    "33 iterate subprocess.Popen.stdout !A",
  ]);
});

describe("futurist", () => {
  const uses = (head: string, executor: string) =>
    usesOf(
      findingsOf({
        "m.py": `${head}import futurist
from futurist import waiters

def run(items):
    executor = futurist.${executor}(max_workers=2)
    futures = [executor.submit(print, item) for item in items]
    waiters.wait_for_all(futures)
    return futures[0].result()

if __name__ == "__main__":
    run([1])
`,
      }),
      "m.py",
    ).filter((use) => !use.includes(" eventlet."));

  test("waits on threads, which nothing has patched", () => {
    expect(uses("", "ThreadPoolExecutor")).toEqual([]);
  });

  test("waits on green threads where it makes them", () => {
    expect(uses("", "GreenThreadPoolExecutor")).toEqual([
      "6 call futurist.GreenThreadPoolExecutor.submit !A",
      "7 call futurist.waiters.wait_for_all !A",
      "8 call futurist.GreenFuture.result !A",
    ]);
  });

  test("waits on threads that are patched", () => {
    expect(uses("import eventlet; eventlet.monkey_patch(); ", "ThreadPoolExecutor")).toEqual([
      "6 call futurist.ThreadPoolExecutor.submit !",
      "7 call futurist.waiters.wait_for_all !A",
      "8 call concurrent.futures.Future.result !A",
    ]);
  });
});

test("cotyledon's manager waits by the standard library alone", () => {
  const text = `import cotyledon
def main():
    cotyledon.ServiceManager().run()
if __name__ == "__main__":
    main()
`;
  expect(usesOf(findingsOf({ "m.py": text }), "m.py")).toEqual([]);
  expect(usesIn(text)).toEqual(["5 call cotyledon.ServiceManager.run !A"]);
});

test("reading a relationship from a row may load it, naming it on the class does not", () => {
  const text = `from sqlalchemy import orm
from sqlalchemy.orm import declarative_base

Base = declarative_base()

class Port(Base):
    network = orm.relationship("Network")

    def label(self):
        return self.network

def first(session: orm.Session):
    return session.query(Port).first().network

def column():
    return Port.network
`;
  expect(usesIn(text).filter((use) => use.includes("relationship"))).toEqual([
    "12 read sqlalchemy.orm.relationship.__get__ !A",
    "15 read sqlalchemy.orm.relationship.__get__ !A",
  ]);
});

test("a context that oslo.db's façade provides for has a session", () => {
  const text = `from oslo_db.sqlalchemy import enginefacade

@enginefacade.transaction_context_provider
class Context:
    pass

def count(context):
    return context.session.query().soft_delete()

count(Context())
`;
  expect(usesIn(text)).toEqual(["10 call sqlalchemy.orm.query.Query.soft_delete !A"]);
});

test("a migration's operations wait, a batch of them at its end", () => {
  const text = `from alembic import op
import sqlalchemy as sa

def upgrade():
    op.create_table("ports", sa.Column("id"))
    with op.batch_alter_table("ports") as batch:
        batch.add_column(sa.Column("name"))
    op.get_bind().execute("SELECT 1")
`;
  expect(usesIn(text).filter((use) => use.endsWith("!A"))).toEqual([
    "7 call alembic.op.create_table !A",
    "8 with alembic.operations.base.BatchOperations !A",
    "10 call sqlalchemy.engine.base.Connection.execute !A",
  ]);
});

test("a described class waits where `with` enters and leaves it", () => {
  const text = `import etcd
import sqlalchemy

def guard(client):
    with etcd.Lock(client, "a"):
        pass

def close(engine: sqlalchemy.engine.Engine):
    connection = engine.connect()
    with connection:
        pass
`;
  expect(usesIn(text).filter((use) => use.includes(" with "))).toEqual([
    "7 with etcd.lock.Lock !A",
    "12 with sqlalchemy.engine.base.Connection !A",
  ]);
});

test("queries of peewee run when they are gone through, counted or asked for a row", () => {
  const text = `import peewee
from playhouse.pool import PooledMySQLDatabase

db = PooledMySQLDatabase("notes")

class Note(peewee.Model):
    text = peewee.TextField()

def texts():
    return [note.text for note in Note.select().where(Note.text != "").order_by(Note.text)]

def count():
    return len(Note.select())

def tidy():
    with db.atomic():
        Note.get_or_none(Note.text == "")

def later():
    return Note.select().where(Note.text == "")
`;
  expect(usesIn(text)).toEqual([
    "12 iterate peewee.Query !A",
    "15 call peewee.Query.__len__ !A",
    "18 with peewee._atomic !A",
    "19 call peewee.Model.get_or_none !A",
  ]);
});

test("a Redfish system reads what stands below it when it is first asked for", () => {
  const text = `import sushy

def power_off(url):
    system = sushy.Sushy(url).get_system("1")
    if system.processors:
        system.reset_system("ForceOff")
    return system.identity
`;
  expect(usesIn(text)).toEqual([
    "6 call sushy.Sushy !A",
    "6 call sushy.Sushy.get_system !A",
    "7 read sushy.resources.system.system.System.processors !A",
    "8 call sushy.resources.system.system.System.reset_system !A",
  ]);
});

test("what a library hands to eventlet.tpool by itself waits whatever is patched", () => {
  const text = `from os_win import utilsfactory

def create(name):
    utilsfactory.get_vmutils().create_vm(name)
`;
  expect(usesOf(findingsOf({ "m.py": text }), "m.py")).toEqual([
    "4 call os_win.utils.compute.vmutils10.VMUtils10.create_vm !A",
  ]);
});
