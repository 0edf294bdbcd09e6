import type { FunctionId } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";
import { SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import type { GraphView } from "../graph-view.ts";

/** The functions that the decorator at a site of a function's body stands on. */
export function decoratedFunctions(
  view: GraphView,
): (user: FunctionId, site: number) => readonly FunctionId[] {
  const known = new Map<number, ReadonlyMap<string, readonly FunctionId[]>>();
  return (user, site) => {
    const module = view.graph.node(user)?.module;
    const facts = view.factsOf(user);
    if (module === undefined || facts === undefined || site < 0) return [];
    let places = known.get(module);
    if (places === undefined) {
      places = decoratorPlaces(view, module);
      known.set(module, places);
    }
    const line = facts.sites[site * SITE_WIDTH + SiteField.line] ?? -1;
    return (
      places.get(`${site}`) ??
      (view.isWithin(user, site, "decorator") ? (places.get(`line ${line}`) ?? []) : [])
    );
  };
}

/** By site, and by line for what stands inside the decorator's expression. */
function decoratorPlaces(
  view: GraphView,
  module: number,
): ReadonlyMap<string, readonly FunctionId[]> {
  const facts = view.graph.modules[module];
  const places = new Map<string, FunctionId[]>();
  for (const [scope, { decorators, kind }] of (facts?.scopes ?? []).entries()) {
    const id = view.functionAt(module, scope);
    if (id === undefined || kind === "class") continue;
    for (const { site } of decorators) {
      const line = facts?.sites[site * SITE_WIDTH + SiteField.line] ?? -1;
      for (const key of [`${site}`, `line ${line}`]) addToGroup(places, key, id);
    }
  }
  return places;
}
