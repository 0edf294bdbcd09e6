import { describe, expect, test } from "vitest";
import { tameText } from "../../src/python/tree/tame-text.ts";

const MANY = 300;

describe("texts that would take the parser hours", () => {
  test.each([
    ["continued lines", `x = 1${" \\\n + 1".repeat(MANY)}\ny = 2\n`],
    ["continued lines with nothing on them", `x = 1 ${"\\\n".repeat(MANY)} + 1\ny = 2\n`],
    ["lone backslashes between empty lines", `${"\\\n\n".repeat(MANY)}y = 2\n`],
    ["names of characters that no brace ends", "'\\N{' ".repeat(MANY)],
  ])("%s change, and every other place stays", (_, text) => {
    const tamed = tameText(text);
    expect(tamed).not.toBe(text);
    expect(tamed.length).toBe(text.length);
    expect(tamed.replaceAll(/[\s\\{]/g, "")).toBe(text.replaceAll(/[\s\\{]/g, ""));
    expect(tamed.endsWith(text.slice(-6).replace("{", " "))).toBe(true);
  });

  test("a statement ends where it ended: at an empty line, and after its last one", () => {
    const tamed = tameText(`${"a \\\n\n".repeat(MANY)}b = 1 \\\n\nc = 2\n`);
    expect(tamed.split("\n").filter((line) => line.trim() !== "").length).toBe(MANY + 2);
  });
});

test.each([
  ["a few continued lines", "x = 1 \\\n + 2 \\\n + 3\n"],
  ["many empty lines", "\n".repeat(1000)],
  ["comments that end with a backslash", `${"# a \\\n".repeat(MANY)}x = 1\n`],
  ["a character's name", 'x = "\\N{LATIN SMALL LETTER A WITH ACUTE}"\n'],
])("%s stay as they are", (_, text) => {
  expect(tameText(text)).toBe(text);
});
