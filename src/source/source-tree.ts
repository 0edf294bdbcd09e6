import type { Text } from "../sentence.ts";
/**
 * The repository as data: what every later stage knows of the disk. Plain values only, so that a
 * tree survives a worker message and a cache. Every list is sorted, by `path` (code units) unless
 * its field says otherwise; paths are POSIX and relative to `root`.
 */
export interface SourceTree {
  /** Absolute path on this machine. Not for reports: it names the user's folders. */
  readonly root: string;
  readonly repository: RepositoryInfo;
  /** Folders from which modules are imported, sorted by `path`, then `prefix`. */
  readonly importRoots: readonly ImportRoot[];
  /** The first components of all module names: what counts as first-party in an import. */
  readonly packages: readonly string[];
  /** The Python files to assess. */
  readonly files: readonly SourceFile[];
  /** What was left out, and why: shown in the report, never dropped in silence. */
  readonly skipped: readonly SkippedPath[];
  /** Sorted by `group`, `name`, `path`, `line`. */
  readonly entryPoints: readonly EntryPointDeclaration[];
  /** Sorted by `key`, `path`, `line`. One package may be declared in several places. */
  readonly dependencies: readonly Dependency[];
  /** Files that are not Python but tell how the program is installed, configured and started. */
  readonly signalFiles: readonly SignalFile[];
  /** From CODEOWNERS, in file order, since the last rule that matches wins there. */
  readonly owners: readonly OwnerRule[];
  /** Sorted by `path`, `line`, `code`. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface SourceFile {
  readonly path: string;
  /** Dotted name from its import root. Two files may share one; the path tells them apart. */
  readonly module: string;
  /** The folder (`""` is the repository's root) from which `module` is imported. */
  readonly importRoot: string;
  /** An `__init__.py`: its module is a package, and relative imports start at itself. */
  readonly isPackage: boolean;
  readonly isTest: boolean;
  /** A program by its first line (`#!… python`), with or without `.py`. */
  readonly isScript: boolean;
  /** Decoded by PEP 263, without byte order mark, all line ends `\n`, NUL bytes made spaces. */
  readonly text: string;
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly hash: string;
  /** Number of lines, a last one without line end included. */
  readonly lines: number;
  /** The encoding used to decode, by its WHATWG or Python name (`utf-8`, `latin-1`, `euc-jp`). */
  readonly encoding: string;
}

/** `module = prefix + dotted path below path`: the prefix is `""` but for mapped packages. */
export interface ImportRoot {
  readonly path: string;
  readonly prefix: string;
  /**
   * How it was found: named by the project's metadata, a `src` folder, a project's folder, the
   * repository itself, or seen in the import statements of the code.
   */
  readonly how: "declared" | "src-layout" | "project" | "repository" | "imports";
}

export interface RepositoryInfo {
  /** From the remote's address, else the project's declared name, else the folder's name. */
  readonly name: string;
  /** Full hex id of HEAD, where the repository is under git. */
  readonly commit?: string;
  readonly branch?: string;
  /** Address of `origin` without user name, password or query. Absent for local paths. */
  readonly remote?: string;
  /** HEAD's committer date, ISO 8601 in UTC to the second. */
  readonly commitDate?: string;
  /** Where the assessed folder lies inside its git repository, when it is not the top. */
  readonly subfolder?: string;
}

export interface SkippedPath {
  /** A folder's path ends with `/`. */
  readonly path: string;
  readonly why: SkipReason;
}

export type SkipReason =
  | "binary"
  | "build-output"
  | "cache"
  | "excluded"
  | "former-report"
  | "gitignored"
  | "link"
  | "link-outside"
  | "not-a-regular-file"
  | "too-large"
  | "unreadable"
  | "vanished"
  | "vendored"
  | "virtualenv";

/** What is odd in the repository. It travels to the report and is never thrown. */
export interface Diagnostic {
  /** Stable kebab-case name of the cause, such as `file-too-large`. */
  readonly code: string;
  readonly severity: Severity;
  readonly path: string;
  /** From 1. Absent where the whole file or folder is meant. */
  readonly line?: number;
  /** One sentence for the reader of the report. */
  readonly message: Text;
}

/** `error`: code was not assessed; `warning`: assessed, perhaps wrongly; `info`: for the record. */
export type Severity = "error" | "warning" | "info";

export interface EntryPointDeclaration {
  /** `console_scripts`, `gui_scripts`, `wsgi_scripts`, `oslo.config.opts`, `nova.scheduler…`. */
  readonly group: string;
  readonly name: string;
  /** The dotted module before the colon. */
  readonly module: string;
  /** What lies after the colon (`main`, `Class.method`), where there is one. */
  readonly attribute?: string;
  readonly path: string;
  readonly line: number;
}

export interface Dependency {
  /** As written: `oslo.service`. */
  readonly name: string;
  /** PEP 503 form for comparison: `oslo-service`. */
  readonly key: string;
  /** Version specifier as written, blanks removed (`>=1.2,<2`, `==0.33.1`); `""` where none. */
  readonly specifier: string;
  readonly scope: DependencyScope;
  /** The extra, dependency group or tox environment that asks for it. */
  readonly extra?: string;
  /** PEP 508 environment marker as written. */
  readonly marker?: string;
  readonly path: string;
  readonly line: number;
}

/** `constraint` and `lock` fix versions of packages that something else asks for. */
export type DependencyScope = "runtime" | "optional" | "test" | "build" | "constraint" | "lock";

export interface SignalFile {
  readonly path: string;
  readonly kind: SignalFileKind;
  /** Decoded like Python without cookie. May hold secrets (`.env`): quote names, never values. */
  readonly text: string;
}

export type SignalFileKind =
  | "dependency"
  | "deployment"
  | "service"
  | "config"
  | "env"
  | "ci"
  | "shell"
  | "doc";

export interface OwnerRule {
  /** A pattern in .gitignore's language, from the repository's root. */
  readonly pattern: string;
  readonly owners: readonly string[];
}

export interface ReadOptions {
  /** Patterns in .gitignore's language that bring back what would be skipped. */
  readonly include?: readonly string[];
  /** Patterns in .gitignore's language for what to leave out. */
  readonly exclude?: readonly string[];
  /** Larger files are skipped with a diagnostic; default 2 MiB. */
  readonly maxFileBytes?: number;
  /** Called now and then while files are read. */
  readonly onProgress?: (done: number, total: number) => void;
}
