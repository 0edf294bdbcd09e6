import { expect, test } from "vitest";
import { makeSourceLink } from "../../src/report/source-link.ts";

const commit = "abc123";
const linkFor = (url: string, template?: string) =>
  makeSourceLink({ name: "r", commit, url }, template)("a b/c.py", 7);

test.each([
  ["https://github.com/o/r.git", "https://github.com/o/r/blob/abc123/a%20b/c.py#L7"],
  ["git@github.com:o/r.git", "https://github.com/o/r/blob/abc123/a%20b/c.py#L7"],
  [
    "ssh://git@gitlab.example.org:2222/o/r.git",
    "https://gitlab.example.org/o/r/-/blob/abc123/a%20b/c.py#L7",
  ],
  [
    "https://gitea.example.org/o/r",
    "https://gitea.example.org/o/r/src/commit/abc123/a%20b/c.py#L7",
  ],
  [
    "https://opendev.org/openstack/nova",
    "https://opendev.org/openstack/nova/src/commit/abc123/a%20b/c.py#L7",
  ],
  [
    "https://dev.azure.com/o/p/_git/r",
    "https://dev.azure.com/o/p/_git/r?path=/a%20b/c.py&version=GCabc123&line=7&lineEnd=7&lineStartColumn=1&lineEndColumn=1",
  ],
])("%s is known", (url, expected) => {
  expect(linkFor(url)).toBe(expected);
});

test("an unknown host has no links, but a template brings them", () => {
  expect(linkFor("https://code.example.org/r")).toBeUndefined();
  expect(
    linkFor("https://code.example.org/r", "https://c.example.org/{commit}/{path}?l={line}"),
  ).toBe("https://c.example.org/abc123/a%20b/c.py?l=7");
});

test("neither an address nor a template becomes a script", () => {
  expect(linkFor("javascript:alert(1)")).toBeUndefined();
  expect(linkFor("https://github.com/o/r", "javascript:alert('{path}')")).toBeUndefined();
});
