import { stat } from "node:fs/promises";
import { dirname, extname, resolve, sep } from "node:path";
import type { ErrorObject } from "ajv";
import { parse as parseToml } from "smol-toml";
import type { Branding } from "../assessment/assessment.ts";
import { badConfig } from "../failure.ts";
import type { Language } from "../report/words.ts";
import { readInput } from "./read-input.ts";
import { isErrorWith, type Located, locateIn, parseYaml } from "./settings-text.ts";

/** The settings file's contents; every key is described in assets/schema/config.schema.json. */
export interface Settings {
  readonly report?: ReportSettings;
  readonly source?: {
    readonly include?: readonly string[];
    readonly exclude?: readonly string[];
    readonly maxFileBytes?: number;
  };
  readonly strategy?: "awaitlet-first" | "balanced" | "full-asyncio";
  readonly profile?: string;
  readonly seed?: number;
  readonly draws?: number;
  readonly team?: {
    readonly people: number;
    readonly velocity: number;
    readonly sprint?: string;
    readonly start?: string;
  };
  readonly rates?: { readonly currency: string; readonly day: number };
  readonly effort?: Readonly<Record<string, unknown>>;
  readonly knowledge?: Readonly<Record<string, unknown>>;
  readonly assumptions?: readonly {
    readonly id: string;
    readonly text: string;
    readonly value?: string;
    readonly source: string;
  }[];
  readonly risks?: readonly {
    readonly id: string;
    readonly title: string;
    readonly probability: number;
    readonly hours: { readonly low: number; readonly likely: number; readonly high: number };
    readonly trigger: string;
    readonly mitigation: string;
  }[];
}

/** What reports say and how; `logo` is the path of a picture here. */
export interface ReportSettings extends Branding {
  readonly lang?: Language;
  readonly sections?: readonly string[];
  readonly sourceUrl?: string;
  readonly paper?: "A4" | "Letter";
}

export interface LoadedSettings {
  readonly values: Settings;
  /** The file; absent when none was found. */
  readonly path?: string;
  /** The line of a JSON pointer's value in that file. */
  readonly locate: (pointer: string) => number | undefined;
}

const PLACES = [
  "assess.config.yaml",
  "assess.config.yml",
  "assess.config.json",
  "assess.config.toml",
  ".assessrc.yaml",
  ".assessrc.yml",
  ".assessrc.json",
  ".assessrc.toml",
  "pyproject.toml",
];

/**
 * The settings of a file that the user names, else of the first of the usual places in the assessed
 * folder, else in the working folder. Settings are data: none of them names a program to run.
 */
export async function loadSettings(
  named: string | undefined,
  folders: readonly string[],
  schema: object,
): Promise<LoadedSettings> {
  const path = named === undefined ? await discover(folders) : resolve(named);
  if (path === undefined) return { values: {}, locate: () => undefined };
  const located = await parseFile(path);
  await check(located, path, schema);
  return {
    values: located.values as Settings,
    path,
    locate: (pointer) => locateIn(located, pointer),
  };
}

async function discover(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    for (const place of PLACES) {
      const path = resolve(folder, place);
      if ((await isFile(path)) && (place !== "pyproject.toml" || (await hasOwnTable(path)))) {
        return path;
      }
    }
  }
  return undefined;
}

/** The repository is not trusted: opening a pipe of this name would wait for ever. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** A broken pyproject.toml of the assessed repository is its own affair. */
async function hasOwnTable(path: string): Promise<boolean> {
  try {
    const { tool } = parseToml(await readText(path)) as { tool?: Record<string, unknown> };
    return tool?.["assess"] !== undefined;
  } catch {
    return false;
  }
}

async function parseFile(path: string): Promise<Located> {
  const text = await readText(path);
  if (extname(path) !== ".toml") return parseYaml(text, (line, why) => badConfig(path, line, why));
  try {
    const values = parseToml(text) as { tool?: Record<string, unknown> };
    const isProject = path.endsWith(`${sep}pyproject.toml`);
    return { values: (isProject ? values.tool?.["assess"] : values) ?? {}, text };
  } catch (error) {
    throw badConfig(
      path,
      isErrorWith(error, "line"),
      error instanceof Error ? error.message : String(error),
    );
  }
}

const MOST_MEGABYTES = 4;

async function readText(path: string): Promise<string> {
  return (await readInput(path, MOST_MEGABYTES)).toString();
}

async function check(located: Located, path: string, schema: object): Promise<void> {
  const { Ajv } = await import("ajv");
  const ajv = new Ajv({ allErrors: true, useDefaults: true });
  if (ajv.validate(schema, located.values)) return;
  const errors = ajv.errors ?? [];
  // A misspelt key is also a missing one; the misspelling is what the user can see.
  const first = errors.find(({ keyword }) => keyword === "additionalProperties") ?? errors[0];
  const pointer = first?.instancePath ?? "";
  const extra = first?.params["additionalProperty"] as string | undefined;
  const place = extra === undefined ? pointer : `${pointer}/${extra}`;
  throw badConfig(path, locateIn(located, place), complaint(place, first));
}

function complaint(place: string, error: ErrorObject | undefined): string {
  const name = place === "" ? "the file" : place.slice(1).replaceAll("/", ".");
  const { params = {}, keyword, message = "is wrong" } = error ?? {};
  if (keyword === "additionalProperties") return `there is no setting ${name}`;
  if (keyword === "enum")
    return `${name} is none of ${(params["allowedValues"] as unknown[]).join(", ")}`;
  if (keyword === "required") return `${name} lacks ${params["missingProperty"] as string}`;
  return `${name} ${message}`;
}

/** A logo lies beside or below its settings: a repository's settings must not read elsewhere. */
export function logoPath(settingsPath: string, logo: string): string {
  const folder = dirname(settingsPath);
  const path = resolve(folder, logo);
  if (!path.startsWith(folder + sep))
    throw badConfig(settingsPath, undefined, `logo ${logo} lies outside its folder`);
  return path;
}
