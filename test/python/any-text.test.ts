import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { violationsOf } from "./check-facts.ts";
import { mutate, seeded } from "./mutate.ts";
import { factsOf } from "./python-files.ts";

const FOLDER = new URL("../fixtures/python/", import.meta.url);
const samples = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".py"))
  .sort()
  .map((name) => readFileSync(new URL(name, FOLDER), "utf8"));

const nested = (depth: number, line: (indent: string) => string): string =>
  Array.from({ length: depth }, (_, index) => line(" ".repeat(index))).join("\n");

/** What no grammar book shows. */
const EXTREMES: Readonly<Record<string, string>> = {
  nothing: "",
  "only line ends": "\n\r\n\r\n\n",
  "10,000 parentheses": `x = ${"(".repeat(10_000)}1${")".repeat(10_000)}\ndef f(): g()\n`,
  "10,000 open parentheses": `x = ${"(".repeat(10_000)}\ndef f(): g()\n`,
  "5,000 nested blocks": `${nested(5_000, (indent) => `${indent}if x:`)}\n${" ".repeat(5_000)}f()\n`,
  "1,000 nested functions": `${nested(1_000, (indent) => `${indent}def f():`)}\n${" ".repeat(1_000)}f()\n`,
  "5,000 calls in a chain": `x${".a()".repeat(5_000)}\n`,
  "20,000 operators": `x = ${"a + ".repeat(20_000)}a\n`,
  "20,000 tests": `if ${"isinstance(a, b) and ".repeat(20_000)}a: pass\n`,
  "20,000 negations": `x = ${"not ".repeat(20_000)}a\n`,
  "10,000 conditional expressions": `x = ${"a if b else ".repeat(10_000)}a\n`,
  "10,000 lambdas": `x = ${"lambda: ".repeat(10_000)}a\n`,
  "10,000 elif": `if a: pass\n${"elif b: x = 1\n".repeat(10_000)}`,
  "10,000 targets": `${"a = ".repeat(10_000)}b\n`,
  "3,000 nested targets": `${"(".repeat(3_000)}a,${")".repeat(3_000)} = x\n`,
  "3,000 managers": `with ${Array.from({ length: 3_000 }, (_, index) => `a as b${index}`).join(", ")}: pass\n`,
  "10,000 module names": Array.from(
    { length: 10_000 },
    (_, index) => `if x:\n  v${index} = x`,
  ).join("\n"),
  "1,000 nested comprehensions": `x = ${"[a for a in ".repeat(1_000)}b${"]".repeat(1_000)}\n`,
  "a line of a megabyte": `x = [${"abc, ".repeat(200_000)}]\n`,
  "NUL bytes": "a\0 = 1\n\0\ndef f():\0 return 1\n",
  "old Mac line ends": "def f():\r    return g()\rx = f()\r",
  "form feeds": "\f\ndef f():\n\f    return g()\n",
  "half a surrogate pair": "x = '\ud800'\ny = f()\n",
  quotes: "'".repeat(10_000),
  backticks: "`".repeat(10_000),
  "f-strings in f-strings": `x = ${"f'{".repeat(200)}1${"}'".repeat(200)}\n`,
};

describe("any text gives facts that hold together", () => {
  test.each(Object.entries(EXTREMES))("%s", (_, text) => {
    expect(violationsOf(factsOf(text), text)).toEqual([]);
  });

  test.each(samples.map((text, index) => [index, text] as const))("sample %i", (_, text) => {
    expect(violationsOf(factsOf(text), text)).toEqual([]);
  });

  test("400 damaged samples", () => {
    const random = seeded(1);
    for (let round = 0; round < 400; round++) {
      const text = mutate(samples[round % samples.length] ?? "", random);
      expect(violationsOf(factsOf(text), text), JSON.stringify(text)).toEqual([]);
    }
  });

  test("400 random texts", () => {
    const random = seeded(2);
    for (let round = 0; round < 400; round++) {
      const length = Math.floor(random() * 200);
      const limit = random() < 0.5 ? 0x80 : 0x10000;
      const codes = Array.from({ length }, () => Math.floor(random() * limit));
      const text = String.fromCharCode(...codes);
      expect(violationsOf(factsOf(text), text), JSON.stringify(text)).toEqual([]);
    }
  });
});

test("the same text gives the same facts", () => {
  for (const text of samples) expect(factsOf(text)).toEqual(factsOf(text));
});
