import { expect, test } from "vitest";
import { adjacency, knowing, readTexts, solve } from "./solve-fixture.ts";

const externals = knowing({
  symbols: {
    "ledger.provider": {
      kind: "function",
      returns: "$arg:0",
      puts: { session: "ledger.Session" },
    },
    "ledger.Session": { kind: "class" },
    "ledger.Session.query": { kind: "function" },
  },
  described: ["ledger.*"],
});

const text = `
import ledger

@ledger.provider
class Context:
    def copy(self):
        return Context()

class Plain:
    pass

def count(context):
    return context.session.query()

def count_plain(context):
    return context.session.query()

def main():
    count(Context().copy())
    count_plain(Plain())

main()
`;

test("what a library's decorator puts on a class, its instances have", () => {
  const edges = adjacency(solve(readTexts({ "m.py": text }), { externals }));
  expect(edges["m.count"]).toEqual(["ledger.Session.query"]);
  expect(edges["m.count_plain"]).toEqual([]);
});
