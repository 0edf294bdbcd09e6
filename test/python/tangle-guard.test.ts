import { describe, expect, test } from "vitest";
import { factsOf, parser } from "./python-files.ts";

/** Each would take the parser hours. */
const TANGLED: Readonly<Record<string, string>> = {
  "one line": "<!--".repeat(25_000),
  "unary operators and nothing to apply them to": "~-,*".repeat(25_000),
  "line after line": "~-,*\n".repeat(20_000),
  "continued lines": "~-\\\n,*".repeat(150),
  "half imports": "- as ".repeat(20_000),
  "half statements": "try:~;!".repeat(15_000),
  "below good code": `def f(): pass\n${"<!--".repeat(25_000)}\n`,
};

describe("text in which errors follow on errors", () => {
  test.each(Object.entries(TANGLED))("%s: has no tree, or an error soon", (_, text) => {
    expect(parser.parse(text)?.hasError).toBeOneOf([undefined, true]);
    expect(parser.parseFully("x = 1\n")?.hasError).toBe(false);
  });

  test("is told of, and its file has no functions", () => {
    const { scopes, diagnostics, lines } = factsOf(TANGLED["below good code"] ?? "");
    expect(scopes.map(({ qualifiedName }) => qualifiedName)).toEqual([""]);
    expect(lines).toBe(2);
    expect(diagnostics).toMatchObject([{ code: "syntax-error", severity: "error", line: 1 }]);
  });
});

describe("the budget lasts for", () => {
  test.each([
    ["deep nesting", `x = ${"(".repeat(5000)}${")".repeat(5000)}\nmatch x:\n  case 1: pass\n`],
    ["a long line", `match x:\n  case 1: y = [${"1, ".repeat(300_000)}]\n`],
    ["long chains", `x = ${"not ".repeat(20_000)}y\nmatch x:\n  case 1: pass\n`],
  ])("%s", (_, text) => {
    expect(parser.parseFully(text)?.hasError).toBe(false);
  });

  test("many errors in a long file", () => {
    expect(parser.parseFully("def f(:\n  x = = 1\n  return x)\n".repeat(3000))?.hasError).toBe(
      true,
    );
  });
});
