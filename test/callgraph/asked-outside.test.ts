import { describe, expect, test } from "vitest";
import type { SymbolLayer } from "../../src/callgraph/symbols/symbol-layer.ts";
import { knowing, readTexts, solve } from "./solve-fixture.ts";

/** A query that asks its database when it is gone through, counted or subscripted. */
const LAYER: SymbolLayer = {
  symbols: {
    "orm.Session": { kind: "class" },
    "orm.Session.query": { kind: "function", returns: "orm.Query[$instance:0]" },
    "orm.Session.raw": { kind: "function", returns: "orm.Query" },
    "orm.Query": { kind: "class" },
    "orm.Query.__iter__": { kind: "function" },
    "orm.Query.__getitem__": { kind: "function" },
    "orm.Query.__len__": { kind: "function" },
    "orm.Page": { kind: "class", bases: ["orm.Query"] },
    "orm.Page.__len__": { kind: "function" },
  },
  described: ["orm.Query.__iter__", "orm.Query.__getitem__", "orm.Query.__len__"],
  protocols: ["orm.Query.__iter__", "orm.Query.__getitem__", "orm.Query.__len__"],
};

const HEAD = `from orm import Page, Query, Session
class Row:
    pass
def typed():
    return Session().query(Row)
def plain():
    return Session().raw("rows")
class Ours(Query):
    pass
`;

/** What a function is found to ask of things outside, and how sure that is. */
function asked(body: string, head = HEAD): readonly string[] {
  const graph = solve(readTexts({ "m.py": `${head}${body}\nf()\n` }), {
    externals: knowing(LAYER),
  });
  return graph.externalCalls
    .filter(({ caller, callee }) => caller === "m.f" && callee.startsWith("orm.Query.__"))
    .map(({ callee, how, confidence }) => `${callee.split(".").at(-1)} ${how} ${confidence}`);
}

const ITER = ["__iter__ iteration certain"];
const ITEM = ["__getitem__ operator certain"];

describe("Python asks what lies outside, wherever it was made", () => {
  test.each([
    ["a loop", "def f():\n    for row in typed():\n        pass", ITER],
    ["a loop over rows of no known class", "def f():\n    for row in plain():\n        pass", ITER],
    ["a comprehension", "def f():\n    return [row for row in typed()]", ITER],
    ["list()", "def f():\n    return list(typed())", ITER],
    ["a call's star", "def g(*rows):\n    pass\ndef f():\n    g(*plain())", ITER],
    ["unpacking", "def f():\n    first, last = typed()", ITER],
    ["next()", "def f():\n    return next(plain())", ITER],
    [
      "membership, without a method of its own",
      "def f():\n    return 1 in typed()",
      ["__iter__ operator certain"],
    ],
    ["an item", "def f():\n    return typed()[0]", ITEM],
    ["an item of a class of ours below it", "def f():\n    return Ours()[0]", ITEM],
    ["a loop over one", "def f():\n    for row in Ours():\n        pass", ITER],
    ["len()", "def f():\n    return len(typed())", ["__len__ operator certain"]],
    [
      "truth, by its length",
      "def f():\n    if not plain():\n        pass",
      ["__len__ operator certain"],
    ],
    ["not what a class below it has of its own", "def f():\n    return len(Page())", []],
    ["nor what is merely named", "def f():\n    return typed()", []],
  ])("%s", (_what, body, found) => {
    expect(asked(body)).toEqual(found);
  });

  test("a slice of it is one more", () => {
    const found = asked(
      "def part():\n    return plain()[:5]\ndef f():\n    return [row for row in part()]",
    );
    expect(found).toEqual(ITER);
  });

  test("where lists and texts come as well, each is only one of what is meant", () => {
    const puts = ["plain()", "[1]", "{1}", "{}", "(1,)", "'x'", "1"].map(
      (each) => `box.put(${each})`,
    );
    const head = `${HEAD}class Box:\n    def put(self, rows):\n        self.rows = rows\nbox = Box()\n`;
    const body = (count: number) =>
      `${puts.slice(0, count).join("\n")}\ndef f():\n    for row in box.rows:\n        pass`;
    expect(asked(body(2), head)).toEqual(["__iter__ iteration certain"]);
    expect(asked(body(4), head)).toEqual(["__iter__ iteration likely"]);
    expect(asked(body(7), head)).toEqual(["__iter__ iteration possible"]);
  });
});
