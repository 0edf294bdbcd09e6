import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import { definesMethod } from "../../state/class-members.ts";
import { loadedModule } from "../../state/module-names.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { eachText } from "../calls/call-objects.ts";
import { resultOf } from "../protocols/elements.ts";
import type { Builtin } from "./builtin-functions.ts";
import { argumentAt, at } from "./builtin-functions.ts";
import { CHANGED_COPIES } from "./changed-copies.ts";
import { CLICK_COMMANDS } from "./click-commands.ts";
import { FOLDER_LISTINGS } from "./folder-listings.ts";
import { IMPORTS_BY_NAME } from "./imports-by-name.ts";
import { JSON_HOOKS } from "./json-hooks.ts";
import { keywordsIntoFields } from "./keyword-fields.ts";
import { NEW_CLASS } from "./new-class.ts";
import { OBJECT_FIELDS } from "./object-fields.ts";
import { optionField } from "./option-values.ts";
import { PICKLES } from "./pickles.ts";
import { PLUGIN_MODELS } from "./plugins.ts";
import { REDUCE } from "./reduced.ts";
import { REPLACEMENTS } from "./replacements.ts";
import { TEST_RUNNERS } from "./test-runners.ts";
import { VERSIONED_OBJECTS } from "./versioned-objects.ts";
import { ZIP } from "./zipped.ts";

/** Calls of libraries that reach the program's own code by name, which no type stub can tell. */
export const LIBRARY_MODELS: Readonly<Record<string, Builtin>> = {
  ...IMPORTS_BY_NAME,
  "enum.auto": nextValue,
  "oslo_db.api.DBAPI": backendModules,
  "oslo_db.api.DBAPI.from_config": backendModules,
  "oslo_db.concurrency.TpoolDbapiWrapper": backendModules,
  "inspect.getmembers": members,
  "asyncio.gather": gatherResults,
  "asyncio.tasks.gather": gatherResults,
  "sqlalchemy.ext.declarative.declarative_base": declarativeBase,
  "sqlalchemy.orm.declarative_base": declarativeBase,
  ...CHANGED_COPIES,
  ...CLICK_COMMANDS,
  ...FOLDER_LISTINGS,
  ...JSON_HOOKS,
  ...NEW_CLASS,
  ...OBJECT_FIELDS,
  ...PICKLES,
  ...PLUGIN_MODELS,
  ...REDUCE,
  ...REPLACEMENTS,
  ...TEST_RUNNERS,
  ...VERSIONED_OBJECTS,
  ...ZIP,
  "argparse.ArgumentParser.set_defaults": (s, calling) => {
    const space = s.values.of(Kind.externalInstance, s.outside.name("argparse.Namespace"));
    keywordsIntoFields(s, calling.args, space);
    return true;
  },
  ...Object.fromEntries(
    ["Str", "Opt", "Multi", "MultiStr", "SubCommand", "List", "Dict"].map((word) => [
      word === "Opt" ? "oslo_config.cfg.Opt" : `oslo_config.cfg.${word}Opt`,
      declareOption,
    ]),
  ),
};

/** `X = auto()` asks the enumeration for the value (https://docs.python.org/3/library/enum.html#enum.auto). */
function nextValue(s: Solving, calling: Calling): boolean {
  const index = calling.origin < 0 ? -1 : s.program.classOf(s.program.scopeOfSite(calling.origin));
  const method = "_generate_next_value_";
  if (index === -1 || !definesMethod(s, index, method)) return false;
  const callee = attributeOf(s, s.classValue(index), s.name(method));
  s.call({ ...calling, dst: -1, callee, args: [] });
  return false;
}

/** `await gather(a(), b())` gives a list of what each gives. */
function gatherResults(s: Solving, calling: Calling): boolean {
  const list = s.object(calling.record, -26, "list");
  const object = s.objectOf(list);
  if (!object) return false;
  const awaitables = calling.args.filter(({ kind }) => kind === ArgumentKind.positional);
  for (const [position, { variable }] of awaitables.entries()) {
    const result = s.slot(object, s.name(`i:${position}`));
    s.each(variable, (value) => {
      if (s.values.kind(value) === Kind.coroutine) resultOf(s, value, result, calling.origin);
    });
  }
  s.flow.add(calling.dst, list);
  return false;
}

