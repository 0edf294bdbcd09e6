import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessedSource } from "./source.ts";

/** A program half of which is `async def` already. */
const HALF = `import asyncio
import eventlet

async def watch():
    eventlet.sleep(1)

def start():
    asyncio.create_task(watch())

async def ask():
    await watch()

async def quiet():
    start()

class Session:
    def __init__(self, depth):
        self.depth = depth
        self.fill()

    def fill(self):
        eventlet.sleep(1)
        later(self.depth)

async def later(depth):
    if depth:
        await asyncio.wait_for(again(depth), 5)

async def again(depth):
    Session(depth - 1)
    await later(depth)
`;

describe("functions that are `async def` already", () => {
  const { of } = assessedSource(HALF);

  test("who makes a coroutine and hands it to a task does not wait for it, who awaits it does", () => {
    expect(of("start")).toMatchObject({ reach: "touches", verdict: "asyncio-ready" });
    expect(of("ask")).toMatchObject({ reach: "suspends", verdict: "asyncio-ready" });
    expect(of("ask")?.evidence[0]).toMatchObject({ calls: "app.watch", line: 11 });
  });

  test("a coroutine inside an awaited call is awaited with it", () => {
    expect(of("later")?.evidence[0]).toMatchObject({ calls: "app.again" });
  });

  test("are called so, whatever they do", () => {
    expect(inEnglish(of("quiet")?.reason ?? "")).toMatch(/^Is `async def` already, and nothing/);
    expect(inEnglish(of("ask")?.reason ?? "")).toMatch(/^Is `async def` already: it waits/);
    expect(of("ask")?.alternatives).toEqual([]);
  });

  test.each(["ask", "quiet", "later", "again"])("%s is async in every plan", (id) => {
    expect(of(id)?.labels).toEqual({
      awaitletFirst: "async",
      balanced: "async",
      fullAsyncio: "async",
    });
  });

  test("a cycle through them makes no constructor async, nor them synchronous", () => {
    expect(of("Session.__init__")).toMatchObject({ verdict: "awaitlet-candidate" });
    expect(of("Session.__init__")?.labels.fullAsyncio).toBe("sync");
  });
});
