import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { matches, parsePatterns } from "../../src/source/ignore-pattern.ts";
import { readSource } from "../../src/source/read-source.ts";
import { makeTree, paths } from "./temp-tree.ts";

const matched = (pattern: string, path: string): boolean =>
  parsePatterns([pattern]).some((one) => matches(one, path));

test.each([
  ["*.py", "a/b.py", true],
  ["/*.py", "a/b.py", false],
  ["a/", "x/a/", true],
  ["a/", "x/a", false],
  ["a/b", "x/a/b", false],
  ["**/a/b", "x/y/a/b", true],
  ["a/**/b", "a/b", true],
  ["a/**/b", "a/x/y/b", true],
  ["a/**", "a/", false],
  ["a/**", "a/x/y", true],
  ["a?c", "a/c", false],
  ["[!a-c]x[]]", "dx]", true],
  ["[[:digit:]]*", "7up", true],
  ["\\#a\\ ", "#a ", true],
  ["a   ", "a", true],
  ["[a", "[a", false],
  ["/", "a/", false],
  ["!", "a", false],
])("%s on %s: %s", (pattern, path, expected) => {
  expect(matched(pattern, path)).toBe(expected);
});

test("a pattern made to hurt takes no time", () => {
  expect(matched(`${"*a".repeat(60)}b`, "a".repeat(250))).toBe(false);
  expect(matched(`${"**/a/".repeat(60)}b`, "a/".repeat(500))).toBe(false);
});

/** A small generator of our own: the same numbers for the same seed, on every machine. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % below;
  };
}

const NAMES = ["a", "b", "ab", "x y", "a.b", "#a", "é", "A"];
const PARTS = [
  "a",
  "b",
  "*",
  "?",
  "**",
  "a*",
  "*b",
  "[ab]",
  "[!a]",
  "a?",
  "\\#a",
  "x\\ y",
  "[[:upper:]]",
  "é",
  "b ",
];

function randomTree(random: (below: number) => number): Record<string, string> {
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? "";
  const folder = (): string => Array.from({ length: random(4) }, () => `${pick(NAMES)}/`).join("");
  const pattern = (): string => {
    const body = Array.from({ length: 1 + random(3) }, () => pick(PARTS)).join("/");
    return pick(["", "", "!", "/"]) + body + pick(["", "", "/", ".py", "/*.py"]);
  };
  const tree: Record<string, string> = {};
  for (let count = 0; count < 25; count += 1) tree[`${folder()}${pick(NAMES)}.py`] = "";
  for (let count = 0; count < 4; count += 1) {
    tree[`${folder()}.gitignore`] = Array.from({ length: 1 + random(4) }, pattern).join("\n");
  }
  return tree;
}

test("git itself lists the same files, on trees and rules made at random", async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const root = makeTree({
      ...randomTree(createRandom(seed)),
      "zz.py": "",
      "zz/.gitignore": "!*",
    });
    const git = (...args: string[]): string =>
      execFileSync("git", ["-C", root, "-c", "core.excludesFile=", ...args], { encoding: "utf8" });
    git("init", "-q");
    const listed = git("ls-files", "-z", "--others", "--exclude-standard").split("\0");
    const expected = listed.filter((path) => path.endsWith(".py")).sort();
    const tree = await readSource(root, { include: ["/zz.py"] }).then(paths);
    expect({ seed, files: tree.filter((path) => path !== "zz.py") }).toEqual({
      seed,
      files: expected.filter((path) => path !== "zz.py"),
    });
  }
});
