import { createHash } from "node:crypto";
import { realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { byCodeUnits } from "../by-code-units.ts";
import { say } from "../sentence.ts";
import { decodePython, looksBinary } from "./decode.ts";
import type { LibraryRoot } from "./library-roots.ts";
import { readBytes } from "./read-bytes.ts";
import type { Diagnostic, SourceFile } from "./source-tree.ts";

export interface LibraryModules {
  /** Modules that were not read before, sorted by path. */
  readonly files: readonly SourceFile[];
  /** What was wanted and left out. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LibraryReader {
  /**
   * Reads the modules that hold the given dotted names (of modules, classes, functions or members),
   * and the packages above them. A module is read once in the reader's life.
   */
  read(names: readonly string[]): Promise<LibraryModules>;
}

const MAX_FILE = 2_097_152;
/** The knowledge describes every name of these; their code would only hide those names behind itself. */
const KNOWN_BY_NAME: ReadonlySet<string> = new Set(["eventlet", "greenlet"]);
/** Left-out modules that the diagnostic names; the rest are counted. */
const NAMED = 20;

/**
 * Reads installed packages one module at a time: a virtualenv holds a hundred times what a program
 * reaches. `budget` is the number of modules after which nothing more is read.
 */
export function openLibraries(roots: readonly LibraryRoot[], budget: number): LibraryReader {
  const visited = new Set<string>();
  const leftOut = new Set<string>();
  let left = budget;

  const readOne = async (module: string): Promise<readonly SourceFile[]> => {
    for (const root of roots) {
      const place = await findModule(root, module);
      if (place === undefined) continue;
      if (left <= 0) {
        leftOut.add(module);
        return [];
      }
      const file = await load(root, module, place);
      if (file !== undefined) left -= 1;
      return file === undefined ? [] : [file];
    }
    return [];
  };

  return {
    read: async (names) => {
      leftOut.clear();
      const files: SourceFile[] = [];
      for (const module of modulesOf(names)) {
        if (visited.has(module)) continue;
        visited.add(module);
        files.push(...(await readOne(module)));
      }
      files.sort((a, b) => byCodeUnits(a.path, b.path));
      return { files, diagnostics: describeLeftOut([...leftOut].sort(byCodeUnits), budget) };
    },
  };
}

/** Every prefix of a name may be a module; shorter ones first, because importing runs them first. */
function modulesOf(names: readonly string[]): readonly string[] {
  const modules = new Set<string>();
  for (const name of names) {
    const parts = name.split(".");
    if (KNOWN_BY_NAME.has(parts[0] ?? "")) continue;
    if (!parts.every((part) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(part))) continue;
    for (let count = 1; count <= parts.length; count++)
      modules.add(parts.slice(0, count).join("."));
  }
  const depth = (module: string): number => module.split(".").length;
  return [...modules].sort((a, b) => depth(a) - depth(b) || byCodeUnits(a, b));
}

interface Place {
  /** Below the root, with the system's separators. */
  readonly relative: string;
  readonly isPackage: boolean;
}

async function findModule(root: LibraryRoot, module: string): Promise<Place | undefined> {
  const parts = module.split(".");
  if (root.only !== undefined && parts[0] !== root.only) return undefined;
  const base = join(...parts);
  const asPackage = join(base, "__init__.py");
  if (await isFile(root, asPackage)) return { relative: asPackage, isPackage: true };
  if (await isFile(root, `${base}.py`)) return { relative: `${base}.py`, isPackage: false };
  return undefined;
}

/** A regular file that no link leads out of the folder which the user named. */
async function isFile({ folder }: LibraryRoot, relative: string): Promise<boolean> {
  try {
    const real = await realpath(join(folder, relative));
    return real.startsWith(folder + sep) && (await stat(real)).isFile();
  } catch {
    return false;
  }
}

async function load(
  root: LibraryRoot,
  module: string,
  { relative, isPackage }: Place,
): Promise<SourceFile | undefined> {
  const read = await readBytes(await realpath(join(root.folder, relative)), MAX_FILE);
  if (!("bytes" in read) || looksBinary(read.bytes)) return undefined;
  const { text, encoding } = decodePython(read.bytes);
  return {
    path: `${root.label}/${relative.split(sep).join("/")}`,
    module,
    importRoot: root.label,
    isPackage,
    isTest: false,
    isScript: false,
    text,
    hash: createHash("sha256").update(read.bytes).digest("hex"),
    lines: text === "" ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
    encoding,
  };
}

function describeLeftOut(modules: readonly string[], budget: number): Diagnostic[] {
  if (modules.length === 0) return [];
  const named = modules.slice(0, NAMED);
  const all =
    modules.length > NAMED ? say`${named} and ${modules.length - NAMED} more` : say`${named}`;
  const message = say`${budget} modules of installed packages were read; these were wanted too and left out: ${all}.`;
  return [{ code: "library-budget", severity: "info", path: "", message }];
}
