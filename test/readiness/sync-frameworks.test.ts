import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessedFiles } from "./source.ts";

const FLASK = `import eventlet
eventlet.monkey_patch()
from flask import Flask
from flask_socketio import Namespace, SocketIO

app = Flask(__name__)
socketio = SocketIO(app, async_mode="eventlet")

@socketio.on("message")
def handle(data):
    store(data)

class Chat(Namespace):
    def on_talk(self, data):
        socketio.sleep(1)

def store(data):
    socketio.sleep(1)

def poll():
    socketio.sleep(1)

socketio.on_namespace(Chat("/chat"))

if __name__ == "__main__":
    socketio.start_background_task(poll)
    socketio.run(app)
`;

const SERVER = `import eventlet
eventlet.monkey_patch()
import socketio

sio = socketio.Server(async_mode="eventlet")
client = socketio.Client()

@sio.event
def joined(sid, data):
    sio.sleep(1)

class Chat(socketio.Namespace):
    def on_talk(self, sid, data):
        self.emit("heard", data)

@client.on("news")
def read(data):
    client.sleep(1)

if __name__ == "__main__":
    eventlet.wsgi.server(eventlet.listen(("", 80)), socketio.WSGIApp(sio))
`;

describe("a handler of Flask-SocketIO", () => {
  const { of } = assessedFiles({ "app.py": FLASK });

  test.each(["handle", "Chat.on_talk"])("%s can be async, in another framework", (id) => {
    const found = of(`app.${id}`);
    expect(found?.verdict).toBe("asyncio-ready");
    expect(inEnglish(found?.reason ?? "")).toContain(
      "But `flask_socketio.SocketIO` does not await it and has no asyncio version: it becomes a handler of `socketio.AsyncServer`, in `quart.Quart`",
    );
    expect(found?.obstacles.map((each) => each.id)).toContain("sync-framework");
    expect(found?.twin).toBeUndefined();
  });

  test.each(["store", "poll"])("%s is none", (id) => {
    expect(inEnglish(of(`app.${id}`)?.reason ?? "")).not.toContain("does not await it");
  });

  test("its server has nothing like it in asyncio", () => {
    expect(of("app")?.verdict).toBe("redesign");
  });
});

describe("a handler of python-socketio's synchronous classes", () => {
  const { of } = assessedFiles({ "app.py": SERVER });

  test.each([
    ["joined", "`socketio.Server` does not await it: `socketio.AsyncServer` does"],
    ["Chat.on_talk", "`socketio.Server` does not await it: `socketio.AsyncServer` does"],
    ["read", "`socketio.Client` does not await it: `socketio.AsyncClient` does"],
  ])("%s is awaited by the asyncio class", (id, condition) => {
    const found = of(`app.${id}`);
    expect(found?.verdict).toBe("asyncio-ready");
    expect(inEnglish(found?.reason ?? "")).toContain(`But ${condition}.`);
  });
});

test("a handler that stays a plain function is called by a coroutine function that is registered", () => {
  const { verdicts } = assessedFiles({ "app.py": SERVER }).readiness;
  const joined = verdicts.find(({ function: id }) => id === "app.joined");
  expect((joined?.alternatives ?? []).map(inEnglish).join()).toContain("register an `async def`");
});
