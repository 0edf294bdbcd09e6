import { ArgumentKind, LiteralKind } from "../../../python/constraints.ts";
import type { ExternalSymbol } from "../../program/external-symbols.ts";
import { type Argument, type Calling, positional } from "../../state/call-shapes.ts";
import { loadedModule } from "../../state/module-names.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { eachText } from "../calls/call-objects.ts";
import { containerOf } from "../protocols/own-entries.ts";
import type { Builtin } from "./builtin-functions.ts";
import { argumentAt, at } from "./builtin-functions.ts";

/**
 * Plugins that packaging metadata declares and that a library loads by their group's name: stevedore's
 * managers, `entry_points(group=…)`. Which of a group it is, a setting says: all of them are candidates.
 */

/** Stevedore's managers: where `invoke_on_load` stands; what it is told apart by stands before it. */
const MANAGERS: Readonly<Record<string, number>> = {
  "stevedore.extension.ExtensionManager": 1,
  "stevedore.driver.DriverManager": 2,
  "stevedore.named.NamedExtensionManager": 2,
  "stevedore.enabled.EnabledExtensionManager": 2,
  "stevedore.hook.HookManager": 2,
  "stevedore.dispatch.DispatchExtensionManager": 2,
  "stevedore.dispatch.NameDispatchExtensionManager": 2,
};

const MAP = "stevedore.extension.ExtensionManager.map";

export const PLUGIN_MODELS: Readonly<Record<string, Builtin>> = {
  ...Object.fromEntries(
    Object.entries(MANAGERS).flatMap(([name, position]) => [
      [name, manager(name, position)],
      [`${name}.__init__`, manager(name, position)],
      [`${name}.map`, mapper(name.includes(".dispatch.") ? 1 : 0)],
      [`${name}.map_method`, mapMethod],
    ]),
  ),
  "pkg_resources.iter_entry_points": (s, calling) =>
    listEntryPoints(s, calling, argumentAt(s, calling, 0, "group")),
  "importlib.metadata.entry_points": (s, calling) =>
    listEntryPoints(s, calling, argumentAt(s, calling, -1, "group")),
  "importlib.metadata.EntryPoint.load": loadPlugin,
  "pkg_resources.EntryPoint.load": loadPlugin,
};

/** Where a manager keeps its extensions, an entry point what it loads. */
const HELD = "<plugins>";

function manager(className: string, position: number): Builtin {
  return (s, calling, receiver) => {
    const group = argumentAt(s, calling, 0, "namespace");
    if (group === -1) return false;
    const self =
      receiver ?? s.object(calling.record, -30, "queue", { className: s.outside.name(className) });
    const plugin = s.flow.variable();
    const made = s.flow.variable();
    addDeclared(s, calling, group, plugin);
    const flag = argumentAt(s, calling, position, "invoke_on_load");
    if (flag !== -1) {
      let isMade = false;
      s.each(flag, (value) => {
        if (isMade || isFalse(s, value)) return;
        isMade = true;
        s.call({ ...calling, dst: made, callee: plugin, args: invoked(s, calling, position) });
      });
    }
    const extension = s.object(calling.record, -31, "queue", {
      className: s.outside.name("stevedore.extension.Extension"),
    });
    const list = s.object(calling.record, -32, "list");
    const keep = (name: string, variable: number) =>
      s.flow.edge(variable, s.field(self, s.name(name)));
    const held = s.objectOf(list);
    if (held) s.flow.add(held.rest, extension);
    holdInManager(s, self, extension);
    keep(HELD, s.holding(extension));
    keep("extensions", s.holding(list));
    // Stevedore's `driver` is the instance where one is made, else what was loaded.
    keep("driver", flag === -1 ? plugin : made);
    s.flow.edge(plugin, s.field(extension, s.name("plugin")));
    s.flow.edge(made, s.field(extension, s.name("obj")));
    if (receiver === undefined) s.flow.add(calling.dst, self);
    return true;
  };
}

