import { join } from "node:path";
import { expect, test } from "vitest";
import { readSource } from "../../src/source/read-source.ts";
import { makeTree, paths, skipped } from "./temp-tree.ts";

test("a file carries its module, text, hash and number of lines", async () => {
  const root = makeTree({ "pkg/__init__.py": "", "pkg/tests/test_a.py": "a = 1\r\nb = 2" });
  const { files } = await readSource(root);
  expect(files).toEqual([
    {
      path: "pkg/__init__.py",
      module: "pkg",
      importRoot: "",
      isPackage: true,
      isTest: false,
      isScript: false,
      text: "",
      hash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      lines: 0,
      encoding: "utf-8",
    },
    {
      path: "pkg/tests/test_a.py",
      module: "pkg.tests.test_a",
      importRoot: "",
      isPackage: false,
      isTest: true,
      isScript: false,
      text: "a = 1\nb = 2",
      hash: "70e5e3743d69f63ae015419b2c125dd4a981179d7f830b602a04df8940b9ce8f",
      lines: 2,
      encoding: "utf-8",
    },
  ]);
});

test("the same tree gives the same data, wherever it lies", async () => {
  const files = {
    "b.py": "import a\n",
    "a.py": "x = 1\n",
    "setup.cfg": "[metadata]\nname = acme\n",
  };
  const [first, second] = await Promise.all([
    readSource(makeTree(files)),
    readSource(makeTree(files)),
  ]);
  expect({ ...first, root: "" }).toEqual({ ...second, root: "" });
  expect(paths(first)).toEqual(["a.py", "b.py"]);
});

test("nested .gitignore files, negation and exclude files are honoured", async () => {
  const root = makeTree({
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/info/exclude": "private.py\n",
    ".gitignore": "generated/\n*.tmp.py\n/only_top.py\n",
    "only_top.py": "",
    "private.py": "",
    "generated/a.py": "",
    "pkg/only_top.py": "",
    "pkg/x.tmp.py": "",
    "pkg/.gitignore": "!x.tmp.py\nlocal.py\n!generated/\n",
    "pkg/local.py": "",
    "pkg/generated/kept.py": "",
  });
  const tree = await readSource(root);
  expect(paths(tree)).toEqual(["pkg/generated/kept.py", "pkg/only_top.py", "pkg/x.tmp.py"]);
  expect(skipped(tree)).toEqual({
    "generated/": "gitignored",
    "only_top.py": "gitignored",
    "pkg/local.py": "gitignored",
    "private.py": "gitignored",
  });
});

test("rules from above the assessed folder hold, unless they would leave nothing of it", async () => {
  const root = makeTree({
    ".git/HEAD": "ref: refs/heads/main\n",
    ".gitignore": "services/api/secret.py\nunpacked/\n",
    "services/api/secret.py": "",
    "services/api/app.py": "",
    "unpacked/app.py": "",
  });
  const service = await readSource(join(root, "services/api"));
  expect(paths(service)).toEqual(["app.py"]);
  expect(service.repository).toMatchObject({
    name: "api",
    branch: "main",
    subfolder: "services/api",
  });
  const unpacked = await readSource(join(root, "unpacked"));
  expect(paths(unpacked)).toEqual(["app.py"]);
  expect(unpacked.repository).toEqual({ name: "unpacked" });
});

test("what is not the repository's own code is skipped and says why", async () => {
  const root = makeTree({
    "app.py": "",
    ".tox/py3/x.py": "",
    ".pc/some.patch/x.py": "",
    ".git/hooks/x.py": "",
    "__pycache__/x.py": "",
    "env/pyvenv.cfg": "",
    "env/lib/x.py": "",
    "oldenv/bin/activate": "",
    "oldenv/lib/x.py": "",
    "web/node_modules/x/gyp.py": "",
    "pkg/_vendor/six.py": "",
    "acme.egg-info/x.py": "",
    "build/lib/app.py": "",
    "tools/build/__init__.py": "",
    "dist/x/y.py": "",
  });
  const tree = await readSource(root);
  expect(paths(tree)).toEqual(["app.py", "tools/build/__init__.py"]);
  expect(skipped(tree)).toEqual({
    ".pc/": "build-output",
    ".tox/": "virtualenv",
    "__pycache__/": "cache",
    "acme.egg-info/": "build-output",
    "build/": "build-output",
    "dist/": "build-output",
    "env/": "virtualenv",
    "oldenv/": "virtualenv",
    "pkg/_vendor/": "vendored",
    "web/node_modules/": "vendored",
  });
});

test("the user's patterns leave out and bring back", async () => {
  const root = makeTree({
    "app.py": "",
    "legacy/old.py": "",
    "vendor/acme/client.py": "",
    "vendor/other/client.py": "",
  });
  const tree = await readSource(root, { exclude: ["legacy/"], include: ["vendor/acme/**"] });
  expect(paths(tree)).toEqual(["app.py", "vendor/acme/client.py"]);
  expect(skipped(tree)).toMatchObject({ "legacy/": "excluded", "vendor/other/": "vendored" });
});

