import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { openLibraries } from "../../src/source/library-reader.ts";
import { findLibraryRoots } from "../../src/source/library-roots.ts";

let folder = "";
const site = "venv/lib/python3.11/site-packages";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assess-library-"));
  const files = {
    [`${site}/wire/__init__.py`]: "from .client import Client\n",
    [`${site}/wire/client.py`]: "class Client:\n    def get(self):\n        return 1\n",
    [`${site}/wire/unused.py`]: "raise SystemExit\n",
    [`${site}/single.py`]: "x = 1",
    [`${site}/eventlet/__init__.py`]: "def sleep(seconds): ...",
    [`${site}/linked.pth`]: `import os; os.abort()\n${folder}/checkout\n`,
    "checkout/editable.py": "y = 2\n",
    "secret.py": "password = 1\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await symlink(join(folder, "secret.py"), join(folder, site, "outside.py"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const pathsOf = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

test("only the modules on the way to a name are read", async () => {
  const reader = openLibraries(await findLibraryRoots([], [join(folder, "venv")]), 10);
  const { files, diagnostics } = await reader.read(["wire.client.Client.get", "nowhere.at.all"]);
  expect(files).toMatchObject([
    { path: "site-packages/wire/__init__.py", module: "wire", isPackage: true },
    { path: "site-packages/wire/client.py", module: "wire.client", lines: 3 },
  ]);
  expect(diagnostics).toEqual([]);
});

test("a module is read once", async () => {
  const reader = openLibraries(await findLibraryRoots([], [join(folder, "venv")]), 10);
  await reader.read(["wire"]);
  expect(pathsOf((await reader.read(["wire.client"])).files)).toEqual([
    "site-packages/wire/client.py",
  ]);
});

test("a package installed in editable mode is found, and its .pth file is not run", async () => {
  const reader = openLibraries(await findLibraryRoots([], [join(folder, "venv")]), 10);
  expect(pathsOf((await reader.read(["editable"])).files)).toEqual(["checkout/editable.py"]);
});

test("the budget ends the reading and says what was left out", async () => {
  const reader = openLibraries(await findLibraryRoots([join(folder, site)], []), 1);
  const { files, diagnostics } = await reader.read(["single", "wire.client"]);
  expect(pathsOf(files)).toEqual(["site-packages/single.py"]);
  expect(diagnostics).toMatchObject([{ code: "library-budget" }]);
  expect(inEnglish(diagnostics[0]?.message ?? "")).toContain("wire, wire.client");
});

test("Eventlet itself is never read: its names are what the assessment looks for", async () => {
  const reader = openLibraries(await findLibraryRoots([join(folder, site)], []), 5);
  expect((await reader.read(["eventlet.sleep"])).files).toEqual([]);
});

test("a link out of the folder is not followed", async () => {
  const reader = openLibraries(await findLibraryRoots([join(folder, site)], []), 5);
  expect((await reader.read(["outside", "..secret", "wire/../../../secret"])).files).toEqual([]);
});

test("a package's own folder stands for that package alone", async () => {
  const reader = openLibraries(await findLibraryRoots([join(folder, site, "wire")], []), 5);
  expect(pathsOf((await reader.read(["wire", "single"])).files)).toEqual([
    "site-packages/wire/__init__.py",
  ]);
});

test("a folder that does not exist is the user's to put right", async () => {
  await expect(findLibraryRoots([join(folder, "nothing")], [])).rejects.toMatchObject({
    code: "NO_SUCH_PATH",
  });
});

test("a folder that is no virtualenv is told as that, a file as no folder", async () => {
  await expect(findLibraryRoots([], [join(folder, site)])).rejects.toMatchObject({
    code: "NOT_A_VIRTUALENV",
  });
  await expect(findLibraryRoots([join(folder, site, "single.py")], [])).rejects.toMatchObject({
    code: "NOT_A_FOLDER",
  });
});
