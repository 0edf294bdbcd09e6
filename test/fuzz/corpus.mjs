/** What is mutated: the fixtures' Python, and that of the machine's standard library. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const FIXTURES = fileURLToPath(new URL("../fixtures", import.meta.url));
/** Larger files make the run slow without making it find more. */
const MAX_BYTES = 60_000;
const SKIPPED = new Set(["site-packages", "dist-packages", "__pycache__", "node_modules"]);

/**
 * @returns {{name: string, files: {path: string, bytes: Buffer}[]}[]} folders whose files import
 * each other, sorted by name
 */
export function findCorpus() {
  const folders = new Map();
  const add = (name, path, file) => {
    const files = folders.get(name) ?? [];
    files.push({ path, bytes: readFileSync(file) });
    folders.set(name, files);
  };
  for (const file of pythonFiles(FIXTURES)) {
    const path = relative(FIXTURES, file).split(sep).join("/");
    const depth = path.startsWith("apps/") ? 2 : path.split("/").length - 1;
    const parts = path.split("/");
    add(parts.slice(0, depth).join("/"), parts.slice(depth).join("/"), file);
  }
  const library = standardLibrary();
  for (const file of library === undefined ? [] : pythonFiles(library)) {
    const path = relative(library, file).split(sep).join("/");
    const folder = dirname(path);
    add(`library/${folder === "." ? path.slice(0, 1).toLowerCase() : folder}`, path, file);
  }
  return [...folders]
    .map(([name, files]) => ({ name, files }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function pythonFiles(folder) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) found.push(...pythonFiles(path));
    else if (entry.isFile() && entry.name.endsWith(".py") && statSync(path).size <= MAX_BYTES)
      found.push(path);
  }
  return found.sort();
}

function standardLibrary() {
  const question = "import sysconfig; print(sysconfig.get_path('stdlib'))";
  const { status, stdout } = spawnSync("python3", ["-I", "-c", question], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
