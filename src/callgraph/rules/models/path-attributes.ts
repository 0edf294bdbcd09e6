import {
  folderAround,
  isPath,
  isPlaceText,
  listedOf,
  path,
  pathText,
} from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** The folder around a path; that which was listed where it is a name of a listing. */
export function addFolder(s: Solving, value: number, dst: number): void {
  const folder = isPath(s, value) ? folderAround(pathText(s, value)) : listedOf(s, value).folder;
  if (folder !== undefined) s.flow.add(dst, path(s, folder));
}

/** Attributes and methods of a `Path` (https://docs.python.org/3/library/pathlib.html). */
export function readPathAttribute(
  s: Solving,
  value: number,
  name: string,
  attribute: number,
): boolean {
  if (!isPlaceText(s, value)) return false;
  if (name === "parent") addFolder(s, value, attribute);
  else if (SAME.has(name)) s.flow.add(attribute, value);
  else if (METHODS.has(name)) {
    const method = s.external(s.outside.name(`pathlib.Path.${name}`));
    s.flow.add(attribute, s.values.of(Kind.bound, method, value));
  } else return false;
  return true;
}

const SAME: ReadonlySet<string> = new Set(["name", "stem", "path"]);
const METHODS: ReadonlySet<string> = new Set([
  "absolute",
  "glob",
  "iterdir",
  "joinpath",
  "resolve",
  "rglob",
]);
