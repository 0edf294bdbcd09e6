/** The floor that every run is held against: reading and parsing every file once on one core. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { round } from "./stopwatch.mjs";

/** @returns {Promise<{read: number, parse: number}>} seconds */
export async function parseFloor(root, files) {
  const { Language, Parser } = await import("web-tree-sitter");
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve(
    "tree-sitter-python/tree-sitter-python.wasm",
  );
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  let read = 0;
  let parse = 0;
  for (const { path } of files) {
    const started = performance.now();
    const text = readFileSync(join(root, path), "utf8");
    const loaded = performance.now();
    parser.parse(text)?.delete();
    read += loaded - started;
    parse += performance.now() - loaded;
  }
  return { read: round(read / 1000), parse: round(parse / 1000) };
}
