import { forEachConstraint, Op } from "../../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import type { Knowledge } from "../catalogue.ts";
import { findApi } from "../find-api.ts";
import type { GraphView } from "../graph-view.ts";
import type { Mention } from "./mention.ts";

/**
 * What imports alone tell, beside calls and reads: `except GreenletExit:`, control flow that
 * Eventlet decides, and `wsgi.MAX_HEADER_LINE = n`, its settings.
 */
export function findImported(view: GraphView, knowledge: Knowledge): readonly Mention[] {
  const canonical = spellings(knowledge);
  // Classes whose instances hold what is set on them: the state of a green thread.
  const isHolder = (name: string): boolean =>
    knowledge.apis.get(`${canonical.get(name) ?? name}.*`)?.kind === "attribute";
  const found: Mention[] = [];
  for (const [id, { module }] of view.modules) {
    const facts = view.factsOf(id);
    if (module === undefined || facts === undefined) continue;
    for (const { name, site, how } of importedNames(facts, isHolder)) {
      const entry = findApi(knowledge, canonical.get(name) ?? name);
      const scope = facts.sites[site * SITE_WIDTH + SiteField.scope] ?? 0;
      const owner = view.functionAt(module, scope);
      if (entry?.via !== "eventlet" || owner === undefined) continue;
      found.push({
        entry,
        function: owner,
        line: facts.sites[site * SITE_WIDTH + SiteField.line] ?? 1,
        column: facts.sites[site * SITE_WIDTH + SiteField.column] ?? 0,
        site,
        how,
        confidence: "certain",
        arguments: [],
      });
    }
  }
  return found;
}

function spellings(knowledge: Knowledge): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, aliases, via } of knowledge.apis.values()) {
    if (via === "eventlet") for (const alias of aliases) names.set(alias, name);
  }
  return names;
}

interface Imported {
  readonly name: string;
  readonly site: number;
  readonly how: "except" | "read";
}

/** Dotted names that are caught or assigned to, as far as imports alone tell. */
function importedNames(
  facts: ModuleFacts,
  isHolder: (name: string) => boolean,
): readonly Imported[] {
  const { code, strings } = facts;
  const names = new Map<number, string>();
  const items = new Map<number, number[]>();
  const caught: { readonly variable: number; readonly site: number }[] = [];
  const assigned: Imported[] = [];
  forEachConstraint(code, (operation, at) => {
    const [first = -1, second = -1, third = -1, fourth = -1] = code.subarray(at, at + 4);
    const base = names.get(second);
    if (operation === Op.Import && first >= 0) names.set(first, strings[second] ?? "");
    else if (operation === Op.ImportFrom) names.set(first, `${strings[second]}.${strings[third]}`);
    else if (operation === Op.Copy && base !== undefined) names.set(first, base);
    else if (operation === Op.LoadAttribute && base !== undefined) {
      names.set(first, `${base}.${strings[third]}`);
    } else if (operation === Op.StoreAttribute) {
      const owner = names.get(first);
      const name = `${owner}.${strings[second]}`;
      if (owner !== undefined) assigned.push({ name, site: code[at + 3] ?? -1, how: "read" });
    } else if (operation === Op.Call) {
      if (base !== undefined && isHolder(base)) names.set(first, base);
      const object = names.get(code[at + 6] ?? -1);
      if (base === "<builtin>.getattr" && object !== undefined && isHolder(object)) {
        assigned.push({ name: `${object}.*`, site: third, how: "read" });
      }
    } else if (operation === Op.LoadName) {
      names.set(first, `<builtin>.${strings[second]}`);
    } else if (operation === Op.StoreItem) {
      items.set(first, [...(items.get(first) ?? []), fourth]);
    } else if (operation === Op.Catch) caught.push({ variable: second, site: third });
  });
  const found = caught.flatMap(({ variable, site }) =>
    [variable, ...(items.get(variable) ?? [])].flatMap((each): readonly Imported[] => {
      const name = names.get(each);
      return name === undefined ? [] : [{ name, site, how: "except" }];
    }),
  );
  return [...found, ...assigned.filter(({ site }) => site >= 0)];
}
