/**
 * Writes assets/python/stdlib.json and packages.json from the stubs inside the npm package pyright.
 * Run by hand after pyright's pin moves: `npm run typeshed`; with --check it only compares.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createReducer } from "./typeshed/reduce-module.mjs";
import { publicNames, readUniverse } from "./typeshed/universe.mjs";

const PACKAGES = [
  "Flask-Cors",
  "Flask-Migrate",
  "Flask-SocketIO",
  "PyMySQL",
  "PySocks",
  "PyYAML",
  "WebOb",
  "WebTest",
  "cachetools",
  "cffi",
  "decorator",
  "docker",
  "entrypoints",
  "greenlet",
  "httplib2",
  "hvac",
  "jmespath",
  "jsonschema",
  "kafka-python",
  "ldap3",
  "mock",
  "mysqlclient",
  "netaddr",
  "oauthlib",
  "paramiko",
  "peewee",
  "pexpect",
  "pika",
  "psutil",
  "psycopg2",
  "pycurl",
  "python-dateutil",
  "python-jose",
  "pytz",
  "pyserial",
  "requests",
  "requests-oauthlib",
  "retry",
  "scp",
  "simple-websocket",
  "simplejson",
  "six",
  "tabulate",
  "toml",
  "tqdm",
  "waitress",
  "webencodings",
  "xmltodict",
];

const stubs = join(
  dirname(createRequire(import.meta.url).resolve("pyright/package.json")),
  "dist/typeshed-fallback",
);
const assets = fileURLToPath(new URL("../assets/python", import.meta.url));
const stdlib = join(stubs, "stdlib");
const commit = readFileSync(join(stubs, "commit.txt"), "utf8").trim();

const standard = await readUniverse([stdlib]);
write(
  "stdlib.json",
  standard,
  [...standard.keys()].filter((module) => !isInternal(module)),
);

const roots = PACKAGES.map((name) => join(stubs, "stubs", name));
const everything = await readUniverse([stdlib, ...roots]);
write(
  "packages.json",
  everything,
  [...everything.keys()].filter((module) => !standard.has(module)),
);

/** Modules of stub machinery, platforms other than Linux, and tests. */
function isInternal(module) {
  return /^(_typeshed|_win|_msi|msvcrt|winreg|winsound|lib2to3|tkinter|idlelib|turtle|_tkinter|_curses|curses|distutils\.command|distutils\.msvc)/.test(
    module,
  );
}

function write(file, universe, modules) {
  const reduce = createReducer(universe, publicNames(universe));
  const lines = new Map();
  for (const module of modules) {
    for (const [home, line] of reduce(module)) {
      if (!lines.has(home)) lines.set(home, []);
      const isRepeated = line.startsWith("=") && lines.get(home).includes(line);
      if (!isRepeated && !line.startsWith("=*")) lines.get(home).push(line);
    }
  }
  // One module a line: a diff then shows which modules moved.
  const rows = [...lines.keys()]
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(lines.get(name).join("\n"))}`);
  put(
    join(assets, file),
    `{"format":1,"source":"typeshed ${commit}","modules":{\n${rows.join(",\n")}\n}}\n`,
  );
}

function put(path, text) {
  if (!process.argv.includes("--check")) {
    mkdirSync(assets, { recursive: true });
    writeFileSync(path, text);
  } else if (readFileSync(path, "utf8") !== text) {
    process.stderr.write(`${path} is not what the stubs give: npm run typeshed\n`);
    process.exitCode = 1;
  }
}
