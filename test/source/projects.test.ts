import { expect, test } from "vitest";
import { readProjects } from "../../src/source/projects.ts";

const read = (path: string, text: string) => readProjects([{ path, text }], []);
const asked = (path: string, text: string): string[] =>
  read(path, text).dependencies.map(({ name, specifier, scope, extra, line }) =>
    [line, name, specifier, scope, extra].filter((part) => part !== undefined).join(" "),
  );
const started = (path: string, text: string): string[] =>
  read(path, text).entryPoints.map(
    ({ line, group, name, module, attribute }) => `${line} ${group} ${name} ${module}:${attribute}`,
  );

test("requirements files, with options, hashes, markers and addresses", () => {
  const text = `# runtime
eventlet >= 0.30, <0.36  # green
oslo.service[eventlet]==4.1 ; python_version >= "3.9"
-r other.txt
--index-url https://example.com
redis==5.0 \\
    --hash=sha256:abc
-e git+https://token@example.com/acme/lib.git@v1#egg=acme-lib
kombu @ https://user:pw@example.com/kombu.whl
not a requirement at all!
`;
  expect(asked("requirements.txt", text)).toEqual([
    "2 eventlet >=0.30,<0.36 runtime",
    "3 oslo.service ==4.1 runtime",
    "6 redis ==5.0 runtime",
    "8 acme-lib  runtime",
    "9 kombu @ https://example.com/kombu.whl runtime",
  ]);
  const [, second] = read("requirements.txt", text).dependencies;
  expect(second).toMatchObject({ key: "oslo-service", marker: 'python_version >= "3.9"' });
});

test.each([
  ["test-requirements.txt", "test"],
  ["requirements/dev.txt", "test"],
  ["doc/requirements.txt", "test"],
  ["upper-constraints.txt", "constraint"],
  ["tools/pip-requires", "runtime"],
  ["latest/requirements.txt", "runtime"],
])("%s asks for %s packages", (path, scope) => {
  expect(read(path, "eventlet\n").dependencies).toMatchObject([{ scope }]);
});

test("setup.cfg of setuptools and of pbr", () => {
  const text = `[metadata]
name = acme
[options]
install_requires =
    eventlet>=0.30
    # a comment
    greenlet; python_version<"3.12"
[options.extras_require]
test = pytest
redis =
    redis>=4
[options.entry_points]
console_scripts =
    acme-api = acme.cmd.api:main
[entry_points]
oslo.config.opts =
    acme = acme.opts:list_opts
wsgi_scripts =
    acme-wsgi = acme.wsgi:init [extra]
`;
  expect(asked("setup.cfg", text)).toEqual([
    "5 eventlet >=0.30 runtime",
    "7 greenlet  runtime",
    "9 pytest  test test",
    "11 redis >=4 optional redis",
  ]);
  expect(started("setup.cfg", text)).toEqual([
    "14 console_scripts acme-api acme.cmd.api:main",
    "17 oslo.config.opts acme acme.opts:list_opts",
    "19 wsgi_scripts acme-wsgi acme.wsgi:init",
  ]);
  expect(read("setup.cfg", text).name).toBe("acme");
});

test("setup.py is read by its literals, never run", () => {
  const text = `import os
REQS = [
    'eventlet' + VERSION,
    "kombu>=5"  # queue
    ",<6",
]
os.system("touch /tmp/owned")
setup(
    name='acme',
    install_requires=REQS + read('requirements.txt'),
    tests_require=('pytest',),
    extras_require={'redis': ['redis'], fn(x): [y for y in z]},
    entry_points={
        'console_scripts': ['acme = acme.main:main', name % 3],
        'plugins': """
            one = acme.one:One
        """,
    },
)
`;
  expect(asked("setup.py", text)).toEqual([
    "3 eventlet  runtime",
    "4 kombu >=5,<6 runtime",
    "11 pytest  test",
    "12 redis  optional redis",
  ]);
  expect(started("setup.py", text)).toEqual([
    "14 console_scripts acme acme.main:main",
    "16 plugins one acme.one:One",
  ]);
});

