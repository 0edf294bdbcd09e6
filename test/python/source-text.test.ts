import { expect, test } from "vitest";
import { lineAt, sourceText } from "../../src/python/tree/source-text.ts";

test.each([
  ["", 0],
  ["a", 1],
  ["a\n", 1],
  ["a\nb", 2],
  ["a\r\nb\r\n", 2],
  ["a\rb\r", 2],
  ["\n\n", 2],
])("%j has %i lines", (text, lines) => {
  expect(sourceText(text).lineCount).toBe(lines);
});

test("positions keep their lines whatever ends them", () => {
  const source = sourceText("a\rb\r\nc\nd\0e");
  expect(
    ["a", "b", "c", "d", "e"].map((name) => lineAt(source, source.text.indexOf(name))),
  ).toEqual([1, 2, 3, 4, 4]);
  expect(source.text).toBe("a\nb\r\nc\nd e");
});
