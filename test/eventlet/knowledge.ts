import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { KNOWLEDGE_ASSETS, loadKnowledge } from "../../src/eventlet/load-knowledge.ts";

const assets = fileURLToPath(new URL("../../assets/knowledge/", import.meta.url));

export function readKnowledgeText(name: string): string {
  return readFileSync(assets + name, "utf8");
}

/** The shipped files' texts, as the program hands them over. */
const texts: Readonly<Record<string, string>> = Object.fromEntries(
  KNOWLEDGE_ASSETS.map((name) => [name, readKnowledgeText(name)]),
);

export const knowledge = loadKnowledge(texts);
