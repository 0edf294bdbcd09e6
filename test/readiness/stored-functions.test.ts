import { describe, expect, test } from "vitest";
import { assessedFiles, assessedSource } from "./source.ts";

describe("functions that are put away as values", () => {
  const { of } = assessedSource(`import eventlet
import sys
import threading

def report(kind, value, trace):
    eventlet.sleep(1)

def own(kind, value, trace):
    eventlet.sleep(1)

class Watch:
    def __init__(self):
        self.hooks = []

    def failed(self, args):
        eventlet.sleep(1)

    def install(self):
        threading.excepthook = self.failed

    def notify(self):
        eventlet.sleep(1)

    def told(self):
        eventlet.sleep(1)

    def plain(self):
        eventlet.sleep(1)

    def greeted(self, client):
        eventlet.sleep(1)

    def go(self, registry):
        self.hooks.append(self.notify)
        registry.client.on_connect = self.greeted
        return registry.start(self.hooks, {"told": self.told})

sys.excepthook = report
settings = Watch()
settings.excepthook = own
`);

  test.each([
    ["report", 38],
    ["Watch.failed", 19],
  ])("%s is a hook of the interpreter, which never waits", (id, line) => {
    expect(of(id)).toMatchObject({ verdict: "redesign" });
    const hook = of(id)?.obstacles.find((each) => each.id === "trace-profile-hooks");
    expect(hook).toMatchObject({ line, path: "app.py" });
  });

  test("an attribute of that name elsewhere is none, but whoever reads it calls the function", () => {
    expect(of("own")).toMatchObject({ verdict: "undetermined" });
    expect(of("own")?.obstacles).toEqual([]);
  });

  test("what is kept in a collection or an attribute is called by somebody who is not seen", () => {
    const given = { verdict: "undetermined", reasonCode: "unresolved-dispatch" };
    expect(of("Watch.notify")).toMatchObject(given);
    expect(of("Watch.told")).toMatchObject(given);
    expect(of("Watch.greeted")).toMatchObject(given);
    expect(of("Watch.plain")).toMatchObject({ verdict: "asyncio-ready" });
  });
});

test("a cursor of psycopg2 waits where psycopg is patched", () => {
  const files = {
    "app.py":
      "import eventlet\neventlet.monkey_patch()\nimport psycopg2\n\ndef ask(connection):\n    cursor = connection.cursor()\n    cursor.execute('select 1')\n\ndef main():\n    with psycopg2.connect('db') as connection:\n        ask(connection)\n\nif __name__ == '__main__':\n    main()\n",
  };
  expect(assessedFiles(files).of("app.ask")?.evidence[0]).toMatchObject({
    calls: "psycopg2.extensions.cursor.execute",
  });
});
