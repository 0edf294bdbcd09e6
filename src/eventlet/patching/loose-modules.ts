import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { GraphView } from "../graph-view.ts";
import type { LoadedUnseen } from "./loaded-unseen.ts";
import type { Run } from "./runs.ts";

/** Modules of which nobody knows all the processes that load them. */
export interface LooseModules {
  /**
   * Modules that no process is seen to import (drivers that settings name), and those of plugins whose
   * group nobody names.
   */
  readonly unclaimed: ReadonlySet<FunctionId>;
  /**
   * Those of them in a package (or a plain folder) of which no patched process loads anything, and
   * that none of the others imports: scripts and plugins that are found by their file. That they run
   * in a patched process is a mere guess.
   */
  readonly apart: ReadonlySet<FunctionId>;
  /** All of them, with what those of the product that are not apart import: whoever loads them loads that too. */
  readonly all: ReadonlySet<FunctionId>;
  /**
   * The plugins for packages from outside, what lies unclaimed in the package of one whose host is known
   * to patch (drivers that settings name), and what these import and load as plugins themselves.
   */
  readonly hosted: ReadonlySet<FunctionId>;
}

/** `plugins`: modules that any process may load, besides those that are seen to. */
export function findLooseModules(
  view: GraphView,
  runs: readonly Run[],
  plugins: Pick<LoadedUnseen, "unclaimed" | "hosted" | "patched" | "pluginsOf">,
): LooseModules {
  const claimed = new Set(runs.flatMap((run) => claimedBy(view, run)));
  const unclaimed = new Set(
    [...view.modules.keys()].filter(
      (id) => !view.isTest(id) && (!claimed.has(id) || plugins.unclaimed.has(id)),
    ),
  );
  const isFar = farFromPatched(view, runs);
  const near = [...unclaimed].filter((id) => view.standingOf(id) === 0 && !isFar(id));
  const imported = importClosure(view, near);
  const apart = new Set([...unclaimed].filter((id) => isFar(id) && !imported.has(id)));
  const drivers = besidePlugins(view, plugins.patched, unclaimed);
  const hosted = importClosure(view, [...plugins.hosted, ...drivers], plugins.pluginsOf);
  return { unclaimed, apart, all: new Set([...unclaimed, ...imported]), hosted };
}

/**
 * What settings name is named by its dotted name, so it mostly lies in a package of the program that
 * loads it. Where no process patches, nothing is far.
 */
function farFromPatched(view: GraphView, runs: readonly Run[]): (module: FunctionId) => boolean {
  const placeOf = findPlaces(view);
  const patched = runs.filter(({ process }) => process.patchedGroups.length > 0);
  const loaded = new Set(patched.flatMap(({ run }) => [...run.modules].map(placeOf)));
  return (module) => loaded.size > 0 && !loaded.has(placeOf(module));
}

/** Whoever loads a plugin also loads what settings name in its package. */
function besidePlugins(
  view: GraphView,
  plugins: ReadonlySet<FunctionId>,
  unclaimed: ReadonlySet<FunctionId>,
): readonly FunctionId[] {
  if (plugins.size === 0) return [];
  const placeOf = findPlaces(view);
  const places = new Set([...plugins].map(placeOf));
  return [...unclaimed].filter((id) => view.standingOf(id) === 0 && places.has(placeOf(id)));
}

/** The outermost package that a module lies in, else its folder; each with a slash at its end. */
function findPlaces(view: GraphView): (module: FunctionId) => string {
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
  const packages = new Set(
    [...view.modules.keys()]
      .filter((id) => view.factsOf(id)?.isPackage === true)
      .map((id) => folderOf(view.pathOf(id))),
  );
  return (module) => {
    let place = folderOf(view.pathOf(module));
    if (!packages.has(place)) return place;
    // Nothing lies above the repository's root, which may be a package itself.
    while (place !== "" && packages.has(folderOf(place.slice(0, -1))))
      place = folderOf(place.slice(0, -1));
    return place;
  };
}

/** What a tool or an example imports of the product may as well run in a process of the product that is not seen. */
function claimedBy(view: GraphView, { process, run }: Run): readonly FunctionId[] {
  const standing = view.standingOf(process.entry);
  return [...run.modules].filter((module) => view.standingOf(module) >= standing);
}

/** The modules with all that they import, and the plugins that these ask for by their group. */
function importClosure(
  view: GraphView,
  modules: readonly FunctionId[],
  pluginsOf: LoadedUnseen["pluginsOf"] = () => [],
): ReadonlySet<FunctionId> {
  const reached = new Set(modules);
  // A Set also visits what is added while it is being walked, so it is its own worklist.
  for (const module of reached) {
    for (const { to, isTypeOnly } of view.importsOf(module)) {
      if (!isTypeOnly && !view.isTest(to)) reached.add(to);
    }
    for (const plugin of pluginsOf(module)) reached.add(plugin);
  }
  return reached;
}
