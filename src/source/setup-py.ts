import { parseIni } from "./ini.ts";
import {
  type Declared,
  type DeclaredRoot,
  type DependencyKind,
  declare,
  type EntryPoint,
  type ProjectFacts,
  parseEntryPoint,
} from "./project.ts";
import { type Literal, readLiteral } from "./python-literal.ts";
import { extraKind } from "./setup-cfg.ts";

/** Reads the literal arguments of `setup(...)`. The file is a program and is never run. */
export function readSetupPy(text: string): ProjectFacts | undefined {
  const call = /\bsetup\s*\(/.exec(text);
  if (call === null) return undefined;
  const argument = (name: string): Literal | undefined => findArgument(text, call.index, name);
  const name = argument("name");
  return {
    ...(name?.kind === "string" ? { name: name.text } : {}),
    isProject: true,
    roots: rootsIn(text, argument("package_dir")),
    entryPoints: entryPointsIn(argument("entry_points")),
    dependencies: [
      ...requirementsIn(argument("install_requires"), { scope: "runtime" }),
      ...requirementsIn(argument("tests_require"), { scope: "test" }),
      ...requirementsIn(argument("setup_requires"), { scope: "build" }),
      ...extrasIn(argument("extras_require")),
    ],
  };
}

/** The value of a keyword argument; a name is looked up among the file's own assignments. */
function findArgument(text: string, from: number, name: string): Literal | undefined {
  const keyword = new RegExp(`\\b${name}\\s*=(?!=)`, "g");
  keyword.lastIndex = from;
  const found = keyword.exec(text);
  if (found === null) return undefined;
  const value = readLiteral(text, keyword.lastIndex);
  if (value.kind !== "name" || !/^\w+$/.test(value.text)) return value;
  const assigned = new RegExp(`^${value.text}\\s*=(?!=)`, "m").exec(text);
  return assigned === null ? value : readLiteral(text, assigned.index + assigned[0].length);
}

function rootsIn(text: string, packageDir: Literal | undefined): DeclaredRoot[] {
  const mapped = entriesOf(packageDir).flatMap(([prefix, value]) =>
    value.kind === "string" ? [{ folder: value.text, prefix }] : [],
  );
  const where = /\bfind_(?:namespace_)?packages\s*\(\s*(?:where\s*=\s*)?["']([^"'\n]+)["']/.exec(
    text,
  )?.[1];
  return where === undefined ? mapped : [...mapped, { folder: where, prefix: "" }];
}

function entryPointsIn(value: Literal | undefined): EntryPoint[] {
  if (value?.kind === "string") {
    return parseIni(value.text, value.line).flatMap(({ section, key, values }) =>
      values.flatMap(({ text, line }) => parseEntryPoint(section, `${key} = ${text}`, line)),
    );
  }
  return entriesOf(value).flatMap(([group, points]) =>
    stringsOf(points).flatMap(({ text, line }) =>
      text.split("\n").flatMap((one, index) => parseEntryPoint(group, one, line + index)),
    ),
  );
}

function extrasIn(value: Literal | undefined): Declared[] {
  return entriesOf(value).flatMap(([extra, list]) => requirementsIn(list, extraKind(extra)));
}

function requirementsIn(value: Literal | undefined, kind: DependencyKind): Declared[] {
  if (value === undefined) return [];
  return stringsOf(value).flatMap(({ text, line }) =>
    text.split("\n").flatMap((one, index) => declare(one, line + index, kind)),
  );
}

function entriesOf(value: Literal | undefined): (readonly [string, Literal])[] {
  if (value?.kind !== "dict") return [];
  return value.entries.flatMap(([key, item]) =>
    key.kind === "string" ? [[key.text, item] as const] : [],
  );
}

function stringsOf(value: Literal): Extract<Literal, { kind: "string" }>[] {
  if (value.kind === "string") return [value];
  return value.kind === "list" ? value.items.flatMap(stringsOf) : [];
}