test("entry points of setup.py as one INI text", () => {
  const text = `setup(entry_points='''
[console_scripts]
acme = acme.main:main
''')`;
  expect(started("setup.py", text)).toEqual(["3 console_scripts acme acme.main:main"]);
});

test("pyproject.toml by the standard, and Poetry's", () => {
  const text = `[build-system]
requires = ["setuptools>=61"]
[project]
name = "acme"
dependencies = [
  "eventlet>=0.30",
]
[project.optional-dependencies]
redis = ["redis"]
[project.scripts]
acme = "acme.main:main"
[project.entry-points."acme.plugins"]
one = "acme.one:One"
[dependency-groups]
dev = ["pytest", {include-group = "x"}]
[tool.poetry.dependencies]
python = "^3.9"
kombu = "^5.2"
gunicorn = {version = "21.*", extras = ["eventlet"]}
[tool.poetry.group.lint.dependencies]
ruff = "*"
`;
  expect(asked("pyproject.toml", text)).toEqual([
    "2 setuptools >=61 build",
    "6 eventlet >=0.30 runtime",
    "9 redis  optional redis",
    "15 pytest  test dev",
    "18 kombu ^5.2 runtime",
    "19 gunicorn 21.* runtime",
    "21 ruff  test lint",
  ]);
  expect(started("pyproject.toml", text)).toEqual([
    "11 console_scripts acme acme.main:main",
    "13 acme.plugins one acme.one:One",
  ]);
});

test("lock files, Pipfile, tox and conda", () => {
  expect(asked("poetry.lock", '[[package]]\nname = "eventlet"\nversion = "0.33.3"\n')).toEqual([
    "2 eventlet ==0.33.3 lock",
  ]);
  expect(asked("Pipfile.lock", '{"default":\n{"eventlet": {"version": "==0.33.3"}}}')).toEqual([
    "2 eventlet ==0.33.3 lock",
  ]);
  expect(asked("Pipfile", '[packages]\neventlet = "*"\n[dev-packages]\nmock = ">1"\n')).toEqual([
    "2 eventlet  runtime",
    "4 mock >1 test",
  ]);
  expect(asked("tox.ini", "[testenv:py3]\ndeps =\n  -rreq.txt\n  py27,py36: mock<2\n")).toEqual([
    "4 mock <2 test py3",
  ]);
  expect(
    asked(
      "environment.yml",
      "name: x\ndependencies:\n  - python=3.9\n  - eventlet=0.33\n  - pip:\n    - kombu>=5\n",
    ),
  ).toEqual(["4 eventlet ==0.33 runtime", "6 kombu >=5 runtime"]);
});

test("metadata that cannot be read are a diagnostic with a line", () => {
  const { diagnostics, dependencies } = read("pyproject.toml", '[project]\nname = "x\n');
  expect(dependencies).toEqual([]);
  expect(diagnostics).toMatchObject([
    { code: "unreadable-metadata", path: "pyproject.toml", line: 2 },
  ]);
});

test("metadata made to hurt are read in no time", () => {
  const deep = `setup(install_requires=${"[".repeat(100_000)}`;
  const long = `setup(install_requires=[${"'a', ".repeat(100_000)}])`;
  const spread = `${Array.from({ length: 5000 }, (_, n) => `[[package]]\nversion = "1"\nname = "p${4999 - n}"\n`).join("")}`;
  const blanks = " ".repeat(1_000_000);
  for (const name of ["setup.cfg", "tox.ini", "requirements.txt", "environment.yml", "setup.py"]) {
    const lines = [`a${blanks}b`, `a ==1${"==1".repeat(50_000)}(x`, `dependencies:\n- a${blanks}!`];
    read(name, `[options]\ninstall_requires = a${blanks}b ${blanks}x\nsetup(${lines.join("\n")}`);
  }
  expect(read("setup.py", deep).dependencies).toEqual([]);
  expect(read("setup.py", long).dependencies).toHaveLength(100_000);
  expect(read("poetry.lock", spread).dependencies).toHaveLength(5000);
});
