import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ExternalSymbol } from "../../src/callgraph/program/external-symbols.ts";
import { composeSymbols } from "../../src/callgraph/symbols/compose-symbols.ts";
import { readStandardLayers } from "../../src/callgraph/symbols/standard-layers.ts";

const root = new URL("../../", import.meta.url);
const asset = (name: string): string =>
  readFileSync(new URL(`assets/python/${name}`, root), "utf8");
const texts = {
  stdlib: asset("stdlib.json"),
  callbacks: asset("callbacks.json"),
  packages: asset("packages.json"),
};
const symbols = composeSymbols(readStandardLayers(texts));
const { symbols: byHand } = JSON.parse(texts.callbacks) as {
  readonly symbols: Record<string, Partial<ExternalSymbol>>;
};

/** Every name that a table defines. */
function namesIn(json: string): string[] {
  const { modules } = JSON.parse(json) as { readonly modules: Record<string, string> };
  return Object.entries(modules).flatMap(([module, text]) => {
    const prefix = module === "builtins" ? "<builtin>" : module;
    let owner = "";
    return text.split("\n").map((line) => {
      const head = (line.split("\t")[0] ?? "").replace(/^\./, "").slice(1);
      if (line.startsWith("c")) owner = head;
      return line.startsWith(".") ? `${prefix}.${owner}.${head}` : `${prefix}.${head}`;
    });
  });
}

test("the tables are what the stubs give", () => {
  const script = fileURLToPath(new URL(".ci/reduce-typeshed.mjs", root));
  expect(() =>
    execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" }),
  ).not.toThrow();
});

test("the tables stay small", () => {
  expect(texts.stdlib.length + texts.callbacks.length).toBeLessThan(1_500_000);
});

test.each([
  ["stdlib", texts.stdlib],
  ["packages", texts.packages],
])("every name in %s leads to a symbol, and every type is well-formed", (_name, json) => {
  const names = namesIn(json);
  expect(names.length).toBeGreaterThan(5_000);
  const lost = names.filter((name) => symbols.symbol(name) === undefined);
  expect(lost.length / names.length).toBeLessThan(0.03);
  const types = names.flatMap((name) => symbols.symbol(name)?.returns ?? []);
  expect(types.filter((type) => !/^[\w.$:<>|, [\]]+$/.test(type) || !isBalanced(type))).toEqual([]);
});

function isBalanced(text: string): boolean {
  return text.split("[").length === text.split("]").length;
}

test("what the hand-written table adds belongs to a callable that exists", () => {
  const unknown = Object.entries(byHand).filter(
    ([name, { kind }]) =>
      kind === undefined &&
      symbols.symbol(name)?.returns === undefined &&
      symbols.symbol(name)?.kind === undefined,
  );
  expect(unknown.map(([name]) => name)).toEqual([]);
});

test("classes inherit in the tables: every base is a class", () => {
  const bases = [...namesIn(texts.stdlib)].flatMap((name) => symbols.symbol(name)?.bases ?? []);
  const lost = [...new Set(bases)].filter((base) => symbols.symbol(base)?.kind !== "class");
  expect(lost.length).toBeLessThan(20);
});
