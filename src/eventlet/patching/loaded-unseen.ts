import type { FunctionId } from "../../callgraph/call-graph.ts";
import { groupBy } from "../../group-by.ts";
import type { Knowledge } from "../catalogue.ts";
import type { GraphView } from "../graph-view.ts";
import { rootOf } from "../root-of.ts";

/** Modules that are loaded without an import. */
export interface LoadedUnseen {
  /** The plugins of the groups that a module names. */
  pluginsOf(module: FunctionId): readonly FunctionId[];
  /** Plugins of a group that no module of the product names: any process may load them. */
  readonly unclaimed: ReadonlySet<FunctionId>;
  /** Those of them whose group is named after a package that is imported from outside: that package's programs load them. */
  readonly hosted: ReadonlySet<FunctionId>;
  /** Those of them whose package's programs are known to patch (`hostsPlugins` in libraries.json). */
  readonly patched: ReadonlySet<FunctionId>;
  /** The scripts that libraries run for a program that imports the modules. */
  scriptsOf(modules: ReadonlySet<FunctionId>): readonly FunctionId[];
}

export function findLoadedUnseen(view: GraphView, knowledge: Knowledge): LoadedUnseen {
  return { ...findPlugins(view, knowledge), scriptsOf: findScripts(view, knowledge) };
}

/**
 * Plugins that packaging metadata declares: whatever library loads them, the module that asks for
 * them names their group.
 */
function findPlugins(view: GraphView, knowledge: Knowledge): Omit<LoadedUnseen, "scriptsOf"> {
  const declared = view.graph.entryPoints.flatMap(({ function: id, group }) =>
    group === undefined ? [] : [{ group, module: view.moduleOf(id) ?? id }],
  );
  const groups = groupBy(declared, ({ group }) => group);
  const groupsOf = (module: FunctionId): readonly string[] =>
    (view.factsOf(module)?.strings ?? []).filter((text) => groups.has(text));
  const product = [...view.modules.keys()].filter((id) => groups.size > 0 && !view.isTest(id));
  const named = new Map(product.map((id) => [id, groupsOf(id)]));
  const claimed = new Set([...named.values()].flat());
  const rest = declared.filter(({ group }) => !claimed.has(group));
  const foreign = new Set(view.graph.externalImports.map(({ module }) => rootOf(module)));
  const hosted = rest.filter(({ group }) => foreign.has(rootOf(group)));
  const hosts = patchingHosts(knowledge);
  const patched = hosted.filter(({ group }) => hosts.has(rootOf(group)));
  return {
    pluginsOf: (module) =>
      (named.get(module) ?? []).flatMap((group) =>
        (groups.get(group) ?? []).map((plugin) => plugin.module),
      ),
    unclaimed: new Set(rest.map(({ module }) => module)),
    hosted: new Set(hosted.map(({ module }) => module)),
    patched: new Set(patched.map(({ module }) => module)),
  };
}

/** Packages whose programs load plugins and are known to patch. */
export function patchingHosts({ libraries }: Knowledge): ReadonlySet<string> {
  return new Set(
    libraries.flatMap(({ hostsPlugins, importNames }) => (hostsPlugins ? importNames : [])),
  );
}

/**
 * Alembic's migrations are scripts in a folder of its own: nothing imports them, and only a program
 * that calls Alembic runs them. Which imports tell of the scripts and of the callers, the library's
 * entry says (`loads`).
 */
function findScripts(view: GraphView, { libraries }: Knowledge): LoadedUnseen["scriptsOf"] {
  const imports = view.graph.externalImports.flatMap(({ within, module, name }) => {
    const importer = view.moduleOf(within) ?? within;
    const names = name === undefined ? [module] : [module, `${module}.${name}`];
    return names.map((imported) => ({ imported, importer }));
  });
  const importers = groupBy(imports, ({ imported }) => imported);
  const importersOf = (names: readonly string[]): readonly FunctionId[] =>
    names.flatMap((name) => (importers.get(name) ?? []).map(({ importer }) => importer));
  const found = libraries.flatMap(({ loads }) =>
    loads === undefined
      ? []
      : [{ runners: importersOf(loads.runners), scripts: importersOf(loads.scripts) }],
  );
  return (modules) =>
    found.flatMap(({ runners, scripts }) => (runners.some((id) => modules.has(id)) ? scripts : []));
}
