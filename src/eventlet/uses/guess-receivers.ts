import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import type { Knowledge, ReceiverHint } from "../catalogue.ts";
import type { GraphView } from "../graph-view.ts";
import { rootOf } from "../root-of.ts";
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
  const imported = new Set(view.graph.externalImports.map(({ module }) => rootOf(module)));
  const inUse = new Set(
    knowledge.libraries
      .filter(({ importNames }) => importNames.some((name) => imported.has(rootOf(name))))
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
  const copy = (dst: number, src: number): void => {
    const name = names.get(src);
    if (name !== undefined && !names.has(dst)) names.set(dst, name);
  };
  const call = (dst: number, callee: number, site: number): void => {
    const receiver = names.get(bases.get(callee) ?? -1);
    if (receiver !== undefined) found.set(site, receiver);
    const result = resultName(names.get(callee), receiver);
    if (result !== undefined) names.set(dst, result);
  };
  forEachConstraint(code, (operation, at) => {
    const dst = code[at] ?? -1;
    const second = code[at + 1] ?? -1;
    const third = code[at + 2] ?? -1;
    if (operation === Op.LoadAttribute) {
      bases.set(dst, second);
      names.set(dst, strings[third] ?? "");
    } else if (operation === Op.Copy) copy(dst, second);
    else if (operation === Op.Call) call(dst, second, third);
  });
  return found;
}

/** A call keeps the name of what it is called on, so that `query.filter().first()` is still a query. */
function resultName(method: string | undefined, receiver: string | undefined): string | undefined {
  if (method === undefined) return undefined;
  if (receiver === undefined) return /query$/.test(method) ? "query" : undefined;
  return method === "query" || method === "model_query" ? "query" : receiver;
}
