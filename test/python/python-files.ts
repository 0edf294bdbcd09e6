import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ModuleFacts } from "../../src/python/module-facts.ts";
import { readModule } from "../../src/python/read-module.ts";
import type { FlatTree } from "../../src/python/tree/flat-tree.ts";
import { createParser } from "../../src/python/tree/parser.ts";

const require = createRequire(import.meta.url);
const wasm = (specifier: string): Uint8Array =>
  new Uint8Array(readFileSync(require.resolve(specifier)));

export const parser = await createParser({
  engineWasm: wasm("web-tree-sitter/web-tree-sitter.wasm"),
  grammarWasm: wasm("tree-sitter-python/tree-sitter-python.wasm"),
});

/** The tree of the full parser. */
export function fullTree(text: string): FlatTree {
  const tree = parser.parseFully(text);
  if (tree === undefined) throw new Error("The budget of steps was spent.");
  return tree;
}

/** Facts of a text as the module `pkg.sub.mod`. */
export function factsOf(text: string, path = "pkg/sub/mod.py"): ModuleFacts {
  return readModule({ path, module: "pkg.sub.mod", isPackage: false, text }, parser);
}
