/**
 * Writes a made-up Python repository of about the given number of lines. Same seed, same bytes.
 * Usage: npm run bench:generate -- FOLDER [--lines 100000] [--seed 1]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { seeded, writeModule } from "./python-writer.mjs";
import { say, usage } from "./say.mjs";

const MODULES_PER_PACKAGE = 12;
const PACKAGES_PER_AREA = 8;
const PROJECT = "lifelike";

/** @returns {{files: number, lines: number}} */
export function generateRepository(folder, lines, seed) {
  const random = seeded(seed);
  const modules = [];
  let written = 0;
  const put = (path, text) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    written += text.split("\n").length - 1;
  };
  put(
    "setup.cfg",
    `[metadata]\nname = ${PROJECT}\n[options.entry_points]\nconsole_scripts =\n    ${PROJECT} = ${PROJECT}.main:main\n`,
  );
  put("requirements.txt", "eventlet>=0.33\n");
  put(`${PROJECT}/__init__.py`, "");
  while (written < lines) {
    const parts = place(modules.length);
    for (const depth of [2, 3]) {
      const init = `${parts.slice(0, depth).join("/")}/__init__.py`;
      if (
        modules.length %
          (depth === 2 ? MODULES_PER_PACKAGE * PACKAGES_PER_AREA : MODULES_PER_PACKAGE) ===
        0
      )
        put(init, "");
    }
    const dotted = parts.join(".");
    const module = writeModule(random, { project: PROJECT, dotted, earlier: modules });
    put(`${parts.join("/")}.py`, module.text);
    modules.push({ dotted, classes: module.classes, functions: module.functions });
  }
  put(`${PROJECT}/main.py`, entry(modules));
  return { files: modules.length + 2, lines: written };
}

function place(index) {
  const area = Math.floor(index / (MODULES_PER_PACKAGE * PACKAGES_PER_AREA));
  const inner = Math.floor(index / MODULES_PER_PACKAGE) % PACKAGES_PER_AREA;
  return [PROJECT, `area${area}`, `part${inner}`, `module${index % MODULES_PER_PACKAGE}`];
}

function entry(modules) {
  const last = modules.at(-1);
  return [
    "import eventlet",
    "eventlet.monkey_patch()",
    `import ${last.dotted}`,
    "",
    "def main():",
    `    eventlet.spawn(${last.dotted}.${last.functions[0]}, None).wait()`,
    "",
    "if __name__ == '__main__':",
    "    main()",
    "",
  ].join("\n");
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      lines: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
    },
  });
  if (positionals[0] === undefined)
    usage("npm run bench:generate -- FOLDER [--lines N] [--seed N]");
  const { files, lines } = generateRepository(
    positionals[0],
    Number(values.lines),
    Number(values.seed),
  );
  say(`${files} files, ${lines} lines in ${positionals[0]}`);
}
