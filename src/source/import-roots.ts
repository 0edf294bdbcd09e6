import { byCodeUnits } from "../by-code-units.ts";
import { parentOf } from "./paths.ts";
import type { ImportRoot } from "./source-tree.ts";

/*
 * Where does a dotted name start? Python says: at an entry of sys.path, which no file records.
 * What can be known of it, strongest first:
 *   1. a folder with `__init__.py` belongs to a package, so its names start further up;
 *   2. the project's metadata name roots (`package_dir`, `where`), and every project folder is one;
 *   3. the code's own imports: `import acme.db.api` shows that `acme/db/api.py` is found from the
 *      folder above `acme`, even where `acme` has no `__init__.py` (a namespace package);
 *   4. otherwise the nearest project folder, which gives long names that people can find again.
 */

export interface PythonPath {
  readonly path: string;
  readonly isPackageFile: boolean;
}

export interface ImportedNames {
  /** All dotted names, and all that they start with. */
  readonly all: ReadonlySet<string>;
  /** Per folder the first words of the names that files in it and below it import. */
  readonly below: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface ModuleName {
  readonly module: string;
  readonly importRoot: string;
}

export interface Repository {
  readonly files: readonly PythonPath[];
  /** The roots that metadata name, relative to the repository. */
  readonly declared: readonly ImportRoot[];
  /** The name of the repository's own folder on disk. */
  readonly folderName: string;
  readonly imported: ImportedNames;
}

export interface Naming {
  readonly roots: readonly ImportRoot[];
  /** By file path. */
  readonly names: ReadonlyMap<string, ModuleName>;
}

/** Gives every file its module name, and says which roots that took. */
export function nameModules(given: Repository): Naming {
  const repository = { ...given, declared: withoutPackages(given) };
  const { declared, imported } = repository;
  const units = unitsOf(repository);
  const known = [...declared, ...rootIfMissing(repository, units)];
  const used = new Map<string, ImportRoot>();
  const names = new Map<string, ModuleName>();
  for (const [top, members] of units.members) {
    const root = chooseRoot(top, { known, units, imported });
    used.set(`${root.path}\0${root.prefix}`, root);
    for (const path of members) {
      const rest = dotted(root.path === "" ? path : path.slice(root.path.length + 1));
      const module = joinNames(root.prefix, rest);
      names.set(path, { module: module === "" ? "__init__" : module, importRoot: root.path });
    }
  }
  const roots = [...used.values()].toSorted(
    (left, right) => byCodeUnits(left.path, right.path) || byCodeUnits(left.prefix, right.prefix),
  );
  return { roots, names };
}

interface Units {
  /** Folder from which `__init__.py` chains start, with all files that start there. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** The importable names directly in such a folder: its modules and packages. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** In how many such folders a name is found. */
  readonly homes: ReadonlyMap<string, number>;
}

function packagesOf(files: readonly PythonPath[]): ReadonlySet<string> {
  return new Set(
    files.filter(({ isPackageFile }) => isPackageFile).map(({ path }) => parentOf(path)),
  );
}

function unitsOf({ files, declared }: Repository): Units {
  const packages = packagesOf(files);
  const mapped = new Set(declared.map(({ path }) => path));
  const topOf = (path: string): string => {
    let top = parentOf(path);
    while (top !== "" && packages.has(top) && !mapped.has(top)) top = parentOf(top);
    return top;
  };
  const members = new Map<string, string[]>();
  for (const { path } of files) listAt(members, topOf(path)).push(path);
  const names = new Map([...members].map(([top, paths]) => [top, unitNames(top, paths)]));
  const homes = new Map<string, number>();
  for (const found of names.values()) {
    for (const name of found) homes.set(name, (homes.get(name) ?? 0) + 1);
  }
  return { members, names, homes };
}

/**
 * A folder with `__init__.py` is a package and no root. But a project's folder can hold a stray one: its packages import
 * each other by names that start below it (`from acme.db import api`), and nobody names the folder.
 */
function withoutPackages({ files, declared, imported: { all } }: Repository): ImportRoot[] {
  const packages = packagesOf(files);
  const isRoot = (folder: string): boolean => {
    if (all.has(folder.slice(folder.lastIndexOf("/") + 1))) return false;
    const below = files.filter(({ path }) => path.startsWith(`${folder}/`));
    const names = below.map(({ path }) => dotted(path.slice(folder.length + 1)));
    return names.some((name) => name.includes(".") && all.has(name));
  };
  return declared.filter(
    ({ path, prefix }) =>
      prefix !== "" ||
      !packages.has(path) ||
      (path !== "" && !packages.has(parentOf(path)) && isRoot(path)),
  );
}

function unitNames(top: string, paths: readonly string[]): ReadonlySet<string> {
  const start = top === "" ? 0 : top.length + 1;
  return new Set(paths.map((path) => dotted(path.slice(start)).split(".", 1)[0] ?? ""));
}

function listAt(lists: Map<string, string[]>, key: string): string[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/**
 * The repository's own folder is a root unless something says otherwise. One thing does: when it
 * is itself a package (`assess ./nova/nova`), its files import each other by a longer name.
 */
function rootIfMissing(repository: Repository, units: Units): ImportRoot[] {
  if (repository.declared.some(({ path }) => path === "")) return [];
  const isPackage = units.names.get("")?.has("") ?? false;
  const prefix = isPackage ? prefixInUse(repository, units) : "";
  return [{ path: "", prefix, how: prefix === "" ? "repository" : "imports" }];
}

/**
 * The name under which files import what lies at the top: the one most imports bear out. A foreign
 * `django.db.models` bears out `django.db` beside a `models.py` of ours; so few votes do not count,
 * unless the name ends like the folder.
 */
function prefixInUse({ imported, folderName }: Repository, { names }: Units): string {
  const top = names.get("") ?? new Set();
  const isLikeFolder = (prefix: string): number =>
    prefix === folderName || prefix.endsWith(`.${folderName}`) ? 1 : 0;
  const [first] = [...votesFor(top, imported)].toSorted(
    ([left, few], [right, many]) =>
      isLikeFolder(right) - isLikeFolder(left) || many - few || byCodeUnits(left, right),
  );
  if (first === undefined) return "";
  const [prefix, count] = first;
  return isLikeFolder(prefix) === 1 || (count >= 3 && count * 2 >= top.size) ? prefix : "";
}

/** How many imported names end with something at the top, by what stands before. */
function votesFor(top: ReadonlySet<string>, { all }: ImportedNames): ReadonlyMap<string, number> {
  const votes = new Map<string, number>();
  for (const name of all) {
    const words = name.split(".");
    const last = words.pop() ?? "";
    if (words.length === 0 || !top.has(last) || top.has(words[0] ?? "")) continue;
    const prefix = words.join(".");
    votes.set(prefix, (votes.get(prefix) ?? 0) + 1);
  }
  return votes;
}

interface Evidence {
  readonly known: readonly ImportRoot[];
  readonly units: Units;
  readonly imported: ImportedNames;
}

function chooseRoot(top: string, evidence: Evidence): ImportRoot {
  const known = nearestRoot(top, evidence.known);
  if (known.path === top) return known;
  const candidates = foldersBetween(known.path, top);
  const outermost = candidates[0] ?? top;
  const found = candidates.find((folder) => isImportedFrom(folder, top, evidence)) ?? outermost;
  return found === known.path ? known : { path: found, prefix: "", how: "imports" };
}

function nearestRoot(folder: string, known: readonly ImportRoot[]): ImportRoot {
  const holding = known.filter(({ path }) => isAtOrBelow(folder, path));
  const [first] = holding.toSorted((left, right) => right.path.length - left.path.length);
  return first ?? { path: "", prefix: "", how: "repository" };
}

/** From `outer` down to `inner`, but only as far out as every step is a name Python can import. */
function foldersBetween(outer: string, inner: string): string[] {
  const folders = [inner];
  for (let folder = inner; folder !== outer; ) {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(folder.slice(folder.lastIndexOf("/") + 1))) break;
    folder = parentOf(folder);
    folders.unshift(folder);
  }
  return folders;
}

/** Whether some import names what starts in `top` as it would have to be named from `root`. */
function isImportedFrom(root: string, top: string, { units, imported }: Evidence): boolean {
  const names = [...(units.names.get(top) ?? [])];
  if (root !== top) {
    const prefix = dotted(top.slice(root === "" ? 0 : root.length + 1));
    return names.some((name) => imported.all.has(`${prefix}.${name}`));
  }
  return names.some((name) => {
    if (!imported.all.has(name)) return false;
    // A name that several folders hold says nothing, but for the files beside it.
    return units.homes.get(name) === 1 || imported.below.get(top)?.has(name);
  });
}

/** `pkg/sub/__init__.py` is `pkg.sub`; dots in a file's own name would read as packages. */
function dotted(path: string): string {
  const words = path.split("/");
  const file = words.pop() ?? "";
  const stem = file.replace(/\.(?:pyw?|py[23]|wsgi|f?cgi)$/i, "").replaceAll(".", "_");
  const all = stem === "__init__" ? words : [...words, stem];
  return all.join(".");
}

function joinNames(prefix: string, rest: string): string {
  if (prefix === "" || rest === "") return prefix + rest;
  return `${prefix}.${rest}`;
}

function isAtOrBelow(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

const IMPORT =
  /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:\([ \t]*)?(\w*)|import[ \t]+([^\n#;]+))/gm;

/** Reads import statements by their look alone: evidence for names, not the analysis itself. */
export function importedNames(files: Iterable<{ path: string; text: string }>): ImportedNames {
  const all = new Set<string>();
  const below = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    const words = new Set<string>();
    for (const name of namesIn(text)) addWithPrefixes(name, all, words);
    for (const folder of foldersAbove(path)) {
      const known = below.get(folder) ?? new Set();
      for (const word of words) known.add(word);
      below.set(folder, known);
    }
  }
  return { all, below };
}

function namesIn(text: string): string[] {
  return linesWithImport(text).flatMap((line) =>
    [...line.matchAll(IMPORT)].flatMap(([, from, first, plain]) =>
      plain === undefined ? [`${from}.${first}`] : plain.split(",").map(firstWord),
    ),
  );
}

/** Few lines hold the word, and to look for it costs a tenth of a pattern that tries every line. */
function linesWithImport(text: string): string[] {
  const lines: string[] = [];
  for (let at = text.indexOf("import"); at !== -1; ) {
    const end = text.indexOf("\n", at);
    lines.push(text.slice(text.lastIndexOf("\n", at) + 1, end === -1 ? text.length : end));
    at = end === -1 ? -1 : text.indexOf("import", end);
  }
  return lines;
}

function foldersAbove(path: string): string[] {
  const folders = [""];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    folders.push(path.slice(0, at));
  }
  return folders;
}

function firstWord(text: string): string {
  return text.trim().split(/\s/, 1)[0] ?? "";
}

function addWithPrefixes(name: string, all: Set<string>, words: Set<string>): void {
  if (name.startsWith(".") || (all.has(name) && words.has(name.split(".", 1)[0] ?? ""))) return;
  const parts = name.split(".").filter((part) => part !== "");
  for (let length = 1; length <= parts.length; length += 1)
    all.add(parts.slice(0, length).join("."));
  if (parts[0] !== undefined) words.add(parts[0]);
}
