/** After tsc: ships the Python grammar beside the code, and drops output whose source is gone. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const grammar = "tree-sitter-python.wasm";

mkdirSync(dist, { recursive: true });
copyFileSync(
  createRequire(import.meta.url).resolve(`tree-sitter-python/${grammar}`),
  join(dist, grammar),
);

// A command that was renamed would live on in dist/commands, where oclif finds it.
for (const name of readdirSync(dist, { recursive: true })) {
  if (!name.endsWith(".js")) continue;
  if (!existsSync(join(root, "src", name.replace(/[.]js$/, ".ts")))) rmSync(join(dist, name));
}
