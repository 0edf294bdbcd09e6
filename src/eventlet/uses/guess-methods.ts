import type { FunctionId, SiteRef } from "../../callgraph/call-graph.ts";
import type { ApiEntry, Knowledge } from "../catalogue.ts";
import { findApi } from "../find-api.ts";
import type { GraphView } from "../graph-view.ts";
import { rootOf } from "../root-of.ts";
import type { Mention } from "./mention.ts";

/**
 * Calls of a method that a library in use waits in, on a value of which nothing is known
 * (`datapath.send_msg()` on a parameter), or that something undescribed of the same library gave
 * (`event.dp.send_msg()`). A name of several words is hardly given twice by chance. Guesses, and
 * marked so (`possible`): a function that may wait is not called ready because it is not seen to.
 */
export function guessMethods(view: GraphView, knowledge: Knowledge): readonly Mention[] {
  const methods = tellingMethods(view, knowledge);
  if (methods.size === 0) return [];
  const guess = (user: FunctionId, site: SiteRef, name: string): readonly Mention[] => {
    const entry = methods.get(name);
    if (entry === undefined || view.graph.node(user)?.isLibrary === true) return [];
    const how = { how: "call", confidence: "possible", arguments: [] } as const;
    return [{ entry, function: user, ...site, ...how }];
  };
  return [
    ...view.graph.unresolvedSites.flatMap(({ function: user, site, text }) =>
      guess(user, site, lastOf(text)),
    ),
    ...view.graph.edges.flatMap(({ from, to, kind, sites }) => {
      const library = kind === "call" ? methods.get(lastOf(to))?.library : undefined;
      const isDescribed = findApi(knowledge, to) !== undefined || to in knowledge.symbols;
      if (library === undefined || isDescribed || libraryOf(knowledge, to) !== library) return [];
      return sites.flatMap((site) => guess(from, site, lastOf(to)));
    }),
  ];
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

const TELLING = /\.[A-Z]\w*\.([a-z0-9]+(?:_[a-z0-9]+)+)$/;

/** By name the methods that wait, of the libraries that the repository imports. */
function tellingMethods(view: GraphView, knowledge: Knowledge): ReadonlyMap<string, ApiEntry> {
  const inUse = new Set(
    view.graph.externalImports.map(({ module }) => libraryOf(knowledge, module)),
  );
  const found = new Map<string, ApiEntry>();
  for (const entry of knowledge.apis.values()) {
    const name = TELLING.exec(entry.name)?.[1];
    const isWait = entry.yields !== "never" && entry.needsAwait !== "no";
    if (name === undefined || !isWait || found.has(name)) continue;
    if (entry.library !== undefined && inUse.has(entry.library)) found.set(name, entry);
  }
  return found;
}

/** The described library that a dotted name belongs to. */
function libraryOf({ libraries }: Knowledge, name: string): string | undefined {
  const top = rootOf(name);
  return libraries.find(({ importNames }) => importNames.some((each) => rootOf(each) === top))?.id;
}
