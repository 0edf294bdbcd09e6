import { parse } from "smol-toml";
import {
  type Declared,
  type DeclaredRoot,
  type DependencyKind,
  declare,
  type EntryPoint,
  type ProjectFacts,
  parseTarget,
} from "./project.ts";
import { named } from "./requirement.ts";
import { extraKind } from "./setup-cfg.ts";

type Table = Readonly<Record<string, unknown>>;
type LineOf = (needle: string) => number;

/** Reads `pyproject.toml` as pip, setuptools, Poetry, Hatch and PDM do. Throws for what is no TOML. */
export function readPyproject(text: string): ProjectFacts {
  const whole: Table = parse(text);
  const lineOf = locator(text);
  const project = tableAt(whole, "project");
  const poetry = tableAt(whole, "tool", "poetry");
  const name = project["name"] ?? poetry["name"];
  return {
    ...(typeof name === "string" ? { name } : {}),
    isProject: ["project", "build-system"].some((key) => key in whole) || "name" in poetry,
    roots: rootsIn(tableAt(whole, "tool"), poetry),
    entryPoints: [...standardEntryPoints(project, lineOf), ...poetryEntryPoints(poetry, lineOf)],
    dependencies: [...standardDependencies(whole, lineOf), ...poetryDependencies(poetry, lineOf)],
  };
}

/** `Pipfile`: its tables look like Poetry's. */
export function readPipfile(text: string): Declared[] {
  const whole: Table = parse(text);
  const lineOf = locator(text);
  return [
    ...keyedDependencies(tableAt(whole, "packages"), { scope: "runtime" }, lineOf),
    ...keyedDependencies(tableAt(whole, "dev-packages"), { scope: "test" }, lineOf),
  ];
}

/** `poetry.lock`, `uv.lock`, `pdm.lock`: one `[[package]]` for each fixed version. */
export function readTomlLock(text: string): Declared[] {
  const packages = (parse(text) as Table)["package"];
  const lineOf = locator(text);
  return listOf(packages).flatMap((entry) => {
    const { name, version } = asTable(entry);
    if (typeof name !== "string" || typeof version !== "string") return [];
    const line = lineOf(`name = "${name}"`);
    return [{ ...named(name), specifier: `==${version}`, scope: "lock" as const, line }];
  });
}

/** `Pipfile.lock`: JSON with `{"default": {"name": {"version": "==1.2"}}}`. */
export function readPipfileLock(text: string): Declared[] {
  const whole = asTable(JSON.parse(text));
  const lineOf = locator(text);
  return ["default", "develop"].flatMap((section) =>
    Object.entries(tableAt(whole, section)).flatMap(([name, entry]) => {
      const { version } = asTable(entry);
      if (typeof version !== "string") return [];
      const line = lineOf(`"${name}"`);
      return [{ ...named(name), specifier: version, scope: "lock" as const, line }];
    }),
  );
}

function rootsIn(tool: Table, poetry: Table): DeclaredRoot[] {
  const setuptools = tableAt(tool, "setuptools");
  const mapped = Object.entries(tableAt(setuptools, "package-dir")).map(([prefix, folder]) => ({
    folder: String(folder),
    prefix,
  }));
  const plain = [
    ...listOf(tableAt(setuptools, "packages", "find")["where"]),
    ...listOf(poetry["packages"]).map((entry) => asTable(entry)["from"]),
    ...listOf(tableAt(tool, "hatch", "build", "targets", "wheel")["packages"]).map(parentOfPackage),
    ...listOf(tableAt(tool, "pytest", "ini_options")["pythonpath"]),
    tableAt(tool, "pdm", "build")["package-dir"],
    tableAt(tool, "flit", "module")["directory"],
  ].filter((folder) => typeof folder === "string");
  return [...mapped, ...plain.map((folder) => ({ folder, prefix: "" }))];
}

function parentOfPackage(path: unknown): string | undefined {
  if (typeof path !== "string" || !path.includes("/")) return undefined;
  return path.slice(0, path.lastIndexOf("/"));
}

function standardEntryPoints(project: Table, lineOf: LineOf): EntryPoint[] {
  const groups: [string, Table][] = [
    ["console_scripts", tableAt(project, "scripts")],
    ["gui_scripts", tableAt(project, "gui-scripts")],
    ...Object.entries(tableAt(project, "entry-points")).map(([group, points]): [string, Table] => [
      group,
      asTable(points),
    ]),
  ];
  return groups.flatMap(([group, points]) => pointsOf(group, points, lineOf));
}

