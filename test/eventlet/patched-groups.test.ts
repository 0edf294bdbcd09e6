import { describe, expect, test } from "vitest";
import type { ArgumentValue } from "../../src/callgraph/call-graph.ts";
import { patchedGroups } from "../../src/eventlet/patching/patched-groups.ts";
import { say } from "../../src/sentence.ts";
import { knowledge } from "./knowledge.ts";

const ALL = "os psycopg select socket subprocess thread time";

describe("monkey_patch()'s keywords", () => {
  // Measured by running Eventlet with each of these calls and comparing the modules.
  test.each<readonly [string, Readonly<Record<string, Value>>, string]>([
    ["nothing", {}, ALL],
    ["all=True", { all: true }, ALL],
    ["all=None", { all: null }, ALL],
    ["os=False", { os: false }, "psycopg select socket subprocess thread time"],
    ["thread=False", { thread: false }, "os psycopg select socket subprocess time"],
    ["socket=True", { socket: true }, "socket"],
    ["socket=1: equal to True", { socket: 1 }, "socket"],
    ['socket="yes": true, but not True', { socket: "yes" }, ALL],
    ["socket=True, select=True", { socket: true, select: true }, "select socket"],
    ["os=True, thread=False", { os: true, thread: false }, "os"],
    ["all=False", { all: false }, ""],
    [
      "all=False, socket=True, select=True, thread=True",
      { all: false, socket: true, select: true, thread: true },
      "select socket thread",
    ],
    [
      "all=True, thread=False",
      { all: true, thread: false },
      "os psycopg select socket subprocess time",
    ],
    ["MySQLdb=True turns the rest off", { MySQLdb: true }, "MySQLdb"],
    [
      "all=True, MySQLdb=True, builtins=True",
      { all: true, MySQLdb: true, builtins: true },
      `MySQLdb builtins ${ALL}`,
    ],
    ["__builtin__=True", { __builtin__: true }, "builtins"],
    ["__builtin__ and builtins: an AssertionError", { __builtin__: true, builtins: true }, ""],
    ["0 is no True", { time: 0 }, "os psycopg select socket subprocess thread"],
  ])("%s", (_, keywords, expected) => {
    expect(groups(keywords)).toBe(expected);
  });

  test.each(["profile", "ssl", "threading", "queue", "signal"])("%s is a TypeError", (keyword) => {
    expect(patchedGroups([{ keyword, constants: [true] }], knowledge.patching)).toMatchObject({
      groups: [],
      error: say`monkey_patch() knows no keyword ${keyword}`,
    });
  });

  test("a positional argument is a TypeError", () => {
    expect(patchedGroups([{ position: 0 }], knowledge.patching).error).toBeDefined();
  });

  test("an unknown value joins both outcomes, and says so", () => {
    const found = patchedGroups([{ keyword: "thread" }], knowledge.patching);
    expect(found).toEqual({ groups: ALL.split(" "), isCertain: false });
  });

  test("keywords that are not known may be any: what patches by default, and it says so", () => {
    const found = patchedGroups([{}], knowledge.patching);
    expect(found).toEqual({ groups: ALL.split(" "), isCertain: false });
  });
});

type Value = string | number | boolean | null;

function groups(keywords: Readonly<Record<string, Value>>): string {
  const values: readonly ArgumentValue[] = Object.entries(keywords).map(([keyword, value]) => ({
    keyword,
    constants: [value],
  }));
  return patchedGroups(values, knowledge.patching).groups.join(" ");
}
