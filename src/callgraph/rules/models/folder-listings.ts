import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import {
  isListed,
  isPath,
  isPlaceText,
  joinedPlace,
  listed,
  listingOf,
  pathText,
  type Reach,
} from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { loadPlaces } from "../attributes/listed-modules.ts";
import { iterateAll } from "../protocols/elements.ts";
import { argumentAt, at, type Builtin } from "./builtin-functions.ts";
import { addFolder } from "./path-attributes.ts";

/** What functions of the standard library make of texts of places (place-texts.ts), and what they load by them. */
export const FOLDER_LISTINGS: Readonly<Record<string, Builtin>> = {
  ...each(pass(0), [
    "<builtin>.str",
    "inspect.getmodulename",
    "os.fspath",
    "os.path.abspath",
    "os.path.basename",
    "os.path.expanduser",
    "os.path.normpath",
    "os.path.realpath",
    "os.path.relpath",
    "pathlib.Path.absolute",
    "pathlib.Path.resolve",
  ]),
  ...each(list("in"), [
    "glob.glob",
    "glob.iglob",
    "os.listdir",
    "os.scandir",
    "pathlib.Path.glob",
    "pathlib.Path.iterdir",
  ]),
  ...each(list("below"), ["pathlib.Path.rglob"]),
  ...each(join, ["os.path.join", "pathlib.Path", "pathlib.PurePath", "pathlib.Path.joinpath"]),
  "os.path.dirname": dirname,
  "os.walk": walk,
  "pkgutil.iter_modules": listModules("in"),
  "pkgutil.walk_packages": listModules("below"),
  "imp.load_module": load(0, "name"),
  "imp.load_source": load(1, "pathname"),
  "importlib.machinery.SourceFileLoader": describe(1, "path"),
  "importlib.util.module_from_spec": loadDescribed,
  "importlib.util.spec_from_file_location": describe(1, "location"),
  "importlib.abc.Loader.load_module": loadDescribed,
  "importlib.abc.PathEntryFinder.find_module": describe(0, "fullname"),
  "importlib.abc.PathEntryFinder.find_spec": describe(0, "fullname"),
};

function each(builtin: Builtin, names: readonly string[]): Record<string, Builtin> {
  return Object.fromEntries(names.map((name) => [name, builtin]));
}

/** The variable of what a function gets: its receiver, where it is a method of a path. */
function given(s: Solving, calling: Calling, receiver: number | undefined, position = 0): number {
  return receiver === undefined ? at(calling, position) : s.holding(receiver);
}

/** The text stays what it is. */
function pass(position: number): Builtin {
  return (s, calling, receiver) => {
    eachPlace(s, given(s, calling, receiver, position), (value) => s.flow.add(calling.dst, value));
    return false;
  };
}

function eachPlace(s: Solving, variable: number, action: (value: number) => void): void {
  if (variable === -1) return;
  s.each(variable, (value) => {
    if (isPlaceText(s, value)) action(value);
  });
}

function dirname(s: Solving, calling: Calling): boolean {
  const argument = at(calling, 0);
  if (argument === -1) return false;
  s.each(argument, (value) => {
    if (isPlaceText(s, value)) addFolder(s, value, calling.dst);
    else s.flow.add(calling.dst, value);
  });
  s.flow.add(calling.dst, s.builtinInstance("str"));
  return true;
}

/** `join(folder, "plugins", name)`, `Path(folder, name)`: a name that nobody knows may be any below the folder. */
function join(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  const parts = calling.args.filter(({ kind }) => kind === ArgumentKind.positional);
  let known = receiver === undefined ? -1 : s.holding(receiver);
  for (const { variable } of parts) {
    const next = s.flow.variable();
    if (known === -1) eachPlace(s, variable, (value) => s.flow.add(next, value));
    else joinOne(s, known, variable, next);
    known = next;
  }
  eachPlace(s, known, (value) => s.flow.add(calling.dst, value));
  return false;
}

function joinOne(s: Solving, folders: number, names: number, dst: number): void {
  s.each(folders, (folder) => {
    if (!isPath(s, folder)) {
      s.flow.add(dst, folder);
      return;
    }
    s.each(names, (name) => {
      const isKnown = s.values.isString(name) || isPlaceText(s, name);
      const joined = isKnown
        ? joinedPlace(s, folder, name)
        : listed(s, "some", pathText(s, folder));
      if (joined !== undefined) s.flow.add(dst, joined);
    });
  });
}

/** `os.listdir(folder)`, `glob(folder + "/*.py")`. */
function list(reach: Reach): Builtin {
  return (s, calling, receiver) => {
    const names = s.object(calling.record, -41, "list");
    const held = s.objectOf(names);
    eachPlace(s, given(s, calling, receiver), (value) => {
      if (held) s.flow.add(held.rest, namesIn(s, value, reach));
      s.flow.add(calling.dst, names);
    });
    return false;
  };
}

