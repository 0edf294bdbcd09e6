import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { byCodeUnits } from "../by-code-units.ts";
import { notFolder, notReadable, notVirtualenv } from "../failure.ts";

/** A folder from which installed packages are imported. */
export interface LibraryRoot {
  /** Real absolute path. */
  readonly folder: string;
  /** What stands for the folder in paths of the graph, so that no report names the user's disk. */
  readonly label: string;
  /** Where the user named one package's folder: only that package is read. */
  readonly only?: string;
}

/** The folders that `--library` and `--venv` mean, in the order in which Python would search them. */
export async function findLibraryRoots(
  libraries: readonly string[],
  environments: readonly string[],
): Promise<readonly LibraryRoot[]> {
  const named = await Promise.all(libraries.map(libraryRoot));
  const installed = await Promise.all(environments.map(environmentRoots));
  return relabel([...named, ...installed.flat()]);
}

async function libraryRoot(path: string): Promise<Omit<LibraryRoot, "label">> {
  const folder = await realFolder(path);
  const isPackage = await exists(join(folder, "__init__.py"));
  return isPackage ? { folder: dirname(folder), only: basename(folder) } : { folder };
}

/** A virtualenv keeps its packages in lib/python3.x/site-packages, on Windows in Lib/site-packages. */
async function environmentRoots(path: string): Promise<Omit<LibraryRoot, "label">[]> {
  const root = await realFolder(path);
  const candidates = [join(root, "Lib", "site-packages")];
  for (const lib of ["lib", "lib64"]) {
    for (const version of (await list(join(root, lib))).filter((name) => /^python\d/.test(name))) {
      candidates.push(join(root, lib, version, "site-packages"));
    }
  }
  const found = new Set<string>();
  for (const candidate of candidates) {
    if (await exists(candidate)) found.add(await realpath(candidate));
  }
  if (found.size === 0) throw notVirtualenv(path);
  const linked = await Promise.all([...found].map(linkedFolders));
  return [...found, ...linked.flat()].map((folder) => ({ folder }));
}

/** Packages installed in editable mode: a .pth file names the folder that holds them. */
async function linkedFolders(sitePackages: string): Promise<string[]> {
  const folders: string[] = [];
  for (const name of (await list(sitePackages)).filter((each) => each.endsWith(".pth"))) {
    const text = await readFile(join(sitePackages, name), "utf8").catch(() => "");
    for (const line of text.split("\n").map((each) => each.trim())) {
      const isFolder = isAbsolute(line) && (await exists(line));
      if (isFolder) folders.push(await realpath(line));
    }
  }
  return folders;
}

async function realFolder(path: string): Promise<string> {
  const folder = await realpath(resolve(path)).catch((error: unknown) => {
    throw notReadable(path, error);
  });
  if (!(await stat(folder)).isDirectory()) throw notFolder(path);
  return folder;
}

async function list(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.toSorted(byCodeUnits);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** `site-packages`, and `site-packages-2` for a second folder of that name. */
function relabel(roots: readonly Omit<LibraryRoot, "label">[]): LibraryRoot[] {
  const seen = new Map<string, number>();
  const known = new Set<string>();
  return roots.flatMap((root) => {
    const key = `${root.folder}\n${root.only ?? ""}`;
    if (known.has(key)) return [];
    known.add(key);
    const name = basename(root.folder);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [{ ...root, label: count === 1 ? name : `${name}-${count}` }];
  });
}
