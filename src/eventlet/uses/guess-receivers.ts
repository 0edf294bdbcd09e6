import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import type { Knowledge, ReceiverHint } from "../catalogue.ts";
import type { GraphView } from "../graph-view.ts";
import type { Mention } from "./mention.ts";

/**
 * Calls on receivers of unknown type, by the name that such receivers usually have:
 * `context.session.query()` is SQLAlchemy's wherever the repository imports SQLAlchemy. Guesses,
 * and marked so (`possible`); without them database services would seem not to wait at all.
 */
export function guessReceivers(view: GraphView, knowledge: Knowledge): readonly Mention[] {
  const hints = hintsInUse(view, knowledge);
  if (hints.length === 0) return [];
  const receivers = new Map<number, ReadonlyMap<number, string>>();
  return view.graph.unresolvedSites.flatMap(
    ({ function: user, site, text }): readonly Mention[] => {
      const node = view.graph.node(user);
      const facts = view.factsOf(user);
      if (node?.module === undefined || facts === undefined || node.isLibrary === true) return [];
      const method = /\.(\w+)$/.exec(text)?.[1];
      if (method === undefined) return [];
      let names = receivers.get(node.module);
      if (names === undefined) {
        names = receiverNames(facts);
        receivers.set(node.module, names);
      }
      const name = names.get(site.site)?.replace(/^_+/, "");
      const entry = hints
        .filter((hint) => hint.name === name && (hint.methods?.includes(method) ?? true))
        .map((hint) => knowledge.apis.get(`${hint.class}.${method}`))
        .find((found) => found !== undefined);
      if (entry === undefined) return [];
      return [
        { entry, function: user, ...site, how: "call", confidence: "possible", arguments: [] },
      ];
    },
  );
}

function hintsInUse(view: GraphView, knowledge: Knowledge): readonly ReceiverHint[] {
  const imported = new Set(view.graph.externalImports.map(({ module }) => module.split(".")[0]));
  const inUse = new Set(
    knowledge.libraries
      .filter(({ importNames }) => importNames.some((name) => imported.has(name.split(".")[0])))
      .map(({ id }) => id),
  );
  return knowledge.receivers.filter(({ library }) => inUse.has(library));
}

/** Site of a call → last name of the receiver as written: `session` of `self.session.query()`. */
function receiverNames(facts: ModuleFacts): ReadonlyMap<number, string> {
  const { code, strings } = facts;
  const names = new Map<number, string>();
  for (const { names: bound } of facts.scopes) {
    for (const [name, variable] of bound) names.set(variable, strings[name] ?? "");
  }
  const bases = new Map<number, number>();
  const found = new Map<number, string>();
  forEachConstraint(code, (operation, at) => {
    const [dst = -1, second = -1, third = -1] = code.subarray(at, at + 3);
    if (operation === Op.LoadAttribute) {
      bases.set(dst, second);
      names.set(dst, strings[third] ?? "");
    } else if (operation === Op.Copy && !names.has(dst)) {
      const name = names.get(second);
      if (name !== undefined) names.set(dst, name);
    } else if (operation === Op.Call) {
      const base = bases.get(second);
      const name = base === undefined ? undefined : names.get(base);
      if (name !== undefined) found.set(third, name);
      // A call keeps the name of its method, so that `query.filter().first()` is still a query.
      const method = names.get(second);
      if (method !== undefined && name !== undefined) {
        names.set(dst, method === "query" || method === "model_query" ? "query" : name);
      } else if (method !== undefined && /query$/.test(method)) names.set(dst, "query");
    }
  });
  return found;
}
