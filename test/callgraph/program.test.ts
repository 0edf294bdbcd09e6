import { expect, test } from "vitest";
import { Program } from "../../src/callgraph/program/program.ts";
import { readModule } from "../../src/python/read-module.ts";
import { parser } from "../python/python-files.ts";

test("a file that bears the name of a standard module is imported by its neighbours only", () => {
  const paths = ["bin/tool.py", "misc/getpass.py", "misc/tool.py"];
  const modules = paths.map((path) => {
    const module = path.replace(/^.*\//, "").replace(/\.py$/, "");
    return readModule({ path, module, isPackage: false, text: "" }, parser);
  });
  const program = new Program(modules, [], (name) => name === "getpass");
  expect(program.findModule("getpass", 0)).toBe(-1);
  expect(program.findModule("getpass", 2)).toBe(1);
  expect(new Program(modules, []).findModule("getpass", 0)).toBe(1);
});
