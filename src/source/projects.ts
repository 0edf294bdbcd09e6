import { byCodeUnits } from "../by-code-units.ts";
import { say } from "../sentence.ts";
import { isTestPath } from "./classify.ts";
import { parentOf } from "./paths.ts";
import type { Declared, DeclaredRoot, ProjectFacts } from "./project.ts";
import { readPipfile, readPipfileLock, readPyproject, readTomlLock } from "./pyproject.ts";
import { parseRequirements } from "./requirement.ts";
import { readSetupCfg, readToxIni } from "./setup-cfg.ts";
import { readSetupPy } from "./setup-py.ts";
import type {
  Dependency,
  DependencyScope,
  Diagnostic,
  EntryPointDeclaration,
  ImportRoot,
} from "./source-tree.ts";

/** What all metadata files of the repository say together. */
export interface Projects {
  /** The name that the project in the repository's own folder gives itself. */
  readonly name?: string;
  readonly roots: readonly ImportRoot[];
  readonly entryPoints: readonly EntryPointDeclaration[];
  readonly dependencies: readonly Dependency[];
  readonly diagnostics: readonly Diagnostic[];
}

interface TextFile {
  readonly path: string;
  readonly text: string;
}

interface Read extends Partial<ProjectFacts> {
  readonly path: string;
  readonly failure?: { readonly line?: number; readonly message: string };
}

/** Reads every metadata file among `files`; `pythonPaths` tell which named folders hold code. */
export function readProjects(files: readonly TextFile[], pythonPaths: readonly string[]): Projects {
  const read = files.map(readOne);
  const root = read.find(({ path, name }) => name !== undefined && !path.includes("/"));
  return {
    ...(root?.name === undefined ? {} : { name: root.name }),
    roots: rootsOf(read, pythonPaths),
    entryPoints: read.flatMap(({ path, entryPoints = [] }) =>
      entryPoints.map((point) => ({ ...point, path })),
    ),
    dependencies: read.flatMap(({ path, dependencies = [] }) =>
      dependencies.map((dependency) => ({ ...dependency, path })),
    ),
    diagnostics: read.flatMap(diagnosticOf),
  };
}

function readOne({ path, text }: TextFile): Read {
  try {
    return { path, ...factsOf(path, text) };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : "";
    const line = error instanceof Error && "line" in error ? Number(error.line) : undefined;
    return { path, failure: line === undefined ? { message } : { line, message } };
  }
}

/** By file name, lower case; the first pattern that matches decides. */
const READERS: readonly (readonly [
  RegExp,
  (text: string, path: string) => Partial<ProjectFacts>,
])[] = [
  [/^setup\.py$/, (text) => readSetupPy(text) ?? {}],
  [/^setup\.cfg$/, readSetupCfg],
  [/^pyproject\.toml$/, readPyproject],
  [/^tox\.ini$/, (text) => ({ dependencies: readToxIni(text) })],
  [/^pipfile$/, (text) => ({ dependencies: readPipfile(text) })],
  [/^pipfile\.lock$/, (text) => ({ dependencies: readPipfileLock(text) })],
  [/^(?:poetry|uv|pdm)\.lock$/, (text) => ({ dependencies: readTomlLock(text) })],
  [/\.ya?ml$/, (text) => ({ dependencies: readCondaList(text) })],
  [/^bindep\.txt$/, () => ({})],
  [
    /\.(?:txt|in|pip)$|-requires$/,
    (text, path) => ({ dependencies: readRequirementsFile(path, text) }),
  ],
];

function factsOf(path: string, text: string): Partial<ProjectFacts> {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const reader = READERS.find(([pattern]) => pattern.test(name));
  return reader?.[1](text, path) ?? {};
}

function readRequirementsFile(path: string, text: string): Declared[] {
  const scope = requirementsScope(path);
  return parseRequirements(text).map((requirement) => ({ ...requirement, scope }));
}

