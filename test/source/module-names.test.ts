import { expect, test } from "vitest";
import { readSource } from "../../src/source/read-source.ts";
import { makeTree } from "./temp-tree.ts";

/** Every file's module, by path. */
async function modulesOf(
  files: Record<string, string>,
  below = "",
): Promise<Record<string, string>> {
  const tree = await readSource(`${makeTree(files)}/${below}`);
  return Object.fromEntries(tree.files.map(({ path, module }) => [path, module]));
}

test("a package at the top, and modules beside it", async () => {
  expect(
    await modulesOf({
      "setup.py": "from setuptools import setup\nsetup(name='acme')\n",
      "acme/__init__.py": "",
      "acme/db/__init__.py": "",
      "acme/db/api.py": "",
      "manage.py": "",
    }),
  ).toEqual({
    "setup.py": "setup",
    "acme/__init__.py": "acme",
    "acme/db/__init__.py": "acme.db",
    "acme/db/api.py": "acme.db.api",
    "manage.py": "manage",
  });
});

test.each<[string, Record<string, string>]>([
  ["without any metadata", {}],
  ["by setup.cfg", { "setup.cfg": "[options]\npackage_dir =\n    = src\n" }],
  ["by setup.py", { "setup.py": "setup(package_dir={'': 'src'}, packages=find_packages('src'))" }],
  ["by pyproject.toml", { "pyproject.toml": '[tool.setuptools]\npackage-dir = {"" = "src"}\n' }],
])("a src layout, %s", async (_, metadata) => {
  const modules = await modulesOf({
    ...metadata,
    "src/acme/__init__.py": "",
    "src/acme/app.py": "",
    "tests/test_app.py": "from acme import app\n",
  });
  expect(modules).toMatchObject({
    "src/acme/app.py": "acme.app",
    "tests/test_app.py": "tests.test_app",
  });
});

test("a stray __init__.py in a project's folder", async () => {
  const files = {
    "server/setup.cfg": "[metadata]\nname = acme-server\n",
    "server/__init__.py": "",
    "server/acme/__init__.py": "",
    "server/acme/db/__init__.py": "",
    "server/acme/db/api.py": "",
    "server/acme/app.py": "from acme.db import api\n",
  };
  expect(await modulesOf(files)).toMatchObject({ "server/acme/db/api.py": "acme.db.api" });
  const named = { ...files, "server/acme/app.py": "from server.acme.db import api\n" };
  expect(await modulesOf(named)).toMatchObject({
    "server/acme/db/api.py": "server.acme.db.api",
  });
});

test("several projects in one repository", async () => {
  const modules = await modulesOf({
    "common/setup.py": "setup(name='common')",
    "common/common/__init__.py": "",
    "common/common/log.py": "",
    "common/bin/migrate.py": "from common import log\n",
    "api/setup.py": "setup(name='api')",
    "api/api/__init__.py": "",
    "api/api/app.py": "from common.log import LOG\n",
    "contrib/runners/http/pyproject.toml": "[project]\nname = 'http-runner'\n",
    "contrib/runners/http/http_runner/__init__.py": "",
  });
  expect(modules).toMatchObject({
    "common/common/log.py": "common.log",
    "common/bin/migrate.py": "bin.migrate",
    "api/api/app.py": "api.app",
    "contrib/runners/http/http_runner/__init__.py": "http_runner",
  });
});

test("a folder mapped to a name", async () => {
  const modules = await modulesOf({
    "setup.py": "setup(package_dir={'acme': 'lib'})",
    "lib/__init__.py": "",
    "lib/app.py": "",
    "lib/db/api.py": "",
  });
  expect(modules).toMatchObject({
    "lib/__init__.py": "acme",
    "lib/app.py": "acme.app",
    "lib/db/api.py": "acme.db.api",
  });
});

test("a namespace package has its name from where it is imported", async () => {
  const modules = await modulesOf({
    "plugins/acme/auth/__init__.py": "",
    "plugins/acme/auth/ldap.py": "",
    "plugins/acme/log/__init__.py": "import acme.auth.ldap\nimport logging\n",
    "main.py": "from acme.auth import ldap\nfrom acme.log import setup\n",
  });
  expect(modules).toMatchObject({
    "plugins/acme/auth/ldap.py": "acme.auth.ldap",
    "plugins/acme/log/__init__.py": "acme.log",
  });
});

test("modules beside a script have the names by which it imports them", async () => {
  const modules = await modulesOf({
    "setup.cfg": "[metadata]\nname = acme\n",
    "tools/report/run.py": "import helpers\n",
    "tools/report/helpers.py": "",
    "docs/source/conf.py": "import sys\n",
  });
  expect(modules).toEqual({
    "tools/report/run.py": "run",
    "tools/report/helpers.py": "helpers",
    "docs/source/conf.py": "docs.source.conf",
  });
});

test("a repository that is itself a package", async () => {
  const files = {
    "acme/__init__.py": "",
    "acme/app.py": "from acme.db import api\nfrom acme import conf\n",
    "acme/conf.py": "",
    "acme/db/__init__.py": "",
    "acme/db/api.py": "from django.db import models\n",
    "acme/models.py": "",
  };
  expect(await modulesOf(files, "acme")).toEqual({
    "__init__.py": "acme",
    "app.py": "acme.app",
    "conf.py": "acme.conf",
    "db/__init__.py": "acme.db",
    "db/api.py": "acme.db.api",
    "models.py": "acme.models",
  });
});

test("a stray __init__.py at the top makes no package out of a foreign name", async () => {
  const modules = await modulesOf({
    "__init__.py": "",
    "app.py": "from eventlet import queue\n",
    "queue.py": "",
  });
  expect(modules).toEqual({ "__init__.py": "__init__", "app.py": "app", "queue.py": "queue" });
});

test("names that Python could not import still become one word each", async () => {
  const modules = await modulesOf({
    "my-scripts/2to3.py": "",
    "my-scripts/a.b.py": "",
    "wsgi/acme.wsgi": "",
    "pkg/__main__.py": "",
    "データ/処理.py": "",
  });
  expect(modules).toEqual({
    "my-scripts/2to3.py": "2to3",
    "my-scripts/a.b.py": "a_b",
    "wsgi/acme.wsgi": "wsgi.acme",
    "pkg/__main__.py": "pkg.__main__",
    "データ/処理.py": "データ.処理",
  });
});
