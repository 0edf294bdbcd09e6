import { describe, expect, test } from "vitest";
import {
  neutraliseLine,
  rewriteBackticks,
  rewriteLine,
  rewriteTypeCalls,
} from "../../src/python/tree/python2.ts";
import { say } from "../../src/sentence.ts";
import { factsOf } from "./python-files.ts";

describe("a line in an older form is bridged in place", () => {
  test.each([
    ["    exec code in ns", "    not  code in ns"],
    ["exec(code)", "exec(code)"],
    ["x = 1; exec y.z in ns", "x = 1; not  y.z in ns"],
    ["import async", "import asyn_"],
    ["    async def f():", "    async def f():"],
    ["x.await()", "x.awai_()"],
    ["await x", "await x"],
    ["await = 3", "awai_ = 3"],
    ["True = 1", "Tru_ = 1"],
    ["class A[T = int, U: B = C](D):", "class A[T      , U: B    ](D):"],
  ])("%s", (line, expected) => {
    expect(rewriteLine(line)).toBe(expected);
    expect(rewriteLine(line)).toHaveLength(line.length);
  });
});

describe("an unreadable line leaves its block standing", () => {
  test.each([
    ["def f(a, =b, c):", "def f(        ):"],
    ["    if x = = 1:  # why", "    if 1      :       "],
    ["  value = = 3", "  pass       "],
    ["  )", "   "],
    ["class C(B, =):", "class C(    ):"],
  ])("%s", (line, expected) => {
    expect(neutraliseLine(line)).toBe(expected);
  });
});

test("backticks become parentheses, and type() calls no type aliases", () => {
  expect(
    rewriteBackticks("a = `b` + `c`", [
      [4, 7],
      [10, 13],
    ]),
  ).toBe("a = (b) + (c)");
  expect(rewriteTypeCalls("  type(a).b = c\ntype A = B\n")).toBe("  typ_(a).b = c\ntype A = B\n");
});

describe("an error costs its line, not the functions around it", () => {
  const functions = (text: string): string[] =>
    factsOf(text)
      .scopes.slice(1)
      .map(({ qualifiedName }) => qualifiedName);

  test.each([
    ["an unclosed call", "def a():\n    x = f(1, 2\n\ndef b():\n    return 1\n"],
    ["an unclosed call of the module", "def a(): pass\nx = f(1, 2\n\ndef b():\n    x = 3\n"],
    [
      "an unclosed list",
      "def a():\n    x = [1, 2\n    y = 3\n    z(4)\n\ndef b():\n    return 1\n",
    ],
    ["a stray operator", "def a():\n    x = = 1\n    y = 2\n\ndef b():\n    return 1\n"],
    ["a conflict marker", "def a():\n    return 1\n<<<<<<< HEAD\n\ndef b():\n    return 1\n"],
    ["a broken condition", "def a():\n    if x == :\n        return 1\n\ndef b():\n    return 1\n"],
  ])("%s", (_, text) => {
    expect(functions(text)).toEqual(["a", "b"]);
    expect(factsOf(text).diagnostics.map(({ code }) => code)).toContain("syntax-error");
  });

  test("a diagnostic names the line", () => {
    expect(factsOf("a = 1\nb = = 2\n").diagnostics).toEqual([
      {
        code: "syntax-error",
        severity: "warning",
        line: 2,
        message: say`Cannot be parsed: ${"b = = 2"}`,
      },
    ]);
  });
});
