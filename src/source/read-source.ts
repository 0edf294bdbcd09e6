import { constants, type Stats } from "node:fs";
import { access, lstat, realpath } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { byCodeUnits } from "../by-code-units.ts";
import { noPython, noSuchPath, notPython, notReadable } from "../failure.ts";
import { inEnglish } from "../sentence.ts";
import { isTestCode } from "./classify.ts";
import { choiceOf, type IgnoreRules } from "./ignore-rules.ts";
import { importedNames, nameModules } from "./import-roots.ts";
import { type Loaded, type LoadedPython, loadFiles } from "./load-files.ts";
import { outerRules } from "./outer-rules.ts";
import { readOwners } from "./owners.ts";
import { byPath } from "./paths.ts";
import { readProjects } from "./projects.ts";
import { describeRepository, findGit, type GitFolders } from "./repository.ts";
import type {
  Dependency,
  Diagnostic,
  EntryPointDeclaration,
  ReadOptions,
  SourceFile,
  SourceTree,
} from "./source-tree.ts";
import { type Walked, walk } from "./walk.ts";

/** Reads the repository at `path`, or a single Python file as a repository of one. */
export async function readSource(path: string, options: ReadOptions = {}): Promise<SourceTree> {
  const place = await findPlace(path);
  const { rules, git } = await outerRules(place.root, await findGit(place.root));
  const walked = await list(place, rules, options);
  const loaded = await loadFiles(walked.files, options);
  if (loaded.python.length === 0) throw nothingToAssess(path, place, walked, loaded);
  return assemble({ place, git, walked, loaded });
}

interface Place {
  /** The real folder, free of links. */
  readonly root: string;
  /** The folder's name as the user knows it. */
  readonly folderName: string;
  /** The one file to read, where the user named a file. */
  readonly only?: string;
}

async function findPlace(path: string): Promise<Place> {
  // An empty word is a variable that was not set, and would mean the working folder.
  if (path === "") throw noSuchPath('""');
  const absolute = resolve(path);
  const { real, found } = await lookAt(path, absolute);
  if (found.isDirectory()) return { root: real, folderName: basename(absolute) };
  if (!found.isFile()) throw notPython(path);
  return { root: dirname(real), folderName: basename(dirname(absolute)), only: basename(real) };
}

async function lookAt(path: string, absolute: string): Promise<{ real: string; found: Stats }> {
  try {
    const real = await realpath(absolute);
    const found = await lstat(real);
    await access(real, found.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
    return { real, found };
  } catch (error) {
    throw notReadable(path, error);
  }
}

async function list(
  { root, only }: Place,
  rules: IgnoreRules,
  { include = [], exclude = [] }: ReadOptions,
): Promise<Walked> {
  if (only !== undefined) {
    const absolute = Buffer.from(resolve(root, only));
    return { files: [{ path: only, absolute, kind: "named" }], skipped: [], diagnostics: [] };
  }
  return walk(Buffer.from(root), { rules, choice: choiceOf(include, exclude) });
}

function nothingToAssess(path: string, { only }: Place, walked: Walked, loaded: Loaded): Error {
  if (only === undefined) return noPython(path, walked.skipped.length + loaded.skipped.length);
  const [refused] = loaded.diagnostics;
  const isRefused = refused !== undefined && refused.code !== "file-binary";
  return isRefused ? notReadable(path, new Error(inEnglish(refused.message))) : notPython(path);
}

interface Parts {
  readonly place: Place;
  readonly git: GitFolders | undefined;
  readonly walked: Walked;
  readonly loaded: Loaded;
}

async function assemble({ place, git, walked, loaded }: Parts): Promise<SourceTree> {
  const { python, signals } = loaded;
  const setupFiles = python.filter(({ path }) => /(?:^|\/)setup\.py$/.test(path));
  const metadata = signals.filter(({ kind }) => kind === "dependency");
  const projects = readProjects(
    [...setupFiles, ...metadata].toSorted(byPath),
    python.map(({ path }) => path),
  );
  const naming = nameModules({
    files: python.map(({ path }) => ({ path, isPackageFile: isPackageFile(path) })),
    declared: projects.roots,
    folderName: place.folderName,
    imported: importedNames(python),
  });
  const files = python.map((file) => toSourceFile(file, naming.names.get(file.path)));
  return {
    root: place.root,
    repository: await describeRepository(
      place.root,
      git,
      place.only ?? projects.name ?? place.folderName,
    ),
    importRoots: naming.roots,
    packages: [...new Set(files.map(({ module }) => module.split(".", 1)[0] ?? ""))].toSorted(
      byCodeUnits,
    ),
    files,
    skipped: [...walked.skipped, ...loaded.skipped].toSorted(byPath),
    entryPoints: projects.entryPoints.toSorted(byEntryPoint),
    dependencies: projects.dependencies.toSorted(byDependency),
    signalFiles: signals,
    owners: readOwners(loaded.owners),
    diagnostics: [...walked.diagnostics, ...loaded.diagnostics, ...projects.diagnostics].toSorted(
      byDiagnostic,
    ),
  };
}

function toSourceFile(
  file: LoadedPython,
  name: { module: string; importRoot: string } | undefined,
): SourceFile {
  return {
    path: file.path,
    module: name?.module ?? file.path,
    importRoot: name?.importRoot ?? "",
    isPackage: isPackageFile(file.path),
    isTest: isTestCode(file.path, file.text),
    isScript: file.isScript,
    text: file.text,
    hash: file.hash,
    lines: countLines(file.text),
    encoding: file.encoding,
  };
}

function isPackageFile(path: string): boolean {
  return /(?:^|\/)__init__\.pyw?$/.test(path);
}

function countLines(text: string): number {
  if (text === "") return 0;
  let lines = text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

function byEntryPoint(left: EntryPointDeclaration, right: EntryPointDeclaration): number {
  return (
    byCodeUnits(left.group, right.group) ||
    byCodeUnits(left.name, right.name) ||
    byPath(left, right) ||
    left.line - right.line
  );
}

function byDependency(left: Dependency, right: Dependency): number {
  return byCodeUnits(left.key, right.key) || byPath(left, right) || left.line - right.line;
}

function byDiagnostic(left: Diagnostic, right: Diagnostic): number {
  return (
    byPath(left, right) ||
    (left.line ?? 0) - (right.line ?? 0) ||
    byCodeUnits(left.code, right.code)
  );
}
