import { addToGroup } from "../../group-by.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import type { Knowledge } from "../catalogue.ts";
import { eventletSpellings, findApi } from "../find-api.ts";
import type { GraphView } from "../graph-view.ts";
import { rootOf } from "../root-of.ts";
import type { Mention } from "./mention.ts";

/**
 * What imports alone tell, beside calls and reads: `except GreenletExit:`, control flow that
 * Eventlet decides, and `wsgi.MAX_HEADER_LINE = n`, its settings.
 */
export function findImported(view: GraphView, knowledge: Knowledge): readonly Mention[] {
  const canonical = eventletSpellings(knowledge);
  // Classes whose instances hold what is set on them: the state of a green thread.
  const isHolder = (name: string): boolean =>
    knowledge.apis.get(`${canonical.get(name) ?? name}.*`)?.kind === "attribute";
  const packages = new Set(canonicalRoots(knowledge, canonical));
  const found: Mention[] = [];
  for (const [id, { module }] of view.modules) {
    const facts = view.factsOf(id);
    if (module === undefined || facts === undefined || !mentions(facts, packages)) continue;
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

/** First parts of every dotted name that Eventlet goes by. */
function canonicalRoots(knowledge: Knowledge, aliases: ReadonlyMap<string, string>): string[] {
  const own = [...knowledge.apis.values()].filter(({ via }) => via === "eventlet");
  return [...own.map(({ name }) => name), ...aliases.keys()].map(rootOf);
}

/** Without the name of such a package nothing in the module can be imported from it. */
function mentions({ strings }: ModuleFacts, packages: ReadonlySet<string>): boolean {
  return strings.some((text) => packages.has(rootOf(text)));
}

interface Imported {
  readonly name: string;
  readonly site: number;
  readonly how: "except" | "read";
}

/** What the constraints tell on the way: dotted names of variables, and what was done with them. */
interface Trail {
  readonly facts: ModuleFacts;
  readonly isHolder: (name: string) => boolean;
  readonly names: Map<number, string>;
  /** Container → what was put into it. */
  readonly items: Map<number, number[]>;
  readonly caught: { readonly variable: number; readonly site: number }[];
  readonly assigned: Imported[];
}

/** Dotted names that are caught or assigned to, as far as imports alone tell. */
function importedNames(
  facts: ModuleFacts,
  isHolder: (name: string) => boolean,
): readonly Imported[] {
  const trail: Trail = {
    facts,
    isHolder,
    names: new Map(),
    items: new Map(),
    caught: [],
    assigned: [],
  };
  forEachConstraint(facts.code, (operation, at) => {
    const name = nameGiven(trail, operation, at);
    if (name !== undefined) trail.names.set(facts.code[at] ?? -1, name);
    noteEffect(trail, operation, at);
  });
  const { names, items, caught, assigned } = trail;
  const found = caught.flatMap(({ variable, site }) =>
    [variable, ...(items.get(variable) ?? [])].flatMap((each): readonly Imported[] => {
      const name = names.get(each);
      return name === undefined ? [] : [{ name, site, how: "except" }];
    }),
  );
  return [...found, ...assigned.filter(({ site }) => site >= 0)];
}

/** The dotted name that the first operand of a constraint gets by it. */
function nameGiven(trail: Trail, operation: number, at: number): string | undefined {
  const { code, strings } = trail.facts;
  const second = code[at + 1] ?? -1;
  const third = code[at + 2] ?? -1;
  const base = trail.names.get(second);
  switch (operation) {
    case Op.Import:
      return (code[at] ?? -1) < 0 ? undefined : (strings[second] ?? "");
    case Op.ImportFrom:
      return `${strings[second]}.${strings[third]}`;
    case Op.Copy:
      return base;
    case Op.LoadAttribute:
      return base === undefined ? undefined : `${base}.${strings[third]}`;
    case Op.LoadName:
      return `<builtin>.${strings[second]}`;
    case Op.Call:
      return base !== undefined && trail.isHolder(base) ? base : undefined;
    default:
      return undefined;
  }
}

/** Keeps what is caught, assigned to, or put into a tuple of exceptions. */
function noteEffect(trail: Trail, operation: number, at: number): void {
  const { names, items, caught, assigned, facts } = trail;
  const operand = (place: number) => facts.code[at + place] ?? -1;
  if (operation === Op.StoreAttribute) {
    const owner = names.get(operand(0));
    const name = `${owner}.${facts.strings[operand(1)]}`;
    if (owner !== undefined) assigned.push({ name, site: operand(3), how: "read" });
  } else if (operation === Op.Call) {
    const object = names.get(operand(6));
    if (names.get(operand(1)) !== "<builtin>.getattr" || object === undefined) return;
    if (trail.isHolder(object))
      assigned.push({ name: `${object}.*`, site: operand(2), how: "read" });
  } else if (operation === Op.StoreItem) {
    addToGroup(items, operand(0), operand(3));
  } else if (operation === Op.Catch) {
    caught.push({ variable: operand(1), site: operand(2) });
  }
}
