import type { Solving } from "./solving.ts";
import { Kind, LISTED, PATH } from "./values.ts";

/**
 * Texts that say where files of the program lie: paths made of `__file__` and `__path__`, and names that a
 * folder on such a path gives when it is listed. A loop over a folder loads the modules that lie in it, so
 * the folder is all that need be known of such a name.
 */

/** Which modules a listed name means: those that lie in the folder, those anywhere below, or one whose name nobody knows. */
export type Reach = "in" | "below" | "some";

export interface Listed {
  readonly reach: Reach;
  /** Repository-relative. */
  readonly folder: string;
}

export function isPath(s: Solving, value: number): boolean {
  return s.values.kind(value) === Kind.literal && s.values.first(value) === PATH;
}

export function isListed(s: Solving, value: number): boolean {
  return s.values.kind(value) === Kind.literal && s.values.first(value) === LISTED;
}

export function isPlaceText(s: Solving, value: number): boolean {
  if (s.values.kind(value) !== Kind.literal) return false;
  const kind = s.values.first(value);
  return kind === PATH || kind === LISTED;
}

export function pathText(s: Solving, value: number): string {
  return s.text(s.values.second(value));
}

export function path(s: Solving, text: string): number {
  return s.values.of(Kind.literal, PATH, s.name(text));
}

export function listed(s: Solving, reach: Reach, folder: string): number {
  return s.values.of(Kind.literal, LISTED, s.name(`${reach}:${folder}`));
}

export function listedOf(s: Solving, value: number): Listed {
  const text = s.text(s.values.second(value));
  const end = text.indexOf(":");
  return { reach: text.slice(0, end) as Reach, folder: text.slice(end + 1) };
}

/** The folder around a path; undefined for that of the repository. */
export function folderAround(text: string): string | undefined {
  if (text === "") return undefined;
  return text.includes("/") ? text.slice(0, text.lastIndexOf("/")) : "";
}

/** A path and what follows it; undefined where that leads out of the repository. */
function joinPath(folder: string, more: string): string | undefined {
  let text: string | undefined = folder;
  for (const part of more.split("/")) {
    if (text === undefined) return undefined;
    if (part === "..") text = folderAround(text);
    else if (part !== "" && part !== ".") text = text === "" ? part : `${text}/${part}`;
  }
  return text;
}

/** What listing a path gives names of: of a file its own folder, of a pattern the folder that it begins with. */
export function listingOf(text: string, reach: Reach): Listed {
  const parts = text.split("/");
  const end = parts.findIndex((part) => part.includes("*") || part.endsWith(".py"));
  const folder = (end === -1 ? parts : parts.slice(0, end)).join("/");
  return { reach: text.includes("**") ? "below" : reach, folder };
}

/** `__file__` and `__path__` of a module. */
export function placeOf(s: Solving, module: number, name: string): number {
  const { path: own, isPackage } = s.program.facts(module);
  if (name === "__file__") return path(s, own);
  return name === "__path__" && isPackage ? path(s, folderAround(own) ?? "") : -1;
}

/**
 * What comes of two texts put together (`folder + "/plugins"`, `"pkg." + name`): a listed name stays one
 * whatever is added to it. Undefined where neither says a place.
 */
export function joinedPlace(s: Solving, left: number, right: number): number | undefined {
  if (isListed(s, right)) return right;
  if (isListed(s, left)) return left;
  if (isPath(s, right)) return right;
  if (!isPath(s, left)) return undefined;
  if (!s.values.isString(right)) return left;
  const text = joinPath(pathText(s, left), s.text(s.values.second(right)));
  return text === undefined ? undefined : path(s, text);
}

/** The modules of the program that a text of a place means, in their order; those of tests only for tests. */
export function modulesAt(s: Solving, value: number, importer: number): readonly number[] {
  const isOfTests = importer !== -1 && s.testModules.has(importer);
  const fits = isPath(s, value) ? isAt(pathText(s, value)) : liesIn(listedOf(s, value));
  const found: number[] = [];
  for (let module = 0; module < s.program.repositoryModules; module += 1) {
    if (module === importer || (s.testModules.has(module) && !isOfTests)) continue;
    const { path: own, isPackage } = s.program.facts(module);
    if (fits(own, isPackage)) found.push(module);
  }
  return found;
}

type Fits = (path: string, isPackage: boolean) => boolean;

function isAt(text: string): Fits {
  return (own) => own === text || own === `${text}/__init__.py` || own === `${text}.py`;
}

function liesIn({ reach, folder }: Listed): Fits {
  const start = folder === "" ? "" : `${folder}/`;
  return (own, isPackage) => {
    if (!own.startsWith(start)) return false;
    const rest = own.slice(start.length);
    if (rest === "__init__.py" || rest === "__main__.py") return false;
    if (reach === "below") return true;
    const inner = isPackage ? rest.slice(0, -"/__init__.py".length) : rest;
    return !inner.includes("/");
  };
}

/** Lets what says a place flow on, out of whatever else a variable holds. */
export function passPlaces(s: Solving, from: number, to: number): void {
  if (from === -1) return;
  s.each(from, (value) => {
    if (isPlaceText(s, value)) s.flow.add(to, value);
  });
}
