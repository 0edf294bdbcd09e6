/**
 * After tsc: ships the Python grammar beside the code, compiles the page's templates, and drops
 * output whose source is gone.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import Handlebars from "handlebars";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const require = createRequire(import.meta.url);
const grammar = require.resolve("tree-sitter-python/tree-sitter-python.wasm");

mkdirSync(dist, { recursive: true });
copyFileSync(grammar, join(dist, basename(grammar)));

// A command that was renamed would live on in dist/commands, where oclif finds it.
for (const name of readdirSync(dist, { recursive: true })) {
  if (!name.endsWith(".js")) continue;
  if (!existsSync(join(root, "src", name.replace(/[.]js$/, ".ts")))) rmSync(join(dist, name));
}

writeFileSync(join(dist, "templates.js"), compileTemplates(join(root, "templates")));

/** A module of all templates by name (`sections/plan`): compiling them costs more than filling them in. */
function compileTemplates(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".hbs"));
  const entries = names.toSorted().map((name) => {
    const source = readFileSync(join(folder, name), "utf8");
    const key = name.replace(/[.]hbs$/, "").replaceAll("\\", "/");
    return `${JSON.stringify(key)}: ${Handlebars.precompile(source)}`;
  });
  return `export const templates = {\n${entries.join(",\n")}\n};\n`;
}