test("the report of a former run is not assessed", async () => {
  const report = JSON.stringify({ schemaVersion: "1.0", tool: { name: "assess", version: "0" } });
  const root = makeTree({ "app.py": "", "out/assessment.json": report, "out/x.py": "" });
  const tree = await readSource(root);
  expect(paths(tree)).toEqual(["app.py"]);
  expect(skipped(tree)).toEqual({ "out/": "former-report" });
});

test("a program without .py counts by its first line", async () => {
  const root = makeTree({
    "bin/acme-api": "#!/usr/bin/env python3\nimport acme\n",
    "bin/start": "#!/bin/sh\nexec acme-api\n",
    "bin/data": "no program",
    "acme/__init__.py": "",
    "cgi/hello.cgi": "#!/usr/bin/python\n",
  });
  const tree = await readSource(root);
  expect(tree.files.filter(({ isScript }) => isScript).map(({ module }) => module)).toEqual([
    "bin.acme-api",
    "cgi.hello",
  ]);
  expect(tree.signalFiles).toMatchObject([{ path: "bin/start", kind: "shell" }]);
});

test("one Python file is a repository of one file", async () => {
  const root = makeTree({ "app.py": "x = 1\n", "other.py": "", tool: "#!/usr/bin/python\n" });
  expect(paths(await readSource(join(root, "app.py")))).toEqual(["app.py"]);
  expect((await readSource(join(root, "tool"))).files).toMatchObject([{ module: "tool" }]);
});

test("what cannot be assessed at all is refused with advice", async () => {
  const root = makeTree({
    "README.md": "# Hello\n",
    "empty/.gitignore": "*.py\n",
    "empty/a.py": "",
  });
  await expect(readSource(join(root, "nowhere"))).rejects.toMatchObject({ code: "NO_SUCH_PATH" });
  await expect(readSource(join(root, "README.md/x"))).rejects.toMatchObject({
    code: "NO_SUCH_PATH",
  });
  await expect(readSource(join(root, "README.md"))).rejects.toMatchObject({ code: "NOT_PYTHON" });
  await expect(readSource("/dev/null")).rejects.toMatchObject({ code: "NOT_PYTHON" });
  await expect(readSource(join(root, "empty"))).rejects.toMatchObject({
    code: "NO_PYTHON",
    exitCode: 2,
    advice: expect.stringContaining("--include"),
  });
});

test("documents and settings come along, by kind", async () => {
  const root = makeTree({
    "app.py": "",
    Dockerfile: "FROM python:3\n",
    "requirements.txt": "eventlet==0.33.3  # green\n",
    "etc/acme-api.service": "[Service]\n",
    "etc/supervisord.conf": "",
    "etc/acme.conf.sample": "",
    ".env": "EVENTLET_HUB=asyncio\n",
    ".github/workflows/ci.yml": "on: push\n",
    "run.sh": "",
    "docs/index.rst": "",
    "logo.png": "",
  });
  const { signalFiles } = await readSource(root);
  expect(Object.fromEntries(signalFiles.map(({ path, kind }) => [path, kind]))).toEqual({
    ".env": "env",
    ".github/workflows/ci.yml": "ci",
    Dockerfile: "deployment",
    "docs/index.rst": "doc",
    "etc/acme-api.service": "service",
    "etc/acme.conf.sample": "config",
    "etc/supervisord.conf": "service",
    "requirements.txt": "dependency",
    "run.sh": "shell",
  });
});

test("CODEOWNERS is read where GitHub and GitLab look for it", async () => {
  const root = makeTree({
    "app.py": "",
    ".github/CODEOWNERS":
      "# who\n*  @acme/core bob@example.com # all\n[Docs]\n/docs/ @writer\n/none/\n",
  });
  const { owners } = await readSource(root);
  expect(owners).toEqual([
    { pattern: "*", owners: ["@acme/core", "bob@example.com"] },
    { pattern: "/docs/", owners: ["@writer"] },
  ]);
});

test("a test is told by its folder, or by its name and by what it holds", async () => {
  const root = makeTree({
    "pkg/tests/helpers.py": "def make():\n    pass\n",
    "pkg/test_client.py": "class TestClient:\n    pass\n",
    "pkg/_impl_test.py": "class TestDriver(Driver):\n    def notify(self):\n        pass\n",
    "pkg/test_real.py": "def test_it():\n    pass\n",
    "pkg/real_test.py": "from unittest import TestCase\n",
    "pkg/conftest.py": "import pkg\n",
  });
  const { files } = await readSource(root);
  expect(files.filter(({ isTest }) => isTest).map(({ path }) => path)).toEqual([
    "pkg/conftest.py",
    "pkg/real_test.py",
    "pkg/test_real.py",
    "pkg/tests/helpers.py",
  ]);
});