function namesIn(s: Solving, value: number, reach: Reach): number {
  if (isListed(s, value)) return value;
  const { reach: meant, folder } = listingOf(pathText(s, value), reach);
  return listed(s, meant, folder);
}

/** `for folder, folders, files in os.walk(path)`. */
function walk(s: Solving, calling: Calling): boolean {
  const row = s.object(calling.record, -42, "tuple");
  const parts = s.objectOf(row);
  if (!parts) return false;
  const names = s.object(calling.record, -43, "list");
  const rows = s.object(calling.record, -44, "iterator");
  const all = s.objectOf(rows);
  const held = s.objectOf(names);
  if (!all || !held) return false;
  s.flow.add(all.rest, row);
  for (const place of [1, 2]) s.flow.add(s.slot(parts, s.name(`i:${place}`)), names);
  eachPlace(s, at(calling, 0), (value) => {
    s.flow.add(s.slot(parts, s.name("i:0")), value);
    s.flow.add(held.rest, namesIn(s, value, "below"));
    s.flow.add(calling.dst, rows);
  });
  return false;
}

/** `for finder, name, is_package in pkgutil.iter_modules(path, prefix)`. */
function listModules(reach: Reach): Builtin {
  return (s, calling) => {
    const row = s.object(calling.record, -42, "tuple");
    const rows = s.object(calling.record, -44, "iterator");
    const [parts, all] = [s.objectOf(row), s.objectOf(rows)];
    if (!parts || !all) return false;
    s.flow.add(all.rest, row);
    const name = s.slot(parts, s.name("i:1"));
    s.flow.edge(name, s.field(row, s.name("name")));
    const paths = s.flow.variable();
    const argument = argumentAt(s, calling, 0, "path");
    if (argument !== -1) {
      s.flow.edge(argument, paths);
      iterateAll(s, argument, paths, calling.origin);
    }
    const finder = describing(s, calling, "importlib.abc.PathEntryFinder", name);
    for (const place of ["i:0"]) s.flow.add(s.slot(parts, s.name(place)), finder);
    s.flow.add(s.field(row, s.name("module_finder")), finder);
    s.flow.add(s.slot(parts, s.name("i:2")), s.builtinInstance("bool"));
    eachPlace(s, paths, (value) => {
      s.flow.add(name, namesIn(s, value, reach));
      s.flow.add(calling.dst, rows);
    });
    return false;
  };
}

function load(position: number, keyword: string): Builtin {
  return (s, calling) => {
    loadPlaces(s, calling, argumentAt(s, calling, position, keyword), calling.dst);
    return false;
  };
}

/** Where a loader, or what describes one, keeps the text of what it loads. */
const LOADS = "<loads>";

function describing(s: Solving, calling: Calling, className: string, texts: number): number {
  const value = s.object(calling.record, -45, "queue", { className: s.outside.name(className) });
  s.flow.edge(texts, s.field(value, s.name(LOADS)));
  s.flow.add(s.field(value, s.name("loader")), value);
  return value;
}

function describe(position: number, keyword: string): Builtin {
  return (s, calling) => {
    const texts = argumentAt(s, calling, position, keyword);
    eachPlace(s, texts, () => {
      s.flow.add(calling.dst, describing(s, calling, "importlib.abc.Loader", texts));
    });
    return false;
  };
}

function loadDescribed(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  const described = receiver === undefined ? at(calling, 0) : s.holding(receiver);
  if (described === -1) return false;
  s.each(described, (value) => {
    if (s.values.kind(value) !== Kind.object) return;
    loadPlaces(s, calling, s.field(value, s.name(LOADS)), calling.dst);
  });
  return false;
}

const OF_TEXTS = "<builtin>.str.";

/** Methods of texts that take one apart. */
const DIVIDING: ReadonlySet<string> = new Set([
  "split",
  "rsplit",
  "splitlines",
  "partition",
  "rpartition",
]);

/** Methods that tell something of a text, or make no text of it. */
const TELLING = /^(is\w+|startswith|endswith|index|rindex|find|rfind|count|encode|join|format)$/;

/** `name[:-3]`, `name.replace(".py", "")`, `name.split(".")[0]`: whatever is made of a listed name means what it means. */
export function callTextMethod(
  s: Solving,
  calling: Calling,
  name: string,
  receiver: number | undefined,
): boolean {
  if (receiver === undefined || !isPlaceText(s, receiver) || !name.startsWith(OF_TEXTS)) {
    return false;
  }
  const method = name.slice(OF_TEXTS.length);
  if (TELLING.test(method)) return false;
  if (!DIVIDING.has(method)) {
    s.flow.add(calling.dst, receiver);
    return true;
  }
  const made = s.object(calling.record, -300 - receiver, "list");
  const object = s.objectOf(made);
  if (object) s.flow.add(object.rest, receiver);
  s.flow.add(calling.dst, made);
  return true;
}
