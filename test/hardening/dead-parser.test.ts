import { expect, test } from "vitest";
import { EngineDied, reduce } from "../../src/assessment/facts-job.ts";
import { readFacts } from "../../src/assessment/read-facts.ts";
import type { SourceFile } from "../../src/source/source-tree.ts";

/** Of this the full parser keeps what grows with the square of the length, until its engine ends. */
const DEADLY = ">>*a".repeat(3000);
/** Only the full parser reads it. */
const MATCH = "def f(x):\n    match x:\n        case 1:\n            return g()\n";

function file(path: string, text: string): SourceFile {
  const module = path.replace(/\.py$/, "");
  const rest = { importRoot: "", isPackage: false, isTest: false, isScript: false, lines: 4 };
  return { path, module, text, ...rest, hash: path, encoding: "utf-8" };
}

test("a text that ends the parser costs its own file, and the others are read in another thread", async () => {
  const files = [file("a.py", MATCH), file("b.py", DEADLY), file("c.py", MATCH)];
  const [a, b, c] = await readFacts(files, { cacheKey: "1", workers: 1 });
  expect(b?.diagnostics.map(({ code }) => code)).toEqual(["reader-failed"]);
  expect([a?.scopes.length, b?.scopes.length, c?.scopes.length]).toEqual([2, 1, 2]);
  expect([...(a?.diagnostics ?? []), ...(c?.diagnostics ?? [])]).toEqual([]);
});

test("what ends the parser is told from what the reader fails on", () => {
  const failing = (error: Error) => ({
    parse: () => {
      throw error;
    },
    parseFully: () => undefined,
  });
  const ended = Object.assign(new Error("Aborted()"), { name: "RuntimeError" });
  expect(() => reduce(file("a.py", MATCH), failing(ended))).toThrow(EngineDied);
  const { facts, isWhole } = reduce(file("a.py", MATCH), failing(new Error("oops")));
  expect(isWhole).toBe(false);
  expect(facts.diagnostics.map(({ code }) => code)).toEqual(["reader-failed"]);
});
