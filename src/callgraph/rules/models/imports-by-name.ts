import type { Calling } from "../../state/call-shapes.ts";
import { loadedModule, moduleValue } from "../../state/module-names.ts";
import type { Solving } from "../../state/solving.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { importComputed } from "../attributes/computed-names.ts";
import { loadNamesakes, loadPlaces } from "../attributes/listed-modules.ts";
import { eachText } from "../calls/call-objects.ts";
import { argumentAt, at, type Builtin } from "./builtin-functions.ts";

/**
 * Functions that import what a text names: a module (`pkg.mod`) or something in it
 * (`pkg.mod.Class`, `pkg.mod:Class`). Every framework has its own; they differ in little else.
 */
export const IMPORTS_BY_NAME: Readonly<Record<string, Builtin>> = {
  "<builtin>.__import__": (s, calling) => importNamed(s, calling, true),
  "importlib.import_module": (s, calling) => importNamed(s, calling, false),
  "eventlet.patcher.import_patched": (s, calling) => importNamed(s, calling, false),
  ...each(importModule, [
    "oslo_utils.importutils.import_any",
    "oslo_utils.importutils.import_module",
    "oslo_utils.importutils.try_import",
    "twisted.python.reflect.namedModule",
  ]),
  ...each(importObject, [
    "django.utils.module_loading.import_string",
    "jinja2.utils.import_string",
    "oslo_utils.importutils.import_class",
    "paste.util.import_string.eval_import",
    "paste.util.import_string.simple_import",
    "pkgutil.resolve_name",
    "traitlets.utils.importstring.import_item",
    "twisted.python.reflect.namedAny",
    "twisted.python.reflect.namedObject",
    "werkzeug.utils.import_string",
    "zope.dottedname.resolve.resolve",
  ]),
  ...each(constructImported, [
    "oslo_utils.importutils.import_object",
    "oslo_utils.importutils.import_object_ns",
  ]),
  ...each(importAliased, [
    "celery.utils.imports.symbol_by_name",
    "kombu.utils.imports.symbol_by_name",
    "kombu.utils.symbol_by_name",
  ]),
};

function each(builtin: Builtin, names: readonly string[]): Record<string, Builtin> {
  return Object.fromEntries(names.map((name) => [name, builtin]));
}

function importModule(s: Solving, calling: Calling): boolean {
  eachText(s, at(calling, 0), (text) => {
    s.flow.add(calling.dst, loadedModule(s, text, calling.origin));
  });
  loadPlaces(s, calling, at(calling, 0), calling.dst);
  return true;
}

function importObject(s: Solving, calling: Calling): boolean {
  importTexts(s, calling, at(calling, 0), calling.dst);
  return true;
}

function constructImported(s: Solving, calling: Calling): boolean {
  const callee = s.flow.variable();
  importTexts(s, calling, at(calling, 0), callee);
  s.call({ ...calling, callee, args: calling.args.slice(1) });
  return true;
}

/**
 * `symbol_by_name(name, aliases)`: what is no text comes back as it is, a text may be a key of the
 * aliases. The key is mostly a setting, so any of the aliases may be meant.
 */
function importAliased(s: Solving, calling: Calling): boolean {
  const given = argumentAt(s, calling, 0, "name");
  s.each(given, (value) => {
    if (!s.values.isString(value)) s.flow.add(calling.dst, value);
  });
  importTexts(s, calling, given, calling.dst);
  const aliases = argumentAt(s, calling, 1, "aliases");
  if (aliases === -1) return true;
  s.each(aliases, (value) => {
    const table = s.objectOf(value);
    if (!table) return;
    importTexts(s, calling, table.rest, calling.dst);
    s.eachSlot(table, (_key, variable) => importTexts(s, calling, variable, calling.dst));
  });
  return true;
}

function importTexts(s: Solving, calling: Calling, texts: number, dst: number): void {
  loadNamesakes(s, calling, texts, dst);
  eachText(s, texts, (text) => {
    const parts = text.split(/[.:]/);
    const last = parts.pop();
    if (last === undefined || parts.length === 0) return;
    const module = loadedModule(s, parts.join("."), calling.origin);
    s.flow.edge(attributeOf(s, module, s.name(last)), dst);
  });
}

/** `import_module("a.b")`; `__import__("a.b")` gives `a` unless names are asked for. */
function importNamed(s: Solving, calling: Calling, isStatementLike: boolean): boolean {
  const importer = calling.origin < 0 ? -1 : s.program.moduleOfSite(calling.origin);
  if (!isStatementLike) importComputed(s, calling, at(calling, 0));
  loadPlaces(s, calling, at(calling, 0), calling.dst);
  const keepsLeaf = !isStatementLike || argumentAt(s, calling, 3, "fromlist") !== -1;
  const load = (name: string) => {
    const wanted = keepsLeaf ? name : (name.split(".")[0] ?? name);
    const loaded = loadedModule(s, name, calling.origin);
    s.flow.add(calling.dst, wanted === name ? loaded : moduleValue(s, wanted, importer));
  };
  const anchor = argumentAt(s, calling, 1, "package");
  eachText(s, at(calling, 0), (text) => {
    if (!text.startsWith(".")) load(text);
    else if (importer !== -1) {
      eachText(s, anchor, (from) => load(relative(from.split("."), text)));
      const own = () => load(relative(packageOf(s, importer), text));
      if (anchor === -1) own();
      else s.late.push(() => s.flow.isEmpty(anchor) && own());
    }
  });
  return true;
}

function packageOf(s: Solving, importer: number): readonly string[] {
  const { module, isPackage } = s.program.facts(importer);
  return isPackage ? module.split(".") : module.split(".").slice(0, -1);
}

function relative(from: readonly string[], text: string): string {
  const level = /^\.+/.exec(text)?.[0].length ?? 0;
  const base = from.slice(0, from.length - (level - 1));
  return [...base, text.slice(level)].filter((part) => part !== "").join(".");
}