/** A manager gives its extensions when it is gone through; so does a class of the program's own that derives from one. */
function holdInManager(s: Solving, manager: number, extension: number): void {
  const own = containerOf(s, manager);
  if (own) s.flow.add(own.rest, extension);
  if (own?.kind === "dict") s.flow.add(own.keys, extension);
}

/** `invoke_args=(a, b), invoke_kwds={…}` reach the plugin. */
function invoked(s: Solving, calling: Calling, position: number): readonly Argument[] {
  const args: Argument[] = [];
  const positional = argumentAt(s, calling, position + 1, "invoke_args");
  if (positional !== -1) args.push({ kind: ArgumentKind.star, name: -1, variable: positional });
  const named = argumentAt(s, calling, position + 2, "invoke_kwds");
  if (named !== -1) args.push({ kind: ArgumentKind.doubleStar, name: -1, variable: named });
  return args;
}

/** `manager.map(function, *args)` calls the function with each extension and the arguments. */
function mapper(position: number): Builtin {
  return (s, calling, receiver) => {
    const callee = at(calling, position);
    if (receiver === undefined || callee === -1) return false;
    const extension = s.field(receiver, s.name(HELD));
    const first = positional(extension);
    const args = [first, ...calling.args.filter((_, index) => index > position)];
    const results = s.object(calling.record, -33, "list");
    const meta = s.log.meta({ kind: "call", how: "argument", through: MAP });
    s.call({ ...calling, dst: s.objectOf(results)?.rest ?? -1, callee, args, meta });
    s.flow.add(calling.dst, results);
    return true;
  };
}

/** `manager.map_method("name", *args)` calls the method of each extension's object. */
function mapMethod(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined) return false;
  const extension = s.field(receiver, s.name(HELD));
  s.each(extension, (each) => {
    s.each(s.field(each, s.name("obj")), (object) => {
      eachText(s, at(calling, 0), (text) => {
        const callee = attributeOf(s, object, s.name(text));
        s.call({ ...calling, dst: -1, callee, args: calling.args.slice(1) });
      });
    });
  });
  return true;
}

function listEntryPoints(s: Solving, calling: Calling, group: number): boolean {
  if (group === -1) return false;
  const point = s.object(calling.record, -30, "queue", {
    className: s.outside.name("importlib.metadata.EntryPoint"),
  });
  const list = s.object(calling.record, -31, "list");
  addDeclared(s, calling, group, s.field(point, s.name(HELD)));
  const held = s.objectOf(list);
  if (held) s.flow.add(held.rest, point);
  s.flow.add(calling.dst, list);
  return true;
}

/** What a function that the knowledge describes so loads from a group (`symbol.loadsGroup`). */
export function loadFromGroup(
  s: Solving,
  calling: Calling,
  group: ExternalSymbol["loadsGroup"],
): boolean {
  if (group === undefined) return false;
  const name = argumentAt(s, calling, group.position, group.keyword);
  if (name !== -1) addDeclared(s, calling, name, calling.dst);
  return name !== -1;
}

function loadPlugin(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined) return false;
  s.flow.edge(s.field(receiver, s.name(HELD)), calling.dst);
  return true;
}

/** What the entry points of the groups that a variable names stand for. */
function addDeclared(s: Solving, calling: Calling, group: number, dst: number): void {
  eachText(s, group, (text) => {
    for (const { group: declared, target } of s.declaredEntries) {
      if (declared !== text) continue;
      const [module = "", path = ""] = target.split(":").map((part) => part.trim());
      let value = s.holding(loadedModule(s, module, calling.origin));
      for (const name of path.replace(/\[.*$/, "").trim().split(".")) {
        if (name === "") continue;
        const next = s.flow.variable();
        s.each(value, (each) => s.flow.edge(attributeOf(s, each, s.name(name)), next));
        value = next;
      }
      s.flow.edge(value, dst);
    }
  });
}

function isFalse(s: Solving, value: number): boolean {
  return (
    s.values.kind(value) === Kind.literal &&
    s.values.first(value) === LiteralKind.boolean &&
    s.text(s.values.second(value)) === "False"
  );
}
