// biome-ignore-all lint/correctness/noUnresolvedImports: the types are an ambient module declaration, which Biome does not read.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { Language, Parser } from "web-tree-sitter";
import type { FlatTree } from "../../src/python/tree/flat-tree.ts";
import { symbolTable } from "../../src/python/tree/symbol-table.ts";
import { flattenWithCursor } from "../../src/python/tree/tree-cursor.ts";
import { mutate, seeded } from "./mutate.ts";
import { fullTree } from "./python-files.ts";

const FOLDER = new URL("../fixtures/python/", import.meta.url);
const grammar = createRequire(import.meta.url).resolve(
  "tree-sitter-python/tree-sitter-python.wasm",
);
const language = await Language.load(new Uint8Array(readFileSync(grammar)));
const engine = new Parser();
engine.setLanguage(language);
const symbols = symbolTable(language);

function byCursor(text: string): FlatTree {
  const tree = engine.parse(text);
  if (tree === null) throw new Error("no tree");
  const flat = flattenWithCursor(tree, symbols);
  tree.delete();
  return flat;
}

/** The used part of each column. */
function columns(tree: FlatTree): unknown {
  const { size, kind, field, start, end, after, hasError, missing } = tree;
  const used = [kind, field, start, end, after].map((column) => [...column.subarray(0, size)]);
  return { used, hasError, missing };
}

test("the tree read from memory is the tree that the public cursor walks", () => {
  const random = seeded(3);
  for (const name of readdirSync(FOLDER)
    .filter((each) => each.endsWith(".py"))
    .sort()) {
    const text = readFileSync(new URL(name, FOLDER), "utf8");
    for (const variant of [
      text,
      mutate(text, random),
      mutate(text, random),
      mutate(text, random),
    ]) {
      expect(columns(fullTree(variant)), name).toEqual(columns(byCursor(variant)));
    }
  }
});