/**
 * The database façade hands every call on to what `get_backend()` of the module gives that its backend
 * names: the module itself, or an object that connects (oslo_db.api: `DBAPI._load_backend`).
 */
function backendModules(s: Solving, calling: Calling): boolean {
  const mapping = argumentAt(s, calling, 1, "backend_mapping");
  if (mapping === -1) return false;
  const meta = s.log.meta({ kind: "call", how: "argument", through: "oslo_db.api.DBAPI" });
  s.each(mapping, (value) => {
    const object = s.objectOf(value);
    if (!object) return;
    const add = (variable: number) =>
      eachText(s, variable, (text) => {
        const module = loadedModule(s, text, calling.origin);
        const callee = attributeOf(s, module, s.name("get_backend"));
        s.call({ ...calling, callee, args: [], meta });
        s.late.push(() => {
          if (s.flow.isEmpty(callee)) s.flow.add(calling.dst, module);
        });
      });
    add(object.rest);
    s.eachSlot(object, (_key, variable) => add(variable));
  });
  return true;
}

/** `getmembers` reads every attribute of an object, properties too. */
function members(s: Solving, calling: Calling): boolean {
  const list = s.object(calling.record, -24, "list");
  const pair = s.object(calling.record, -25, "tuple");
  const rest = s.objectOf(list)?.rest ?? -1;
  const object = s.objectOf(pair);
  if (!object) return true;
  s.flow.add(rest, pair);
  s.flow.add(calling.dst, list);
  const given = s.slot(object, s.name("i:1"));
  s.each(at(calling, 0), (value) => {
    for (const name of memberNames(s, value)) {
      const attribute = attributeOf(s, value, name);
      passMember(s, calling, attribute, given);
      if (calling.origin >= 0) s.log.read(calling.origin, attribute, false);
    }
  });
  return true;
}

/** `getmembers(x, isclass)` gives the classes alone. */
function passMember(s: Solving, calling: Calling, attribute: number, given: number): void {
  const test = at(calling, 1);
  if (test === -1) s.flow.edge(attribute, given);
  s.each(test, (predicate) => {
    const kinds = PREDICATES[s.text(s.values.first(predicate))];
    if (s.values.kind(predicate) !== Kind.external || !kinds) s.flow.edge(attribute, given);
    else {
      s.each(attribute, (value) => {
        if (kinds.includes(s.values.kind(value))) s.flow.add(given, value);
      });
    }
  });
}

const PREDICATES: Readonly<Record<string, readonly number[]>> = {
  "inspect.isclass": [Kind.class, Kind.external],
  "inspect.isfunction": [Kind.function],
  "inspect.ismethod": [Kind.bound],
  "inspect.isroutine": [Kind.function, Kind.bound],
};

function memberNames(s: Solving, value: number): ReadonlySet<number> {
  const names = new Set<number>();
  const kind = s.values.kind(value);
  const addScope = (scope: number) => {
    const module = s.program.moduleOf(scope);
    for (const [local] of s.program.scopeFacts(scope).names)
      names.add(s.program.name(module, local));
  };
  if (kind === Kind.module) addScope(s.program.scope(s.values.first(value), 0));
  if (kind !== Kind.class && kind !== Kind.instance) return names;
  for (const ancestor of s.hierarchy.order(s.values.first(value))) {
    if (ancestor >= 0) addScope(s.program.classScopes[ancestor] as number);
  }
  return names;
}

/** `declarative_base(cls=Model)` makes a class below `Model`, of the library's otherwise. */
function declarativeBase(s: Solving, calling: Calling): boolean {
  const given = s.name("cls");
  for (const { name, variable } of calling.args) {
    if (name === given) s.flow.edge(variable, calling.dst);
  }
  s.flow.add(calling.dst, s.values.of(Kind.result, s.name("sqlalchemy.orm.declarative_base")));
  return true;
}

/** `cfg.StrOpt("driver", default="pkg.Driver")`: what a read of `CONF.driver` may give. */
function declareOption(s: Solving, calling: Calling): boolean {
  const word = s.name("default");
  const value = calling.args.find(({ name }) => name === word);
  if (!value) return false;
  eachText(s, at(calling, 0), (text) => {
    s.flow.edge(value.variable, optionField(s, s.name(text.replaceAll("-", "_"))));
  });
  return false;
}
