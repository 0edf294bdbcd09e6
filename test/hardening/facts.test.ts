import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Tinypool from "tinypool";
import { expect, onTestFinished, test } from "vitest";
import { trimDiskCache } from "../../src/assessment/disk-cache.ts";
import { openFactsCache, packFacts } from "../../src/assessment/facts-cache.ts";
import { estimateMemory } from "../../src/assessment/memory-need.ts";
import { readFacts } from "../../src/assessment/read-facts.ts";
import { reduceBatch } from "../../src/assessment/reduce-batch.ts";
import { readPythonGrammar } from "../../src/shipped.ts";
import type { SourceFile } from "../../src/source/source-tree.ts";
import { factsOf } from "../python/python-files.ts";

const subject = { path: "pkg/sub/mod.py", module: "pkg.sub.mod", isPackage: false, hash: "00" };

function freshCache(): string {
  const folder = mkdtempSync(join(tmpdir(), "assess-facts-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function entriesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

test("what is put is got back, unless name, content or version differ", async () => {
  const facts = factsOf("def f(): pass\n");
  const folder = freshCache();
  const cache = openFactsCache(folder, "1");
  await cache.put(subject, packFacts(facts));
  expect(cache.get(subject)).toEqual(facts);
  expect(cache.get({ ...subject, hash: "01" })).toBeUndefined();
  expect(cache.get({ ...subject, module: "other" })).toBeUndefined();
  expect(openFactsCache(folder, "2").get(subject)).toBeUndefined();
});

test("torn, altered and foreign entries are ignored", async () => {
  const folder = freshCache();
  const cache = openFactsCache(folder, "1");
  await cache.put(subject, packFacts(factsOf("def f(): pass\n")));
  const [entry = ""] = entriesOf(folder);
  const whole = readFileSync(entry);
  for (const bytes of [
    whole.subarray(0, 40),
    whole.subarray(0, -1),
    Buffer.alloc(0),
    Buffer.from("x"),
  ]) {
    writeFileSync(entry, bytes);
    expect(cache.get(subject)).toBeUndefined();
  }
  whole.writeUInt8(whole.readUInt8(60) ^ 1, 60);
  writeFileSync(entry, whole);
  expect(cache.get(subject)).toBeUndefined();
});

test("the oldest entries go first when the cache is over its cap", async () => {
  const folder = freshCache();
  const cache = openFactsCache(folder, "1");
  const bytes = packFacts(factsOf("x = 1\n".repeat(50)));
  for (let at = 0; at < 40; at++) await cache.put({ ...subject, hash: String(at) }, bytes);
  const all = entriesOf(folder);
  for (const [age, path] of all.entries()) utimesSync(path, 1000 + age, 1000 + age);
  await trimDiskCache(folder, bytes.length * 20);
  const left = entriesOf(folder);
  expect(left.length).toBeLessThan(21);
  expect(left).toEqual(all.slice(-left.length));
  await trimDiskCache(join(folder, "nowhere"), 1);
});

test("a cache that cannot be written is no failure, and the facts are the same", async () => {
  const file = { ...sourceFile("a.py", "def f(): pass\n") };
  const plain = await readFacts([file], { cacheKey: "1" });
  const without = await readFacts([file], { cacheKey: "1", cacheFolder: "/dev/null/nowhere" });
  expect(without).toEqual(plain);
});

test("workers give what one thread gives, in the files' order", async () => {
  const text = `${"def f(a, b=1):\n    return a.b(f, c=[b])\n".repeat(1500)}`;
  const files = Array.from({ length: 30 }, (_, at) =>
    sourceFile(`m${at}.py`, `x${at} = ${at}\n${text}`),
  );
  const one = await readFacts(files, { cacheKey: "1", workers: 1 });
  const two = await readFacts(files, { cacheKey: "1", workers: 2 });
  expect(two.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
  expect(two).toEqual(one);
});

test("a worker that dies costs the file it died of, and no other", async () => {
  const setup = { grammarWasm: await readPythonGrammar(), cacheKey: "1", longest: 100 };
  const pool = new Tinypool({
    filename: new URL("dying-worker.mjs", import.meta.url).href,
    runtime: "worker_threads",
    minThreads: 2,
    maxThreads: 2,
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  onTestFinished(() => pool.destroy());
  const names = ["a.py", "b.py", "deadly.py", "c.py", "sub/deadly.py"];
  const tasks = names.map((name) => sourceFile(name, "def f(): pass\n"));
  const facts = await reduceBatch(pool, tasks);
  expect(facts.map(({ path }) => path)).toEqual(names);
  expect(facts.map(({ diagnostics }) => diagnostics.map(({ code }) => code))).toEqual([
    [],
    [],
    ["reader-failed"],
    [],
    ["reader-failed"],
  ]);
  expect(facts.map(({ scopes }) => scopes.length)).toEqual([2, 2, 1, 2, 1]);
});

test("what the parser mends without a place to point at has a diagnostic still", () => {
  expect(factsOf('f()n=((),s,"")').diagnostics).toMatchObject([{ code: "syntax-error" }]);
});

test("the memory that is needed grows with the lines", () => {
  expect(estimateMemory(1_000_000)).toBeGreaterThan(estimateMemory(100_000));
  expect(estimateMemory(1_000_000)).toBeLessThan(4096);
});

function sourceFile(path: string, text: string): SourceFile {
  return {
    path,
    text,
    module: path.replace(/\.py$/, ""),
    importRoot: "",
    isPackage: false,
    isTest: false,
    isScript: false,
    hash: path,
    lines: text.split("\n").length,
    encoding: "utf-8",
  };
}
