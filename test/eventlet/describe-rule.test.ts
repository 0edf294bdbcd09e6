import { describe, expect, test } from "vitest";
import { describeRule, listRules } from "../../src/eventlet/describe-rule.ts";
import { knowledge } from "./knowledge.ts";

describe("a rule is described", () => {
  test.each(["EVT-greenthread-sleep", "eventlet.sleep", "eventlet.greenthread.sleep"])(
    "by %s",
    (name) => {
      const text = describeRule(knowledge, name);
      expect(text).toContain("EVT-greenthread-sleep  eventlet.greenthread.sleep");
      expect(text).toContain("await asyncio.sleep(2)");
      expect(text).toContain("awaitlet(asyncio.sleep(2))");
      expect(text).toContain("eventlet/greenthread.py: sleep");
    },
  );

  test.each(["LIB-sqlalchemy", "kill-or-link", "run-gunicorn-k", "time.sleep", "requests.get"])(
    "%s",
    (name) => {
      expect(describeRule(knowledge, name)).toMatch(/^\S+ {2}\S/);
    },
  );

  test("an unknown one is not", () => {
    expect(describeRule(knowledge, "EVT-nothing")).toBeUndefined();
  });
});

test("the list holds every rule once, and can be searched", () => {
  const all = listRules(knowledge).map(({ kind, id }) => `${kind} ${id}`);
  expect(all.length).toBe(new Set(all).size);
  expect(listRules(knowledge, "GreenPool.spawn_n").map(({ id }) => id)).toEqual([
    "EVT-greenpool-GreenPool-spawn_n",
  ]);
});
