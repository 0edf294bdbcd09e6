import { expect, test } from "vitest";
import { assessedSource } from "./source.ts";

const breaksOf = (text: string) =>
  assessedSource(text).readiness.silentBreaks.map(({ id, line }) => `${id}:${line}`);

const SEND = `import eventlet
class MessageTimeout(eventlet.Timeout):
    pass
def send():
    with MessageTimeout(5):
        eventlet.sleep(1)
`;

test("a handler of Timeouts further in has them before an outer `except Exception`", () => {
  const text = `${SEND}def sync():
    try:
        try:
            send()
        except MessageTimeout:
            print('too slow')
    except Exception:
        print('broken')
sync()
`;
  expect(breaksOf(text)).toEqual([]);
});

test("not where it lets them go, nor where it stands further out", () => {
  const text = `${SEND}def let_go():
    try:
        try:
            send()
        except MessageTimeout:
            raise
    except Exception:
        print('broken')
def outside():
    try:
        try:
            send()
        except Exception:
            print('broken')
    except MessageTimeout:
        print('too slow')
let_go()
outside()
`;
  expect(breaksOf(text)).toEqual(["timeout-baseexception:10", "timeout-baseexception:18"]);
});

test("what is `async def` already keeps the waits that it has", () => {
  const text = `import asyncio
import eventlet
class Link:
    def __init__(self):
        self.open = False
    async def connect(self):
        if not self.open:
            await asyncio.sleep(1)
            eventlet.sleep(1)
            self.open = True
asyncio.run(Link().connect())
`;
  expect(breaksOf(text)).toEqual([]);
});
