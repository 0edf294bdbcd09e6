import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openQuickParser } from "../../src/python/quick/quick-parse.ts";
import { codeEnd, type FlatTree } from "../../src/python/tree/flat-tree.ts";
import { Kind } from "../../src/python/tree/kinds.ts";
import { sourceText } from "../../src/python/tree/source-text.ts";
import { mutate, seeded } from "./mutate.ts";
import { fullTree } from "./python-files.ts";

const FOLDERS = ["../fixtures/python/", "../fixtures/callgraph/"];
/** The full grammar takes `[*f()]` for a call of `*f`. */
const MISREAD = /\[\*\w+\(/;
/** It reads on behind a statement that ends with a comma: `a,` and `b = c` in the next line are one to it. */
const JOINED = /^[ \t]*[\w.]+,[ \t]*\n[ \t]*[\w.]+[^\n]*=/m;
const FILES = FOLDERS.flatMap((folder) => pythonBelow(new URL(folder, import.meta.url))).filter(
  (text) => !MISREAD.test(text),
);
const parseQuickly = openQuickParser();

function pythonBelow(folder: URL): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".py"))
    .sort()
    .map((name) => sourceText(readFileSync(new URL(name, folder), "utf8")).text);
}

/**
 * A row for each node. The full parser stretches blocks and decorators over comments; a block and
 * the module begin where it likes.
 */
function rows(tree: FlatTree): readonly (readonly number[])[] {
  return Array.from({ length: tree.size }, (_, node) => {
    const kind = tree.kind[node] as number;
    const start = kind === Kind.block || kind === Kind.module ? -1 : (tree.start[node] as number);
    const isLoose = kind === Kind.decorator || kind === Kind.module;
    const end = isLoose ? -1 : codeEnd(tree, node);
    return [kind, tree.field[node] as number, start, end, tree.after[node] as number];
  });
}

test("the quick parser's trees are those of the full parser", () => {
  const answered = FILES.filter((text) => {
    const quick = parseQuickly(text);
    if (quick !== undefined) expect(rows(quick), text).toEqual(rows(fullTree(text)));
    return quick !== undefined;
  });
  expect(answered.length).toBeGreaterThan(FILES.length * 0.9);
});

test("what the quick parser takes of damaged files, the full parser takes in the same way", () => {
  const random = seeded(5);
  for (let round = 0; round < 1500; round++) {
    const whole = FILES[Math.floor(random() * FILES.length)] as string;
    const { text } = sourceText(mutate(whole.slice(0, 4000), random));
    const quick = JOINED.test(text) ? undefined : parseQuickly(text);
    if (quick === undefined) continue;
    const full = fullTree(text);
    expect(full.hasError, text).toBe(false);
    expect(rows(quick), text).toEqual(rows(full));
  }
});

describe("plain Python", () => {
  test.each([
    "x = 0x1F + 1_0 * .5e-3j ** -2 // 7. @ y",
    "a < b not in c is not d and not e or f",
    "x: Dict[str, a.b] | None = f(*a, **b, c=d, e=(g for h in i))",
    "async def f(a, /, b: int = 1, *c: 'x', d=(1,), **e) -> Tuple[int, ...]: ...",
    "@a.b(c)\n@d\nclass A(B, metaclass=C):\n\n    # comment\n    def f(self): return\n    # end",
    "for (a, [b, *c]), d.e in f, g:\n\tbreak\nelse:\n\tcontinue",
    "try: a\nexcept (A, B) as e:\n  raise C from e\nexcept:\n  pass\nelse: b; c;\nfinally:\n  d",
    "with a as b, c() as (d, e): pass",
    "with (a as b,\n  c() as (d, e),\n): pass",
    "with (a, (b, c), d as e.f): pass\nwith (a): b\nwith (a) as b, (c) as d: e\nwith (a as b): c",
    "x = f'{a!r:>{w}}{{}}{b[\"c\"]=}' rb'\\'a' '''\n'''",
    "x = [i async for i in await j if i if not k] + [*l, m] + {**n, 'o': lambda *p, q=1: q}",
    "a, b = c = d[1:2, ::3, :, (e)] = yield f,",
    "from ..a import (b as c, d,)\nfrom . import *\nimport e.f as g\nfrom __future__ import h",
    "print(a)\nexec(b)\ntype(c)\nmatch = 1\ndel (d), e\nassert f, g\nglobal h, i",
    "if (x := f()) and \\\n  y: z\nelif a: b\nelse: c",
  ])("%j", (text) => {
    const quick = parseQuickly(text);
    expect(quick && rows(quick)).toEqual(rows(fullTree(text)));
  });
});

describe("left to the full parser", () => {
  test.each([
    "print 'a'",
    "print >>a, b",
    "exec a in b",
    "raise A, b",
    "except A, b: pass",
    "x = 0777L",
    "x = `a`",
    "x <> y",
    "ä = 1",
    "match x:\n  case 1: pass",
    "with (a, b) as c: pass",
    "with (a).b as c: pass",
    "with (a as b,): pass",
    "def f(a, (b, c)): pass",
    "type X = int",
    "x = (1",
    "x = 'a",
    "x = f'{a'",
    "if a:\n    b\n  c",
    "f() = 1",
    "a b",
    "for x: pass",
    "class A[T]: pass",
    "x = 0o",
    "try: a",
    `x = ${"(".repeat(1000)}1${")".repeat(1000)}`,
  ])("%j", (text) => {
    expect(parseQuickly(text)).toBeUndefined();
  });
});

test("the quick parser is right where the full one is not", () => {
  const tree = parseQuickly("x = [*f()]\ntype(a).b = 1\n");
  const kinds = tree && [...tree.kind.subarray(0, tree.size)];
  expect(kinds).toContain(Kind.listSplat);
  expect(kinds).not.toContain(Kind.typeAliasStatement);
});
