import { expect, test } from "vitest";
import { importsNamed, neededFirst } from "../../src/assessment/needed-first.ts";
import type { SourceFile } from "../../src/source/source-tree.ts";

function file(path: string, text = ""): SourceFile {
  const isPackage = path.endsWith("__init__.py");
  const module = path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
  const rest = { importRoot: "", isScript: false, hash: "", lines: 1, encoding: "utf-8" };
  return { path, module, isPackage, text, isTest: path.includes("tests"), ...rest };
}

test("read first is the program and the tests that it imports, with their packages", () => {
  const files = [
    file("app/__init__.py", "from .tests import relative, other as o\n"),
    file("app/core.py", "import app.tests.whole.inner, os\nfrom app.tests.fakes import Fake\n"),
    file("app/sub/deep.py", "    from ..tests.above import x  # comment\nfrom . import mate\n"),
    file("app/tests/__init__.py"),
    file("app/tests/above.py"),
    file("app/tests/fakes.py"),
    file("app/tests/other.py"),
    file("app/tests/relative.py"),
    file("app/tests/test_core.py", "from app.tests import unused\n"),
    file("app/tests/unused.py"),
    file("app/tests/whole/__init__.py"),
    file("app/tests/whole/inner.py"),
  ];
  const later = files.filter((each) => !neededFirst(files).has(each)).map(({ path }) => path);
  expect(later).toEqual(["app/tests/test_core.py", "app/tests/unused.py"]);
});

test("what a file seems to import is read from its lines, names in parentheses below them too", () => {
  const text =
    "import a.b as c, d  # e\nfrom .f import (  # g\n    h,\n    i as j,\n)\n    from k import *\n";
  expect(importsNamed(file("app/tests/test_core.py", text))).toEqual([
    { module: "a.b" },
    { module: "d" },
    { module: "app.tests.f" },
    { module: "app.tests.f", name: "h" },
    { module: "app.tests.f", name: "i" },
    { module: "k" },
  ]);
});
