import type { ApiEntry, Knowledge } from "./catalogue.ts";

/** The entry of a canonical name; a name below `x.*` has that entry. */
export function findApi(knowledge: Knowledge, name: string): ApiEntry | undefined {
  const exact = knowledge.apis.get(name);
  if (exact !== undefined) return exact;
  const at = name.lastIndexOf(".");
  return at <= 0 ? undefined : knowledge.apis.get(`${name.slice(0, at)}.*`);
}

/** Every other spelling of Eventlet's own names, with the canonical one. */
export function eventletSpellings(knowledge: Knowledge): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, aliases, via } of knowledge.apis.values()) {
    if (via === "eventlet") for (const alias of aliases) names.set(alias, name);
  }
  return names;
}

/** A rule by its id, or by any name of the API. */
export function findRule(knowledge: Knowledge, idOrName: string): ApiEntry | undefined {
  const byName = findApi(knowledge, knowledge.aliases[idOrName] ?? idOrName);
  if (byName !== undefined) return byName;
  for (const entry of knowledge.apis.values()) {
    if (entry.id === idOrName || entry.aliases.includes(idOrName)) return entry;
  }
  return undefined;
}
