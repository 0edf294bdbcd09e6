import type { SkipReason } from "./source-tree.ts";

/** Folders that by their name hold no code of the repository's own. */
const BY_NAME: ReadonlyMap<string, SkipReason> = new Map([
  ...named("cache", [
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".cache",
    ".hypothesis",
    ".ipynb_checkpoints",
    ".pytype",
    ".stestr",
    ".testrepository",
    "htmlcov",
  ]),
  ["assess-report", "former-report"],
  ...named("virtualenv", [".venv", ".tox", ".nox", ".virtualenv", ".direnv", "__pypackages__"]),
  // `.pc`: quilt's copies of the files that Debian's patches change.
  ...named("build-output", [".eggs", ".pybuild", ".pc", "_build", "_skbuild", ".build"]),
  ...named("vendored", [
    "node_modules",
    "bower_components",
    "site-packages",
    "dist-packages",
    "_vendor",
    "_vendored",
    "vendor",
    "vendored",
    "third_party",
    "third-party",
    "thirdparty",
    "3rdparty",
  ]),
]);

/** Version control's own folders are never listed: nobody takes them for code. */
export const HIDDEN_FOLDERS: ReadonlySet<string> = new Set([
  ".git",
  ".hg",
  ".svn",
  ".bzr",
  "CVS",
  ".jj",
]);

function named(why: SkipReason, names: readonly string[]): [string, SkipReason][] {
  return names.map((name) => [name, why]);
}

/** Why the folder is left out by its name alone. */
export function skipByName(name: string): SkipReason | undefined {
  if (/\.(?:egg-info|dist-info|egg)$/.test(name)) return "build-output";
  return BY_NAME.get(name);
}

/** Why the folder is left out by what lies in it. */
export function skipByContent(name: string, inside: ReadonlySet<string>): SkipReason | undefined {
  if (inside.has("pyvenv.cfg") || inside.has("conda-meta")) return "virtualenv";
  if (name !== "build" && name !== "dist") return undefined;
  // Both are honest package names too: with code directly inside, the folder is no build output.
  return [...inside].some((entry) => entry.endsWith(".py")) ? undefined : "build-output";
}
