import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brokenInstallation } from "./failure.ts";

/**
 * The only file that knows where the program's own data lies. `src/` and `dist/` both stand
 * directly below the package's root, so the same relative addresses hold in either.
 */
const packageRoot = fileURLToPath(new URL("..", import.meta.url));
const cached = new Map<string, Promise<Buffer>>();

/** A file below `assets/` as text, such as `knowledge/eventlet-api.json`. */
export async function readAsset(name: string): Promise<string> {
  return (await readShipped("assets", name)).toString("utf8");
}

/** A file below `assets/` as bytes, such as a font. */
export async function readAssetBytes(name: string): Promise<Uint8Array> {
  return readShipped("assets", name);
}

/** A file below `assets/` that holds JSON. The caller checks its shape. */
export async function readAssetJson(name: string): Promise<unknown> {
  return JSON.parse(await readAsset(name));
}

/** The page's templates by name, such as `sections/plan`, as the build compiled them for Handlebars' runtime. */
export async function readTemplates(): Promise<Readonly<Record<string, object>>> {
  const path = shippedPath("dist", "templates.js");
  try {
    const { templates } = (await import(pathToFileURL(path).href)) as {
      templates: Readonly<Record<string, object>>;
    };
    return templates;
  } catch (error) {
    throw brokenInstallation(path, packageRoot, error);
  }
}

/** The Python grammar, as `Language.load` takes it. The build put it into `dist/`. */
export async function readPythonGrammar(): Promise<Uint8Array> {
  return readShipped("dist", "tree-sitter-python.wasm");
}

/** Name and version of this program, as every output carries them. */
export async function readTool(): Promise<{ readonly name: string; readonly version: string }> {
  const manifest: unknown = JSON.parse((await readShipped(".", "package.json")).toString("utf8"));
  const { name, version } = manifest as { name: string; version: string };
  return { name, version };
}

/**
 * Another program, or another Node, has another fingerprint: made of the names, sizes and times of
 * the files in these folders of the package (a folder that is not there counts as empty).
 */
export function fingerprint(folders: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const folder of ["package.json", ...folders]) {
    for (const path of filesIn(join(packageRoot, folder))) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`\n${path.slice(packageRoot.length)} ${size} ${mtimeMs}`);
    }
  }
  return hash.digest("hex");
}

function filesIn(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Where a shipped file lies, for what must read it by itself (a worker, the browser). */
export function shippedPath(...names: readonly string[]): string {
  return join(packageRoot, ...names);
}

async function readShipped(folder: string, name: string): Promise<Buffer> {
  const path = shippedPath(folder, name);
  const reading = cached.get(path) ?? readFile(path);
  cached.set(path, reading);
  try {
    return await reading;
  } catch (error) {
    cached.delete(path);
    throw brokenInstallation(path, packageRoot, error);
  }
}
