import { expect, test } from "vitest";
import { route } from "../../src/cli/route.ts";

const COMMANDS = ["autocomplete", "explain", "graph", "report"];

test.each<[string[], string[]]>([
  [
    ["./repo", "--pdf"],
    ["report", "./repo", "--pdf"],
  ],
  [
    ["--pdf", "./repo"],
    ["report", "--pdf", "./repo"],
  ],
  [
    ["./repo", "--help"],
    ["report", "./repo", "--help"],
  ],
  [
    ["report", "./repo"],
    ["report", "./repo"],
  ],
  [
    ["graph", "./repo"],
    ["graph", "./repo"],
  ],
  [["./graph"], ["report", "./graph"]],
  [[], ["--help"]],
  [["--help"], ["--help"]],
  [["-h"], ["--help"]],
  [["help"], ["--help"]],
  [
    ["help", "graph"],
    ["graph", "--help"],
  ],
  [["--version"], ["--version"]],
  [["-v"], ["--version"]],
])("assess %j runs %j", (typed, run) => {
  expect(route(typed, COMMANDS)).toEqual(run);
});