function poetryEntryPoints(poetry: Table, lineOf: LineOf): EntryPoint[] {
  const plugins = Object.entries(tableAt(poetry, "plugins"));
  return [
    ...pointsOf("console_scripts", tableAt(poetry, "scripts"), lineOf),
    ...plugins.flatMap(([group, points]) => pointsOf(group, asTable(points), lineOf)),
  ];
}

function pointsOf(group: string, points: Table, lineOf: LineOf): EntryPoint[] {
  return Object.entries(points).flatMap(([name, value]) => {
    const text = typeof value === "string" ? value : asTable(value)["reference"];
    const target = typeof text === "string" ? parseTarget(text) : undefined;
    return target === undefined ? [] : [{ group, name, ...target, line: lineOf(String(text)) }];
  });
}

function standardDependencies(whole: Table, lineOf: LineOf): Declared[] {
  const project = tableAt(whole, "project");
  const lists: [DependencyKind, unknown][] = [
    [{ scope: "build" }, tableAt(whole, "build-system")["requires"]],
    [{ scope: "runtime" }, project["dependencies"]],
    ...extrasOf(tableAt(project, "optional-dependencies"), extraKind),
    ...extrasOf(tableAt(whole, "dependency-groups"), testKind),
    ...extrasOf(tableAt(whole, "tool", "pdm", "dev-dependencies"), testKind),
    [{ scope: "test" }, tableAt(whole, "tool", "uv")["dev-dependencies"]],
  ];
  return lists.flatMap(([kind, list]) =>
    listOf(list).flatMap((text) =>
      typeof text === "string" ? declare(text, lineOf(text), kind) : [],
    ),
  );
}

function extrasOf(
  extras: Table,
  kindOf: (extra: string) => DependencyKind,
): [DependencyKind, unknown][] {
  return Object.entries(extras).map(([extra, list]) => [kindOf(extra), list]);
}

function testKind(extra: string): DependencyKind {
  return { scope: "test", extra };
}

function poetryDependencies(poetry: Table, lineOf: LineOf): Declared[] {
  const groups = Object.entries(tableAt(poetry, "group"));
  return [
    ...keyedDependencies(tableAt(poetry, "dependencies"), { scope: "runtime" }, lineOf),
    ...keyedDependencies(tableAt(poetry, "dev-dependencies"), { scope: "test" }, lineOf),
    ...groups.flatMap(([extra, group]) =>
      keyedDependencies(tableAt(asTable(group), "dependencies"), testKind(extra), lineOf),
    ),
  ];
}

/** `name = "^1.2"` or `name = {version = "^1.2", …}`; Python itself stands among them. */
function keyedDependencies(table: Table, kind: DependencyKind, lineOf: LineOf): Declared[] {
  return Object.entries(table).flatMap(([name, value]) => {
    if (name === "python") return [];
    const [first] = Array.isArray(value) ? value : [value];
    const version = typeof first === "string" ? first : asTable(first)["version"];
    const specifier = typeof version === "string" && version !== "*" ? version : "";
    return [
      {
        ...named(name),
        specifier: specifier.replace(/\s+/g, ""),
        ...kind,
        line: lineOf(`\n${name}`),
      },
    ];
  });
}

/** Starting over again and again would take for ever on a file made to do so. */
const MAX_RESTARTS = 1000;

/**
 * Lines by search, since the parser keeps none. The questions come in the file's order, so each
 * search goes on where the last one ended, and only a table out of order starts from the top.
 */
function locator(text: string): LineOf {
  const ends = lineEnds(text);
  let cursor = 0;
  let restarts = 0;
  return (needle) => {
    let found = text.indexOf(needle, cursor);
    if (found === -1 && restarts < MAX_RESTARTS) {
      restarts += 1;
      found = text.indexOf(needle);
    }
    if (found === -1) return 1;
    cursor = found + needle.length;
    return lineAt(ends, found + (needle.startsWith("\n") ? 1 : 0));
  };
}

function lineEnds(text: string): number[] {
  return [...text.matchAll(/\n/g)].map(({ index }) => index);
}

function lineAt(ends: readonly number[], offset: number): number {
  let low = 0;
  for (let high = ends.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function tableAt(whole: Table, ...keys: readonly string[]): Table {
  return keys.reduce<Table>((table, key) => asTable(table[key]), whole);
}

function asTable(value: unknown): Table {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Table)
    : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
