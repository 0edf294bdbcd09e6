/** After tsc: ships the Python grammar beside the code, and drops output whose source is gone. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

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
