import type { ApiEntry, Knowledge } from "./catalogue.ts";

/** The entry of a canonical name; a name below `x.*` has that entry. */
export function findApi(knowledge: Knowledge, name: string): ApiEntry | undefined {
  const exact = knowledge.apis.get(name);
  if (exact !== undefined) return exact;
  const at = name.lastIndexOf(".");
  return at <= 0 ? undefined : knowledge.apis.get(`${name.slice(0, at)}.*`);
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