function requirementsScope(path: string): DependencyScope {
  if (/constraints[^/]*$/i.test(path)) return "constraint";
  const isForDevelopers = /(?:^|[/_.-])(?:tests?|testing|dev|develop|lint|docs?)(?:[/_.-]|$)/i;
  return isForDevelopers.test(path) || isTestPath(path) ? "test" : "runtime";
}

/** A name and a version are short; a longer line is made to be slow to match. */
const MAX_LINE = 500;

/** The `dependencies:` of a conda environment: `- name=1.2`, and pip's below `- pip:`. */
function readCondaList(text: string): Declared[] {
  if (!/^dependencies:/m.test(text)) return [];
  return text.split("\n").flatMap((raw, index) => {
    if (raw.length > MAX_LINE) return [];
    const [, name, version] =
      /^\s*-\s+["']?([\w.-]+)\s*([=<>!~][^\s"'#]*)?["']?\s*(?:#.*)?$/.exec(raw) ?? [];
    if (name === undefined || name === "python" || name === "pip") return [];
    const specifier = (version ?? "").replace(/^=(?!=)/, "==");
    const key = name.toLowerCase().replace(/[-_.]+/g, "-");
    return [{ name, key, specifier, scope: "runtime" as const, line: index + 1 }];
  });
}

function diagnosticOf({ path, failure }: Read): Diagnostic[] {
  if (failure === undefined) return [];
  const { line, message } = failure;
  return [
    {
      code: "unreadable-metadata",
      severity: "warning",
      path,
      ...(line === undefined ? {} : { line }),
      message: say`The project's metadata could not be read: ${message}`,
    },
  ];
}

/**
 * Every project folder is a root, its `src` folder too, and whatever metadata name. Another folder with
 * its own `__init__.py` is a package and no root, unless metadata map a name to it.
 */
function rootsOf(read: readonly Read[], pythonPaths: readonly string[]): ImportRoot[] {
  const packages = new Set(
    pythonPaths.filter((path) => /(?:^|\/)__init__\.py$/.test(path)).map(parentOf),
  );
  const holding = foldersOf(pythonPaths);
  const claimed: ImportRoot[] = [
    ...read.flatMap(({ path, roots = [] }) =>
      roots.flatMap((root) => declaredRoot(parentOf(path), root)),
    ),
    ...read.flatMap(({ path, isProject }) => (isProject === true ? projectRoots(path) : [])),
    { path: "src", prefix: "", how: "src-layout" },
  ];
  const roots = new Map<string, ImportRoot>();
  for (const root of claimed) {
    const isNamed = root.prefix !== "" || root.how === "project";
    const isUsable = holding.has(root.path) && (isNamed || !packages.has(root.path));
    if (isUsable && !roots.has(root.path)) roots.set(root.path, root);
  }
  return [...roots.values()].toSorted((left, right) => byCodeUnits(left.path, right.path));
}

function projectRoots(metadata: string): ImportRoot[] {
  const folder = parentOf(metadata);
  return [
    { path: folder === "" ? "src" : `${folder}/src`, prefix: "", how: "src-layout" },
    { path: folder, prefix: "", how: "project" },
  ];
}

function foldersOf(paths: readonly string[]): Set<string> {
  const folders = new Set([""]);
  for (const path of paths) {
    for (let folder = parentOf(path); !folders.has(folder); folder = parentOf(folder)) {
      folders.add(folder);
    }
  }
  return folders;
}

/** Nothing for a folder outside the repository, and for what every project folder says anyway. */
function declaredRoot(base: string, { folder, prefix }: DeclaredRoot): ImportRoot[] {
  const path = joinPath(base, folder);
  if (path === undefined) return [];
  const isPlain = prefix !== "" && `/${path}`.endsWith(`/${prefix.replaceAll(".", "/")}`);
  return isPlain ? [] : [{ path, prefix, how: "declared" }];
}

function joinPath(base: string, way: string): string | undefined {
  const words = base === "" ? [] : base.split("/");
  for (const word of way.split(/[\\/]/)) {
    if (word === ".." && words.pop() === undefined) return undefined;
    if (!["", ".", ".."].includes(word)) words.push(word);
  }
  return words.join("/");
}
