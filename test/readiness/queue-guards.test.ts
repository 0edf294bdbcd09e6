import { expect, test } from "vitest";
import { assessedSource } from "./source.ts";

const PROGRAM = `
import eventlet
from eventlet import queue
class A:
    def __init__(self):
        self.q = queue.LightQueue(maxsize=3)
    def never1(self):
        if self.q.full():
            self.q.get()
    def never2(self, x):
        if self.q.full():
            self.q.get()
        self.q.put(x)
    def never3(self):
        while not self.q.empty():
            y = self.q.get()
            print(y)
    def never4(self, x):
        if x and not self.q.empty(): return self.q.get()
    def never5(self):
        if self.q.qsize() == 0:
            print(1)
            return
        return self.q.get()
    def never6(self):
        if self.q.empty():
            print(1)
        else:
            return self.q.get()
    def never7(self, x):
        if self.q.full():
            return
        self.q.put(x)
    def never8(self):
        q = self.q
        while q.qsize():
            try:
                q.get()
            except Exception:
                pass
    def never9(self):
        return self.q.get(block=False) or self.q.get(0) or self.q.get_nowait() or self.q.put_nowait(3)
    def may1(self, x):
        if not self.q.full():
            self.q.get()
    def may2(self, x):
        if not self.q.empty():
            eventlet.sleep(0)
            self.q.get()
    def may2b(self, x):
        if not self.q.empty():
            self.wait()
            self.q.get()
    def may3(self, other):
        if not other.q.empty():
            return self.q.get()
    def may4(self, x):
        if x or not self.q.empty():
            return self.q.get()
    def may5(self, x):
        if self.q.full():
            print(1)
        self.q.put(x)
    def may6(self, x):
        if self.q.full():
            return self.q.put(1)
    def may7(self):
        while not self.q.empty():
            self.q.get()
            self.q.get()
`;

test("a queue that the code has just asked, or tells not to wait, does not wait", () => {
  const { verdicts } = assessedSource(PROGRAM).readiness;
  const waiting = verdicts.filter(({ reach }) => reach === "suspends");
  expect(waiting.map((verdict) => verdict.function.replace("app.A.", ""))).toEqual([
    "may1",
    "may2",
    "may2b",
    "may3",
    "may4",
    "may5",
    "may6",
    "may7",
  ]);
  const never = verdicts.filter((verdict) => verdict.function.includes("never"));
  expect(never.map(({ reach }) => reach)).toEqual(never.map(() => "touches"));
  expect(never).toHaveLength(9);
});
