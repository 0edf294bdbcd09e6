import { type IniSetting, parseIni } from "./ini.ts";
import {
  type Declared,
  type DeclaredRoot,
  type DependencyKind,
  declare,
  type EntryPoint,
  type ProjectFacts,
  parseEntryPoint,
} from "./project.ts";

/** Reads `setup.cfg` as setuptools and pbr do. */
export function readSetupCfg(text: string): ProjectFacts {
  const settings = parseIni(text);
  const name = settings.find(({ section, key }) => section === "metadata" && key === "name");
  const declaredName = name?.values[0]?.text;
  return {
    ...(declaredName === undefined ? {} : { name: declaredName }),
    isProject: settings.some(({ section }) => /^(?:metadata|options|files)$/.test(section)),
    roots: settings.flatMap(rootsIn),
    entryPoints: settings.flatMap(entryPointsIn),
    dependencies: settings.flatMap(dependenciesIn),
  };
}

/** `tox.ini`: what the environments install. */
export function readToxIni(text: string): Declared[] {
  return parseIni(text).flatMap(({ section, key, values }) => {
    if (!section.startsWith("testenv") || key !== "deps") return [];
    const environment = section.slice("testenv".length).replace(/^:/, "");
    const kind: DependencyKind =
      environment === "" ? { scope: "test" } : { scope: "test", extra: environment };
    // A factor may stand before the requirement: `py27,py36: mock`.
    return values.flatMap(({ text: value, line }) =>
      declare(value.replace(/^[\w!,{}.-]+:\s+/, ""), line, kind),
    );
  });
}

function rootsIn({ section, key, values }: IniSetting): DeclaredRoot[] {
  const setting = `${section}.${key}`;
  if (setting === "options.package_dir") {
    return values.flatMap(({ text }) =>
      text.split(",").flatMap((pair) => {
        const [prefix = "", folder] = pair.split("=").map((word) => word.trim());
        return folder === undefined ? [] : [{ folder, prefix }];
      }),
    );
  }
  if (setting === "options.packages.find.where" || setting === "files.packages_root") {
    return values.map(({ text }) => ({ folder: text, prefix: "" }));
  }
  return [];
}

function entryPointsIn({ section, key, values }: IniSetting): EntryPoint[] {
  if (section !== "entry_points" && section !== "options.entry_points") return [];
  return values.flatMap(({ text, line }) => parseEntryPoint(key, text, line));
}

const KINDS: Readonly<Record<string, DependencyKind>> = {
  "options.install_requires": { scope: "runtime" },
  "options.tests_require": { scope: "test" },
  "options.setup_requires": { scope: "build" },
  "metadata.requires_dist": { scope: "runtime" },
  "metadata.requires-dist": { scope: "runtime" },
};

function dependenciesIn({ section, key, values }: IniSetting): Declared[] {
  const isExtra = section === "options.extras_require" || section === "extras";
  const kind = isExtra ? extraKind(key) : KINDS[`${section}.${key}`];
  if (kind === undefined) return [];
  return values.flatMap(({ text, line }) => declare(text, line, kind));
}

/** An extra by the name of `test` serves development, any other one the users. */
export function extraKind(extra: string): DependencyKind {
  return { scope: /test|dev|lint|doc|typing/i.test(extra) ? "test" : "optional", extra };
}
