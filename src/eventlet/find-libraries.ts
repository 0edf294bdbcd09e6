import { byCodeUnits } from "../by-code-units.ts";
import type { Knowledge, LibraryEntry } from "./catalogue.ts";
import { findApi } from "./find-api.ts";
import type { EventletUse, LibraryUse } from "./findings.ts";
import type { GraphView } from "./graph-view.ts";

/** A declared dependency, as much of it as is needed here. */
export interface DeclaredDependency {
  readonly name: string;
  readonly specifier: string;
  readonly path: string;
  readonly line: number;
  /** As in `Dependency.scope`; taken as `runtime` where absent. */
  readonly scope?: string;
}

/** The described packages that the repository imports or declares, and what becomes of them. */
export function findLibraries(
  view: GraphView,
  knowledge: Knowledge,
  uses: readonly EventletUse[],
  dependencies: readonly DeclaredDependency[],
): readonly LibraryUse[] {
  const imports = countImports(view, knowledge);
  const calls = groupCalls(view, knowledge, uses);
  const modules = view.graph.externalImports.map(({ module }) => module);
  const waiting = new Set(
    uses
      // What only tests call is replaced by nobody.
      .filter(({ yields, isTest }) => yields && !isTest)
      .map(({ api }) => knowledge.apis.get(api)?.library ?? ""),
  );
  return knowledge.libraries
    .flatMap((library): readonly LibraryUse[] => {
      const declared = declaration(library, dependencies);
      const count = imports.get(library.id) ?? 0;
      const own = calls.get(library.id);
      if (declared === undefined && count === 0 && own === undefined) return [];
      return [
        {
          library: named(library, dependencies, modules),
          ...(declared === undefined || declared.specifier === ""
            ? {}
            : { version: declared.specifier }),
          ...(declared === undefined
            ? {}
            : { declaredAt: { path: declared.path, line: declared.line } }),
          imports: count,
          calls: own?.places.size ?? 0,
          functions: own?.functions.size ?? 0,
          suspends: waiting.has(library.id),
        },
      ];
    })
    .sort((left, right) => byCodeUnits(left.library.id, right.library.id));
}

function countImports(view: GraphView, knowledge: Knowledge): ReadonlyMap<string, number> {
  const byName = new Map<string, string>();
  for (const { id, importNames } of knowledge.libraries) {
    for (const name of importNames) if (!byName.has(name)) byName.set(name, id);
  }
  const counts = new Map<string, number>();
  for (const { module } of view.graph.externalImports) {
    const id = prefixes(module)
      .map((name) => byName.get(name))
      .find((found) => found !== undefined);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** `a.b.c`, `a.b`, `a`. */
export function prefixes(module: string): readonly string[] {
  const parts = module.split(".");
  return parts.map((_, at) => parts.slice(0, parts.length - at).join("."));
}

interface Calls {
  readonly places: Set<string>;
  readonly functions: Set<string>;
}

/**
 * Where the program itself calls each library: its uses, as they are listed; of a library without any,
 * the calls by name. Tests are adapted, not migrated.
 */
function groupCalls(
  view: GraphView,
  knowledge: Knowledge,
  uses: readonly EventletUse[],
): ReadonlyMap<string, Calls> {
  const [listed, named] = [new Map<string, Calls>(), new Map<string, Calls>()];
  for (const { api, function: caller, line, column, isTest } of uses)
    if (!isTest) add(listed, knowledge.apis.get(api)?.library, caller, `${line}:${column}:${api}`);
  for (const { callee, caller, site } of view.graph.externalCalls)
    if (!view.isTest(caller))
      add(named, findApi(knowledge, callee)?.library, caller, `${site.line}:${site.column}`);
  return new Map([...named, ...listed]);
}

function add(groups: Map<string, Calls>, library: string | undefined, caller: string, at: string) {
  if (library === undefined) return;
  const group = groups.get(library) ?? { places: new Set(), functions: new Set() };
  group.places.add(`${caller}:${at}`);
  group.functions.add(caller);
  groups.set(library, group);
}

/** Of an entry that describes several packages (`a / b`) only those that are declared or imported, where names tell. */
function named(
  library: LibraryEntry,
  dependencies: readonly DeclaredDependency[],
  modules: readonly string[],
): LibraryEntry {
  const packages = library.distribution.split(" / ");
  if (packages.length === 1) return library;
  const seen = new Set(
    [...dependencies.map(({ name }) => name), ...modules.flatMap(prefixes)].map(comparable),
  );
  const own = packages.filter((name) => seen.has(comparable(name)));
  return own.length === 0 ? library : { ...library, distribution: own.join(" / ") };
}

function declaration(
  library: LibraryEntry,
  dependencies: readonly DeclaredDependency[],
): DeclaredDependency | undefined {
  const names = new Set(
    [...library.distribution.split(/\s*[/,]\s*/), ...library.importNames].map(comparable),
  );
  const found = dependencies.filter(({ name }) => names.has(comparable(name)));
  return found.find(({ specifier }) => specifier !== "") ?? found[0];
}

/** PEP 503: case, dots, underscores and dashes do not tell packages apart. */
export function comparable(name: string): string {
  return name
    .toLowerCase()
    .replace(/\s*\(.*\)$/, "")
    .replaceAll(/[-_.]+/g, "-");
}
